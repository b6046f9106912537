/**
 * Stand-in services for order-bridge: OneEntry's content API and Ocular's order API in one
 * fetch-style handler, distinguished only by path. Nothing leaves the process.
 *
 *     const standIn = createStandIn();
 *     await loadOrderBridge({ fetch: standIn.fetch, … });
 *     standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
 */
import { createControls } from './controls.mjs';
import { createExchange } from './exchange.mjs';
import { createFaults } from './faults.mjs';
import { asPageSeesIt } from './page-fetch.mjs';
import { createLater } from './later.mjs';
import { refusal } from './refusals.mjs';
import { OCULAR_ROUTES } from './ocular/service.mjs';
import { oneEntryRoutes } from './oneentry/routes.mjs';
import { changeSettings, DEFAULT_TOKEN, defaultSettings, SHARED_GUEST } from './settings.mjs';
import { createState } from './state.mjs';
import { createWorld } from './world.mjs';

export { FAULTS } from './faults.mjs';
export { REFUSALS } from './refusals.mjs';
export * as samples from './samples.mjs';
export { validateBuyOrder, validateBuyOrderState } from './ocular/validator.mjs';
export { createFakeWidget, WIDGET_BEHAVIOURS } from './ocular/widget.mjs';
export { DEFAULT_TOKEN, SHARED_GUEST };

/** Names of all routes, as used by faults. */
export const ROUTES = Object.freeze([...oneEntryRoutes.map(({ name }) => name), ...OCULAR_ROUTES]);

const OWN_OPTIONS = ['tokens', 'users', 'sharedGuest', 'now', 'random', 'wait', 'orderId', 'sessionId', 'products', 'forms', 'storages', 'accounts'];

/**
 * @typedef {object} Options
 * @property {string[]} [tokens]  Accepted app tokens.
 * @property {object} [sharedGuest]  The shared guest user.
 * @property {object[]} [users]  All users, in place of the shared guest user.
 * @property {() => number} [now]  The clock, in epoch milliseconds.
 * @property {() => number} [random]  The random numbers, from 0 to 1.
 * @property {(ms: number) => Promise<void>} [wait]  The delay of slow and late answers.
 * @property {number} [orderId]  The id of the first order. Default 90.
 * @property {number} [sessionId]  The id of the first payment session. Default 47.
 * @property {object[]} [products]
 * @property {object[]} [forms]
 * @property {object[]} [storages]
 * @property {object[]} [accounts]
 */

/** @param {Options & Partial<import('./settings.mjs').Settings>} [options] */
export function createStandIn(options = {}) {
  const chosen = Object.fromEntries(Object.entries(options).filter(([name, value]) => !OWN_OPTIONS.includes(name) && value !== undefined));
  const settings = defaultSettings();
  changeSettings(settings, chosen);
  let atFirst = structuredClone(settings);

  const wait = options.wait ?? ((ms) => new Promise((done) => { setTimeout(done, ms); }));
  const world = createWorld(options, settings);
  const faults = createFaults(ROUTES);
  const late = createLater(wait);
  const exchange = createExchange({ world, faults, wait, later: late.add });

  const standIn = {
    /** Behaves like a page's `fetch`: rejects when the connection drops. @type {(request: Request) => Promise<Response>} */
    fetch: (input, init) => asPageSeesIt(input instanceof Request && init === undefined ? input : new Request(input, init), standIn.exchange),
    /** The raw exchange, for a server. @param {Request} request */
    exchange: async (request) => (await controls(request)) ?? exchange(request),
    state: createState(world),
    faults,
    settings,
    /** @param {Partial<import('./settings.mjs').Settings>} changes */
    change: (changes) => changeSettings(settings, changes),
    /** Answers with a documented refusal from now on. @param {string} name @param {object} [more] Fields of the fault. */
    refuse: (name, more) => faults.add(refusal(name, more)),
    /** Changes settings permanently: a reset restores these values. @param {Partial<import('./settings.mjs').Settings>} changes */
    configure(changes) {
      changeSettings(settings, changes);
      atFirst = { ...atFirst, ...structuredClone(changes) };
    },
    /** Clears everything: orders, reports, faults and changed settings. */
    reset() {
      late.forget();
      faults.clear();
      Object.assign(settings, structuredClone(atFirst));
      world.reset();
    },
    /** Runs all pending late commits now. */
    settle: () => late.settle(),
    /** The app token to use. */
    token: world.tokens[0],
    /** Cancels pending late commits. */
    close: () => late.forget(),
  };
  const controls = createControls({ world, standIn });
  return standIn;
}
