/**
 * The settings of the stand-in services. Options are passed once to `createStandIn`;
 * settings are the options that can also be changed while it runs.
 */

/** The shared guest user of the guest-order scenario. */
export const SHARED_GUEST = Object.freeze({
  id: 16,
  provider: 'email',
  userIdentifier: 'guest@onnentry.cloud',
  authData: Object.freeze([
    Object.freeze({ marker: 'email_reg', value: 'guest@onnentry.cloud' }),
    Object.freeze({ marker: 'password_reg', value: '12345121334' }),
  ]),
});

export const DEFAULT_TOKEN = 'standin-app-token';

/**
 * @typedef {object} Settings
 * @property {boolean} anonymousGuests  Guests may order without signing in; false answers 403 on orders and payments.
 * @property {boolean} guestOrderList  Guests may list their own orders.
 * @property {boolean} updateSessionRoute  PUT of a payment session exists; false answers 404 `Cannot PUT …`.
 * @property {boolean} corsGuestHeader  The preflight allows x-guest-id.
 * @property {boolean} exposeHeaders  X-Guest-Id and Retry-After are readable across origins.
 * @property {number} readLagMs  Reads show orders and payment sessions as they were this long ago.
 * @property {number} accessTokenMs  Lifetime of an access token.
 * @property {'array' | 'object'} sessionByOrder  Shape of GET sessions/order/{id}.
 * @property {'oldest-first' | 'newest-first'} sessionOrder  Order of that array.
 * @property {number} paymentUrlDelayMs  How long the `paypal` account takes to provide its URL.
 * @property {string | null} paymentUrl  Used instead of the stand-in's own payment page.
 * @property {number} sessionTimeoutMinutes  Lifetime of a waiting hosted session; 0 means no limit.
 * @property {string | null} successUrl  Where the payment page redirects after a payment.
 * @property {string | null} cancelUrl  Where it redirects otherwise.
 * @property {number} notConnectedStatus  Status of `Your payment account is not connected`.
 * @property {number} wrongPasswordStatus  Status of a wrong password.
 * @property {'short' | 'long' | 'array'} errorShape  `{statusCode, message}`; the same with timestamp and pageData; or message as an array.
 * @property {'flat' | 'keyed'} localizeInfos  Titles plain or keyed by locale.
 * @property {string} currency  Currency in previews and reads.
 * @property {string} createCurrency  Currency in the answer to create, often empty.
 * @property {boolean} formListsMoney  Forms also list `price` and `currency`, which are refused on submission.
 * @property {number} guestListLimit  The most products that a guest gets in one list.
 * @property {number} bonusBalance  Bonus points of every caller.
 * @property {string[] | null} ocularSessions  Known video-attention sessions; null accepts every well-formed id.
 * @property {{ method: string, path: string }} ocularState  Request that updates the state of an Ocular order.
 * @property {'accept' | 'refuse'} ocularUnknownOrder  How to answer a state for an order that was never reported.
 * @property {number} ocularValidationStatus  HTTP status of a validation answer.
 * @property {boolean} ocularDecimalStrings  Prices may also be decimal strings.
 */

/** @returns {Settings} */
export function defaultSettings() {
  return {
    anonymousGuests: true,
    guestOrderList: true,
    updateSessionRoute: true,
    corsGuestHeader: true,
    exposeHeaders: false,
    readLagMs: 0,
    accessTokenMs: 3_600_000,
    sessionByOrder: 'array',
    sessionOrder: 'oldest-first',
    paymentUrlDelayMs: 1500,
    paymentUrl: null,
    sessionTimeoutMinutes: 30,
    successUrl: null,
    cancelUrl: null,
    notConnectedStatus: 400,
    wrongPasswordStatus: 401,
    errorShape: 'short',
    localizeInfos: 'flat',
    currency: 'USD',
    createCurrency: '',
    formListsMoney: false,
    guestListLimit: 10,
    bonusBalance: 80,
    ocularSessions: null,
    ocularState: { method: 'PUT', path: '/sessions/{ocular_session_id}/order' },
    ocularUnknownOrder: 'accept',
    ocularValidationStatus: 200,
    ocularDecimalStrings: false,
  };
}

const CHOICES = {
  sessionByOrder: ['array', 'object'],
  sessionOrder: ['oldest-first', 'newest-first'],
  errorShape: ['short', 'long', 'array'],
  localizeInfos: ['flat', 'keyed'],
  ocularUnknownOrder: ['accept', 'refuse'],
};
const NULLABLE = new Set(['paymentUrl', 'successUrl', 'cancelUrl', 'ocularSessions']);

/**
 * Changes settings in place. An unknown name or an invalid value throws, and nothing is changed.
 * @param {Settings} settings
 * @param {Partial<Settings>} changes
 */
export function changeSettings(settings, changes) {
  const known = defaultSettings();
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(known, name)) throw new RangeError(`unknown setting ${name}`);
    if (!fits(name, known[name], value)) throw new RangeError(`setting ${name} cannot be ${JSON.stringify(value)}`);
  }
  Object.assign(settings, structuredClone(changes));
}

function fits(name, standard, value) {
  if (Object.hasOwn(CHOICES, name)) return CHOICES[name].includes(value);
  if (name === 'ocularSessions') return value === null || (Array.isArray(value) && value.every((id) => typeof id === 'string'));
  if (name === 'ocularState') return typeof value?.method === 'string' && typeof value?.path === 'string';
  if (NULLABLE.has(name)) return value === null || typeof value === 'string';
  return typeof value === typeof standard && !Number.isNaN(value);
}
