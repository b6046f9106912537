/** The plain objects that pages hold: every function works detached, none knows a rule. */
import { OrderBridgeError, toError } from './errors.mjs';
import { createInstaller } from './install.mjs';
import { failed, onFailure } from './trap.mjs';

const VERSION = '0.1.0';

/** How many failures of the wasm a new instance was made for. */
let renewed = 0;

/**
 * @param {{ Core: any, renew: () => void }} wasm the class that the wasm exports, and what makes a new instance of it
 * @param {Record<string, any>} options own properties, read once
 */
export function createBridge({ Core, renew }, options) {
  /** @type {Map<string, Set<(event: any) => void>>} */
  const listeners = new Map();
  const { onWarning, debug } = options;
  delete options.onWarning;
  delete options.debug;
  if (onWarning != null && typeof onWarning !== 'function') throw new OrderBridgeError('CONFIG', 'onWarning must be a function.');

  /** @param {string} type @param {any} event */
  const emit = (type, event) => {
    if (debug) timeline(type, event);
    for (const listener of [...(listeners.get(type) ?? [])]) run(listener, event);
    if (type === 'warning' && onWarning) run(onWarning, event);
  };

  /** @param {string} type */
  const hears = (type) => Boolean(debug || listeners.get(type)?.size || (type === 'warning' && onWarning));

  let disposed = false;
  /** @type {any} */
  let core;
  let born = 0;

  /** The bridge in the wasm; a new one when the one before has failed. */
  const alive = () => {
    if (disposed) throw new OrderBridgeError('DISPOSED', 'This bridge was disposed of: load a new one.');
    if (!core || born !== failed()) {
      if (renewed !== failed()) {
        renew();
        renewed = failed();
      }
      const isFirst = !core;
      core = guard(() => new Core(options, emit, { widget: () => installer.widget(), hears }));
      born = failed();
      if (!isFirst) core.start();
    }
    return core;
  };

  /** A call that answers at once. @param {string} name */
  const now = (name) => (/** @type {any[]} */ ...args) => guard(() => alive()[name](...args));
  /**
   * A call that answers later; misuse rejects. When the wasm fails meanwhile, `lost` is the new one's word for that.
   * @param {string} name @param {string} [lost]
   */
  const later = (name, lost = 'lostStep') => async (/** @type {any[]} */ ...args) => {
    const bridge = alive();
    const before = failed();
    let forget = () => {};
    const failure = new Promise((resolve) => { forget = onFailure(() => resolve(undefined)); });
    try {
      const result = await Promise.race([guard(() => bridge[name](...args)), failure]);
      if (before === failed()) return result;
    } catch (error) {
      if (before === failed()) throw error;
    } finally {
      forget();
    }
    return alive()[lost]();
  };
  /** A call that never rejects, in the vendor's format. @param {string} name */
  const tracked = (name) => {
    const call = later(name, 'lostReport');
    return async (/** @type {any} */ params) => (disposed ? { statusCode: 1, message: 'Error 0 - Disposed', code: 'DISPOSED' } : call(params));
  };

  const encode = now('encodeBuyOrder');
  const ocularOrderTrack = Object.freeze({
    setBuyOrder: tracked('setBuyOrder'),
    setBuyOrderState: tracked('setBuyOrderState'),
  });
  const installer = createInstaller(ocularOrderTrack);
  alive().start();

  return Object.freeze({
    ocularOrderTrack,
    guestCheckout: Object.freeze({
      prepare: async (/** @type {any} */ order) => void (await later('prepare')(order)),
      preview: later('preview'),
      placeOrder: later('placeOrder', 'lostOrder'),
      resume: later('resume', 'lostOrder'),
      pending: later('pending'),
      reportPayment: later('reportPayment'),
      auth: later('auth'),
      createOrder: later('createOrder', 'lostOrder'),
      createSession: later('createSession'),
      updateSessionById: later('updateSessionById'),
      getSessionByOrderId: later('getSessionByOrderId'),
      getAccounts: later('getAccounts'),
      getForm: later('getForm'),
      validateForm: now('validateForm'),
    }),
    /** @param {object} [target] */
    install(target) {
      alive();
      installer.install(target);
    },
    validateBuyOrder: now('validateBuyOrder'),
    validateBuyOrderState: now('validateBuyOrderState'),
    validateGuestOrder: now('validateGuestOrder'),
    encodeBuyOrder(/** @type {any} */ params) {
      const made = encode(params);
      return typeof made === 'string' ? { valid: true, detail: {}, body: made } : made;
    },
    quoteBuyOrder: now('quoteBuyOrder'),
    /** @param {string} type @param {(event: any) => void} listener */
    on(type, listener) {
      alive();
      if (typeof listener !== 'function') throw new OrderBridgeError('CONFIG', 'on(type, listener) needs a function.');
      const own = listeners.get(type) ?? new Set();
      listeners.set(type, own.add(listener));
      return () => void own.delete(listener);
    },
    dispose() {
      installer.dispose();
      if (!disposed && born === failed()) {
        core.dispose();
        core.free();
      }
      disposed = true;
      listeners.clear();
    },
    versions: Object.freeze({ package: VERSION, wasm: Core.version() }),
  });
}

/** What events say is no secret. @param {string} type @param {any} event */
function timeline(type, event) {
  console.debug('order-bridge', type, event);
  globalThis.performance?.mark?.(`order-bridge ${type} ${event.step ?? event.code ?? ''} ${event.state ?? ''}`.trimEnd());
}

/** @template T @param {() => T} call @returns {T} */
function guard(call) {
  try {
    return call();
  } catch (thrown) {
    throw toError(thrown);
  }
}

/** A listener's own fault reaches the page's error handler, never our caller. @param {(event: any) => void} listener @param {any} event */
function run(listener, event) {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
