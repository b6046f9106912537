/** The payment methods that the project offers. */
import { make } from './dom.mjs';
import { load, save } from './memory.mjs';

/** @param {any} ctx */
export function createPay(ctx) {
  const box = make('div', { part: 'choices', class: 'choices' });
  const legend = make('legend', {});
  const element = make('fieldset', { part: 'fieldset' }, legend, box);
  /** @type {any[]} */
  let offered = [];
  /** What the choices were drawn from. They are drawn again only if this changes. */
  let drawn = '';

  return {
    element,
    /** @param {any[]} accounts from `getAccounts` */
    show(accounts) {
      const { words, host } = ctx;
      const named = host.accounts;
      offered = named.length > 0
        ? named.map((/** @type {string} */ name) => accounts.find(({ identifier }) => identifier === name)).filter(Boolean)
        : accounts.filter(({ isVisible, isUsed }) => isVisible && isUsed);
      const from = JSON.stringify([ctx.language, offered, host.direct]);
      if (from === drawn) return;
      drawn = from;
      const before = this.chosen() || load('account', '');
      const { activeElement } = ctx.root;
      const focused = box.contains(activeElement) ? activeElement.id : '';
      const checked = offered.find(({ identifier }) => identifier === before) ?? offered[0];
      legend.textContent = words.payment;
      box.replaceChildren(...offered.map((account) => {
        const id = `account-${account.identifier}`;
        const input = make('input', { id, type: 'radio', name: 'account', value: account.identifier, part: 'radio', checked: account === checked, 'aria-describedby': `${id}-hint` });
        input.addEventListener('change', () => save('account', account.identifier));
        const hint = account.identifier in host.direct ? words.payDirectly : words.payOnline;
        return make('div', { class: 'choice', part: 'choice' }, input, make('label', { for: id, part: 'label' }, account.title), make('span', { id: `${id}-hint`, class: 'soft', part: 'hint' }, hint));
      }));
      if (focused) ctx.root.getElementById(focused)?.focus();
    },
    chosen: () => box.querySelector('input:checked')?.value ?? '',
    isEmpty: () => offered.length === 0,
  };
}
