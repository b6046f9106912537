/** The settings: which project orders go to. The default is the stand-in. */
import { byId, make } from './dom.mjs';
import { keep, recall } from './keep.mjs';
import { language, locale } from './appearance.mjs';

/** Ocular's documented service, which the bridge uses by default. */
const OCULAR_URL = 'https://api.ocularsolution.com/api/product-management/v1';

/** @typedef {Record<'url' | 'token' | 'storage' | 'form' | 'referenceMarker' | 'accounts' | 'direct' | 'productIds' | 'currency' | 'guest' | 'provider' | 'authData' | 'ocularUrl', string>} Settings  All values are strings, as typed. */

/** @type {[name: keyof Settings, label: string, more?: Record<string, string>][]} */
const FIELDS = [
  ['url', 'Project URL', { inputmode: 'url' }],
  ['token', 'App token'],
  ['storage', 'Order storage'],
  ['form', 'Form identifier'],
  ['referenceMarker', 'Marker of the reference field; blank if the form has none'],
  ['accounts', 'Payment accounts, separated by spaces'],
  ['direct', 'Accounts paid directly to the shop: account=status'],
  ['productIds', 'Product ids'],
  ['currency', 'Currency'],
  ['guest', 'Guest type: anonymous or shared'],
  ['provider', 'Sign-in provider of the shared guest'],
  ['authData', 'Sign-in data of the shared guest: marker=value, separated by commas'],
  ['ocularUrl', 'Base URL of Ocular', { inputmode: 'url' }],
];

/** The documented scenario on the stand-in services of this page. @param {{ servicesUrl: string, token: string }} services @returns {Settings} */
export const presets = ({ servicesUrl, token }) => ({
  url: servicesUrl,
  token,
  storage: 'guest_orders',
  form: 'guest_order',
  referenceMarker: 'order_reference',
  accounts: 'cash stripe paypal',
  direct: 'cash=guest_completed',
  productIds: '10, 1, 2, 3, 12, 147',
  currency: 'USD',
  guest: 'anonymous',
  provider: 'email',
  authData: 'email_reg=guest@onnentry.cloud, password_reg=12345121334',
  ocularUrl: servicesUrl === '' ? OCULAR_URL : `${servicesUrl}/api/product-management/v1`,
});

/** The stand-in's address and token, or empty strings if the page is served without a stand-in. */
export async function readServices() {
  try {
    const response = await fetch('/services.json');
    if (response.ok) return await response.json();
  } catch {
    // Without a stand-in, the visitor enters the settings.
  }
  return { servicesUrl: '', token: '' };
}

/** @param {Settings} standard @returns {Settings} */
export const currentSettings = (standard) => ({ ...standard, ...recall('settings', {}) });

/** Parses "a=b, c=d". @param {string} text @returns {[string, string][]} */
const pairs = (text) => text.split(',').map((one) => one.trim()).filter(Boolean).map((one) => /** @type {[string, string]} */ (one.split(/=(.*)/s, 2)));

/** The options of the bridge. @param {Settings} settings */
export function bridgeOptions({ url, token, guest, provider, authData, ocularUrl }) {
  const shared = { provider, authData: pairs(authData).map(([marker, value]) => ({ marker, value })) };
  return {
    oneEntry: { url, token, langCode: locale(), guest: guest === 'shared' ? shared : {} },
    ocular: ocularUrl === '' ? {} : { baseUrl: ocularUrl },
    language: language(),
  };
}

/** Sets the attributes and properties of the element. @param {any} checkout @param {Settings} settings */
export function setUp(checkout, { storage, form, referenceMarker, accounts, direct }) {
  const attributes = { storage, form, accounts, 'reference-marker': referenceMarker };
  for (const [name, value] of Object.entries(attributes)) checkout.setAttribute(name, value);
  checkout.direct = Object.fromEntries(pairs(direct));
}

/** Hosts outside this machine that receive data. @param {Settings} settings */
export function realHosts({ url, ocularUrl }) {
  const hosts = [url, ocularUrl || OCULAR_URL].flatMap((address) => {
    try {
      return [new URL(address).hostname];
    } catch {
      return [];
    }
  });
  return [...new Set(hosts.filter((host) => !['localhost', '[::1]'].includes(host) && !host.startsWith('127.')))];
}

/** @param {Settings} standard @param {(settings: Settings) => void} onUse */
export function createSettingsForm(standard, onUse) {
  const form = byId('settings-form');
  byId('settings-fields').replaceChildren(...FIELDS.map(([name, label, more]) => {
    const id = `setting-${name}`;
    const input = make('input', { id, name, type: 'text', spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off', ...more });
    return make('div', { class: 'field' }, make('label', { for: id }, label), input);
  }));
  /** @param {Settings} settings */
  const show = (settings) => {
    for (const [name, value] of Object.entries(settings)) form.elements.namedItem(name).value = value;
  };
  /** Saves only changed settings, because the stand-in's port can change. @param {Settings} settings */
  const use = (settings) => {
    const changed = Object.entries(settings).filter(([name, value]) => value !== standard[/** @type {keyof Settings} */ (name)]);
    keep('settings', changed.length === 0 ? null : Object.fromEntries(changed));
    show(settings);
    onUse(settings);
  };
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    use(/** @type {Settings} */ (Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]))));
  });
  byId('reset-settings').addEventListener('click', () => use(standard));
  show(currentSettings(standard));
  return {
    /** @param {string} text */
    complain(text) {
      byId('settings-error').textContent = text;
      if (text !== '') byId('settings').open = true;
    },
  };
}
