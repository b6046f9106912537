/** Helpers of the checks in this folder. The same files run in Node and in pages of all engines. */

export const PROJECT = 'https://project.example';
export const OCULAR = 'https://ocular.example/api/product-management/v1';
export const TOKEN = 'app-token';

/** The scenario's order. @param {object} [changes] */
export const guestOrder = (changes) => ({
  storage: 'guest_orders',
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'stripe',
  formData: [
    { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
    { marker: 'guest_phone', type: 'string', value: '+18005000500' },
    { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
  ],
  products: [{ productId: 10, quantity: 1 }],
  ...changes,
});

/** One line of a report to Ocular. */
export const line = () => ({ name: 'Crema facial', quantity: 1, price: 2990, currency: 'CLP' });

/** @param {object} [changes] */
export const options = ({ oneEntry, ocular, ...changes } = {}) => ({
  language: 'en',
  timeoutMs: 5000,
  oneEntry: { url: PROJECT, token: TOKEN, ...oneEntry },
  ocular: { baseUrl: OCULAR, sessionId: '1536', ...ocular },
  ...changes,
});

/** The name of the route of a request. @param {string} method @param {string} url */
export function routeOf(method, url) {
  const { pathname } = new URL(url);
  const found = ROUTES.find(([, verb, path]) => verb === method && path.test(pathname));
  return found ? found[0] : `${method} ${pathname}`;
}

/** Every request that the package makes. @type {[name: string, method: string, path: RegExp][]} */
export const ROUTES = [
  ['auth', 'POST', /\/users\/auth$/],
  ['preview', 'POST', /\/orders-storage\/orders\/preview$/],
  ['createOrder', 'POST', /\/orders-storage\/marker\/[^/]+\/orders$/],
  ['listOrders', 'GET', /\/orders-storage\/marker\/[^/]+\/orders$/],
  ['createSession', 'POST', /\/payments\/sessions$/],
  ['updateSession', 'PUT', /\/payments\/sessions\/\d+$/],
  ['getSessionByOrderId', 'GET', /\/payments\/sessions\/order\/\d+$/],
  ['getAccounts', 'GET', /\/payments\/accounts$/],
  ['leave', 'HEAD', /\/(marker\/[^/]+\/orders|payments\/sessions)$/],
  ['getForm', 'GET', /\/forms\/marker\/[^/]+$/],
  ['setBuyOrder', 'POST', /\/sessions\/[^/]+\/order$/],
  ['setBuyOrderState', 'PUT', /\/sessions\/[^/]+\/order$/],
];

/** Runs `work` on every element of `list`, `atOnce` at a time. */
export async function each(list, atOnce, work) {
  const waiting = list.map((item, index) => [item, index]);
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(...next);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** All text in a value, including properties that are not enumerable. */
export function textOf(value, seen = new Set()) {
  if (typeof value === 'string') return value;
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  const parts = [];
  for (const key of Reflect.ownKeys(value)) {
    const { value: own, get } = Object.getOwnPropertyDescriptor(value, key);
    parts.push(String(key), get ? '' : textOf(own, seen));
  }
  return parts.join(' ');
}
