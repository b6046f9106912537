/** Where orders go: the stand-in until somebody types in a project. */
import { forget, keep, recall } from './keep.mjs';

/** Ocular's documented service, which the bridge calls when no other is named. */
const OCULAR_URL = 'https://api.ocularsolution.com/api/product-management/v1';

/**
 * @typedef {object} Settings  All texts, as typed.
 * @property {string} url  The OneEntry project.
 * @property {string} token  Its app token.
 * @property {string} langCode
 * @property {string} guest  `shared` or `anonymous`.
 * @property {string} provider  Sign-in provider of the shared guest user.
 * @property {string} emailMarker
 * @property {string} emailValue
 * @property {string} passwordMarker
 * @property {string} passwordValue
 * @property {string} storage  Marker of the order storage.
 * @property {string} formIdentifier
 * @property {string} nameMarker
 * @property {string} phoneMarker
 * @property {string} mailMarker
 * @property {string} referenceMarker  Field that carries the checkout’s own reference. Blank: the form has none.
 * @property {string} productIds  Numbers with commas.
 * @property {string} currency
 * @property {string} cashAccount  Blank: not offered. The same for the next two.
 * @property {string} cardAccount
 * @property {string} paypalAccount
 * @property {string} cashStatus  Written on the payment session of a cash order. Blank: not written.
 * @property {string} ocularUrl
 */

/**
 * The documented scenario, on the services that this page was served with.
 * @param {{ servicesUrl: string, token: string }} services
 * @returns {Settings}
 */
export const presets = ({ servicesUrl, token }) => ({
  url: servicesUrl,
  token,
  langCode: 'en_US',
  guest: 'shared',
  provider: 'email',
  emailMarker: 'email_reg',
  emailValue: 'guest@onnentry.cloud',
  passwordMarker: 'password_reg',
  passwordValue: '12345121334',
  storage: 'guest_orders',
  formIdentifier: 'guest_order',
  nameMarker: 'guest_name',
  phoneMarker: 'guest_phone',
  mailMarker: 'guest_email',
  referenceMarker: 'order_reference',
  productIds: '1, 2, 3, 10',
  currency: 'USD',
  cashAccount: 'cash',
  cardAccount: 'stripe',
  paypalAccount: 'paypal',
  cashStatus: 'guest_completed',
  ocularUrl: servicesUrl === '' ? OCULAR_URL : `${servicesUrl}/api/product-management/v1`,
});

/** The stand-in's address, or blanks when the page is served without one. */
export async function readServices() {
  try {
    const response = await fetch('/services.json');
    if (response.ok) return await response.json();
  } catch {
    // Then the settings have to be typed in.
  }
  return { servicesUrl: '', token: '' };
}

/** @param {Settings} standard */
export const currentSettings = (standard) => ({ ...standard, ...recall('settings', {}) });

/** Only what differs is kept: the stand-in's port may change. @param {Settings} settings @param {Settings} standard */
export function keepSettings(settings, standard) {
  const changed = Object.entries(settings).filter(([name, value]) => value !== standard[/** @type {keyof Settings} */ (name)]);
  if (changed.length === 0) forget('settings');
  else keep('settings', Object.fromEntries(changed));
}

/** Options of the bridge. @param {Settings} settings */
export function bridgeOptions(settings) {
  const { url, token, langCode, guest, ocularUrl } = settings;
  return {
    oneEntry: { url, token, langCode, guest: guest === 'anonymous' ? {} : sharedGuest(settings) },
    ocular: ocularUrl === '' ? {} : { baseUrl: ocularUrl },
  };
}

/** @param {Settings} settings */
const sharedGuest = ({ provider, emailMarker, emailValue, passwordMarker, passwordValue }) => ({
  provider,
  authData: [{ marker: emailMarker, value: emailValue }, { marker: passwordMarker, value: passwordValue }],
});

/** What the shopper has to know about where orders go. @param {Settings} settings */
export function destination({ url, ocularUrl }) {
  const hosts = [url, ocularUrl || OCULAR_URL].filter((address) => URL.canParse(address)).map((address) => new URL(address).hostname);
  const others = [...new Set(hosts.filter((host) => !isThisMachine(host)))];
  const text = others.length === 0
    ? 'A demonstration on stand-in services on this machine. Nothing leaves it and nobody is charged.'
    : `Real services: what you do here goes to ${others.join(' and ')}.`;
  return { text, isReal: others.length > 0 };
}

/** @param {string} host */
const isThisMachine = (host) => host === 'localhost' || host === '[::1]' || host.startsWith('127.');
