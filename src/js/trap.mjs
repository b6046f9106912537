/**
 * Handles failures of the wasm itself: it runs out of memory, or a page has replaced built-in functions with ones that throw. A failed
 * instance is not used again, everything that waits for it is notified, and the next call gets a new instance.
 */

import { keysOf, ofPairs } from './shell/builtins.js';

/** Number of instances that have failed. */
let failures = 0;
/** @type {Set<() => void>} */
const waiting = new Set();

export const failed = () => failures;

/** Calls `callback` once when the wasm fails. Returns a function that removes it. @param {() => void} callback */
export function onFailure(callback) {
  waiting.add(callback);
  return () => void waiting.delete(callback);
}

/** Returned by failed instances; an array, because the glue destructures some results. @type {never[]} */
const NOTHING = [];
/** Exports that the platform calls, not our callers: what they throw cannot be caught. */
const CALLED_BACK = /convert__closures/;

/**
 * Wraps an instance's exports; after a failure they do nothing. The glue calls no other functions of the instance.
 * @param {Record<string, any>} exports @returns {Record<string, any>}
 */
export function guarded(exports) {
  let dead = false;
  const guard = (/** @type {string} */ name, /** @type {(...args: any[]) => any} */ call) => (/** @type {any[]} */ ...args) => {
    if (dead) return NOTHING;
    try {
      return call(...args);
    } catch (cause) {
      dead = true;
      failures += 1;
      const all = [...waiting];
      waiting.clear();
      for (const callback of all) callback();
      if (!CALLED_BACK.test(name)) throw cause;
      console.error('order-bridge', cause);
      return NOTHING;
    }
  };
  return ofPairs(keysOf(exports).map((/** @type {string} */ name) => [name, typeof exports[name] === 'function' ? guard(name, exports[name]) : exports[name]]));
}
