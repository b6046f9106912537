/** The settings as a form: one text field each, in groups. */
import { byId, make } from './dom.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */

/** @type {[group: string, fields: [name: keyof Settings, label: string, more?: Record<string, string>][]][]} */
const GROUPS = [
  ['OneEntry project', [
    ['url', 'Project URL', { type: 'url', inputmode: 'url' }],
    ['token', 'App token'],
    ['langCode', 'Locale'],
    ['storage', 'Order storage'],
    ['formIdentifier', 'Form identifier'],
    ['productIds', 'Product ids'],
    ['currency', 'Currency'],
  ]],
  ['Guest', [
    ['guest', 'Who orders'],
    ['provider', 'Sign-in provider'],
    ['emailMarker', 'Marker of the e-mail'],
    ['emailValue', 'Guest user’s e-mail'],
    ['passwordMarker', 'Marker of the password'],
    ['passwordValue', 'Guest user’s password', { type: 'password', autocomplete: 'off' }],
  ]],
  ['Markers of the order form', [
    ['nameMarker', 'Name'],
    ['phoneMarker', 'Phone'],
    ['mailMarker', 'E-mail'],
    ['referenceMarker', 'Checkout’s reference; blank without such a field'],
  ]],
  ['Payment accounts; what is blank is not offered', [
    ['cashAccount', 'Cash'],
    ['cardAccount', 'Card, hosted page'],
    ['paypalAccount', 'PayPal'],
    ['cashStatus', 'Session status for cash'],
  ]],
  ['Ocular', [
    ['ocularUrl', 'Base URL', { type: 'url', inputmode: 'url', class: 'wide' }],
  ]],
];

/** @type {Partial<Record<keyof Settings, [value: string, text: string][]>>} */
const CHOICES = {
  guest: [['shared', 'Shared guest user'], ['anonymous', 'Anonymous guest']],
  currency: [['USD', 'USD'], ['EUR', 'EUR'], ['CLP', 'CLP']],
};

/** @param {{ onApply: (settings: Settings) => void, onReset: () => void }} on */
export function createSettingsForm({ onApply, onReset }) {
  const form = byId('settings-form');
  byId('settings-fields').replaceChildren(...GROUPS.map(([title, fields]) =>
    make('fieldset', {}, make('legend', {}, title), make('div', { class: 'grid' }, ...fields.map(fieldOf)))));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    onApply(/** @type {Settings} */ (Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]))));
  });
  byId('reset-settings').addEventListener('click', onReset);

  return {
    /** @param {Settings} settings */
    show(settings) {
      for (const [name, value] of Object.entries(settings)) form.elements.namedItem(name).value = value;
    },
    /** @param {string} text */
    complain(text) {
      byId('settings-error').textContent = text;
      if (text !== '') byId('settings').open = true;
    },
  };
}

/** @param {[keyof Settings, string, Record<string, string>?]} field */
function fieldOf([name, label, more]) {
  const id = `setting-${name}`;
  const choices = CHOICES[name];
  const control = choices
    ? make('select', { id, name }, ...choices.map(([value, text]) => make('option', { value }, text)))
    : make('input', { id, name, type: 'text', spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off', ...more });
  return make('div', { class: 'field' }, make('label', { for: id }, label), control);
}
