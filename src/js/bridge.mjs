/** The plain objects that pages use. Every function works detached from its object; all rules are in the wasm. */
import { OrderBridgeError, toError } from './errors.mjs';
import { createInstaller } from './install.mjs';
import { purchases } from './purchases.mjs';
import { parse } from './shell/builtins.js';
import { LOST } from './shell/call.js';
import { bridgeOptions } from './shell/options.js';
import { NOTHING, pack, packSoon } from './shell/pack.js';
import { facts, isPublic, languages } from './shell/page.js';
import { report } from './shell/results.js';
import { Shell } from './shell/shell.js';

const VERSION = '0.1.0';
const NO_TYPES = 'undefined\nundefined';
const NO_OPTIONS = /** @type {any} */ ({ __proto__: null, types: NO_TYPES });

/**
 * @typedef {object} Parts
 * @property {any} Method the wasm's methods, by name
 * @property {any} Check the wasm's checks, by name
 * @property {(method: number, values: string[], own?: any) => Promise<any>} later makes an asynchronous call
 * @property {(call: (...packed: string[]) => any) => (...args: any[]) => any} now wraps a synchronous call
 * @property {() => { wasm: any, number: number }} wasmNow the functions of the current wasm instance, and the bridge's number in it
 * @property {() => boolean} isOver
 */

/**
 * @param {{ door: () => any, failed: () => number, ready: () => Promise<void> | undefined, readyNow: () => void }} instances src/js/instance.mjs
 * @param {Record<string, any>} options own properties, read once
 * @param {(parts: Parts) => object} [extend] adds an entry's other calls to those for Ocular: src/js/guest-checkout.mjs
 */
