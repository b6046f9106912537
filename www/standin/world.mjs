/**
 * The state of the services, with their clock and random numbers.
 * @typedef {ReturnType<typeof createWorld>} World
 */
import { accounts } from './data/accounts.mjs';
import { forms } from './data/forms.mjs';
import { products } from './data/products.mjs';
import { storages } from './data/storages.mjs';
import { DEFAULT_TOKEN, SHARED_GUEST } from './settings.mjs';

/**
 * @param {object} options
 * @param {import('./settings.mjs').Settings} settings
 */
export function createWorld(options, settings) {
  const random = options.random ?? Math.random;
  const world = {
    settings,
    now: options.now ?? Date.now,
    random,
    uuid: () => uuid(random),
    tokens: options.tokens ?? [DEFAULT_TOKEN],
    users: options.users ?? [options.sharedGuest ?? SHARED_GUEST],
    products: options.products ?? products,
    forms: options.forms ?? forms,
    storages: options.storages ?? storages,
    accounts: options.accounts ?? accounts,
    /** @type {Map<number, any>} */ orders: new Map(),
    /** @type {Map<number, any>} */ sessions: new Map(),
    /** @type {Map<string, any>} */ accessTokens: new Map(),
    /** @type {Map<string, any>} */ refreshTokens: new Map(),
    /** @type {Map<string, any>} */ carts: new Map(),
    /** @type {any[]} */ refunds: [],
    /** @type {any[]} */ reports: [],
    /** @type {Map<string, any>} */ ocularOrders: new Map(),
    /** @type {any[]} */ requests: [],
    nextOrder: 0,
    nextSession: 0,
    nextOcularOrder: 0,
    /** The number of changes so far; the inspector redraws when it changes. */
    revision: 0,
    nowIso: () => new Date(world.now()).toISOString(),
    reset() {
      for (const kept of [world.orders, world.sessions, world.accessTokens, world.refreshTokens, world.carts, world.ocularOrders]) kept.clear();
      for (const list of [world.refunds, world.reports, world.requests]) list.length = 0;
      world.nextOrder = options.orderId ?? 90;
      world.nextSession = options.sessionId ?? 47;
      world.nextOcularOrder = 1;
      world.revision += 1;
    },
  };
  world.reset();
  return world;
}

/** A version 4 UUID. @param {() => number} random */
function uuid(random) {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit % 4) + 8).toString(16);
  });
}
