/** How the shopper can pay: the accounts that the settings name. */
import { byId, make } from './dom.mjs';
import { keep, recall } from './keep.mjs';

/** @typedef {'cash' | 'card' | 'paypal'} AccountKind */

/** @type {[kind: AccountKind, setting: 'cashAccount' | 'cardAccount' | 'paypalAccount', title: string, hint: string][]} */
const ACCOUNTS = [
  ['cash', 'cashAccount', 'Cash', 'You pay the shop directly.'],
  ['card', 'cardAccount', 'Card', 'A payment page opens after the order.'],
  ['paypal', 'paypalAccount', 'PayPal', 'A payment page opens after the order.'],
];

/** @param {import('./settings.mjs').Settings} settings */
export function showAccounts(settings) {
  const offered = ACCOUNTS.filter(([, setting]) => settings[setting] !== '');
  const before = recall('account', 'cash');
  const checked = offered.some(([kind]) => kind === before) ? before : offered[0]?.[0];
  byId('accounts').replaceChildren(...offered.map(([kind, , title, hint]) => {
    const id = `account-${kind}`;
    const input = make('input', { id, type: 'radio', name: 'account', value: kind, checked: kind === checked, autocomplete: 'off', 'aria-describedby': `${id}-hint` });
    input.addEventListener('change', () => keep('account', kind));
    return make('div', { class: 'choice' }, input, make('label', { for: id }, title), make('span', { id: `${id}-hint`, class: 'soft' }, hint));
  }));
}

/** @param {import('./settings.mjs').Settings} settings @returns {{ kind: AccountKind, identifier: string } | null} */
export function chosenAccount(settings) {
  const kind = byId('accounts').querySelector('input:checked')?.value;
  const row = ACCOUNTS.find(([known]) => known === kind);
  return row ? { kind: row[0], identifier: settings[row[1]] } : null;
}