export function createBridge({ door, failed, ready, readyNow }, options, extend) {
  /** @type {Map<string, Set<(event: any) => void>>} */
  const listeners = new Map();
  const { onWarning, debug, ...rest } = options;
  if (onWarning != null && typeof onWarning !== 'function') throw new OrderBridgeError('CONFIG', 'onWarning must be a function.');

  /** @param {string} type @param {any} event */
  const emit = (type, event) => {
    if (debug) timeline(type, event);
    for (const listener of [...(listeners.get(type) ?? [])]) notify(listener, event);
    if (type === 'warning' && onWarning) notify(onWarning, event);
  };

  /** @param {string} type */
  const hasListeners = (type) => Boolean(debug || listeners.get(type)?.size || (type === 'warning' && onWarning));

  const given = bridgeOptions(rest, languages());
  const host = { emit, hasListeners, widget: () => installer.widget() };
  let disposed = false;
  /** @type {Shell} */
  let shell;
  /** @type {any} */
  let wasm;
  let number = 0;
  /** Calls under way, by their number. @type {Map<number, Promise<any>>} */
  let running = new Map();

  const { Method, Check } = door();
  const isAlive = () => Boolean(wasm?.isAlive());

  /** Opens the bridge in the current wasm instance. */
  const open = () => {
    const isFirst = !wasm;
    const fresh = door();
    number = guard(() => fresh.open(given.text, given.types, isPublic(), facts));
    shell?.end();
    shell = new Shell(given.kept, host);
    wasm = fresh;
    running = new Map();
    if (!isFirst) start();
  };

  /** Starts the background calls, which run until the bridge is disposed of. */
  const start = () => {
    shell.presence.listen();
    for (const method of extend && rest.oneEntry != null ? [Method.Deliver, Method.Upkeep] : [Method.Deliver]) {
      const call = shell.live(wasm);
      void call.run(wasm.begin(number, method, NOTHING, NOTHING, NO_TYPES, call));
    }
  };

  const alive = () => {
    if (disposed) throw new OrderBridgeError('DISPOSED', 'This bridge was disposed of. Load a new one.');
    readyNow();
    if (!isAlive()) open();
  };

  /** Wraps a synchronous call. @param {(...args: any[]) => any} call */
  const now = (call) => (/** @type {any[]} */ ...args) => {
    const packed = args.map(pack);
    alive();
    return guard(() => call(...packed));
  };

  /**
   * Makes an asynchronous call; misuse rejects. If the wasm fails during the call, the new instance supplies the result.
   * @param {number} method @param {string[]} values packed @param {any} [given] the options of the call
   */
  const later = async (method, values, { types, kept } = NO_OPTIONS) => {
    if (disposed) alive();
    // Waits only after an instance has failed. Otherwise the call starts synchronously.
    const renewing = ready();
    if (renewing) await renewing;
    alive();
    const [first = NOTHING, second = NOTHING] = values;
    const call = shell.call(wasm, kept);
    const failures = failed();
    let result = LOST;
    try {
      const begun = wasm.begin(number, method, first, second, types, call);
      // If an identical call is under way, `begin` returns the number of that call.
      result = await (running.get(begun) ?? run(begun, call));
    } catch (thrown) {
      if (failures === failed()) throw toError(thrown);
    }
    if (result !== LOST) return result;
    await ready();
    alive();
    return guard(() => wasm.lost(number, method));
  };

  /** @param {number} begun @param {import('./shell/call.js').Call} call */
  const run = (begun, call) => {
    const calls = running;
    let isOver = false;
    const result = call.run(begun, () => {
      isOver = true;
      calls.delete(begun);
    });
    if (!isOver) calls.set(begun, result);
    return result;
  };

  /** A call that never rejects; its result is in the vendor's format. @param {number} method @param {string} packed @param {any} [given] */
  const tracked = async (method, packed, given) => (disposed ? { statusCode: 1, message: 'Error 0 - Disposed', code: 'DISPOSED' } : parse(await later(method, [packed], given)));

  const ocularOrderTrack = Object.freeze({
    async setBuyOrder(/** @type {any} */ params) {
      const packed = packSoon(params, 'items', 'external_id');
      if (typeof packed === 'string') return tracked(Method.SetBuyOrder, packed);
      return tracked(Method.SetCopiedBuyOrder, NOTHING, { types: NO_TYPES, kept: { __proto__: null, copied: packed } });
    },
    setBuyOrderState: async (/** @type {any} */ params) => tracked(Method.SetBuyOrderState, pack(params)),
  });
  const installer = createInstaller(ocularOrderTrack);
  if (!isAlive()) open();
  start();
  const wasmNow = () => ({ wasm, number });
  const parts = { Method, Check, later, now, wasmNow, isOver: () => disposed || !isAlive() };
  const extra = { ...purchases(parts), ...extend?.(parts) };

  return Object.freeze({
    ocularOrderTrack,
    ...extra,
    /** @param {object} [target] */
    install(target) {
      alive();
      installer.install(target);
    },
    validateBuyOrder: now((params) => report(wasm.check(number, Check.BuyOrder, params ?? NOTHING))),
    validateBuyOrderState: now((params) => report(wasm.check(number, Check.BuyOrderState, params ?? NOTHING))),
    encodeBuyOrder: now((params = NOTHING) => {
      try {
        return { valid: true, detail: {}, body: wasm.encodeBuyOrder(params) };
      } catch (refused) {
        if (typeof refused !== 'string') throw refused;
        return parse(refused);
      }
    }),
    quoteBuyOrder: now((params) => parse(wasm.quoteBuyOrder(params ?? NOTHING))),
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
      if (disposed) return;
      disposed = true;
      shell.end();
      if (isAlive()) wasm.close(number);
      listeners.clear();
    },
    versions: Object.freeze({ package: VERSION, wasm: wasm.version() }),
  });
}

/** Logs an event. Events contain no secrets. @param {string} type @param {any} event */
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

/** A listener's error goes to the page's error handler, never to our caller. @param {(event: any) => void} listener @param {any} event */
function notify(listener, event) {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
