/**
 * What happens when the wasm itself fails: out of memory, or a page whose own functions throw where they never do. Such an
 * instance is not used any more, whoever waits for it hears of that, and the next call gets a new one.
 */

import { keysOf, ofPairs } from './shell/builtins.js';

/** Counts the instances that have failed. */
let failures = 0;
/** @type {Set<() => void>} */
const waiting = new Set();

export const failed = () => failures;

/** Calls back once when the wasm fails; returns what ends that. @param {() => void} callback */
export function onFailure(callback) {
  waiting.add(callback);
  return () => void waiting.delete(callback);
}

/** The glue takes some results apart. @type {never[]} */
const NOTHING = [];
/** What the platform calls and not a caller of ours: nobody could catch what these throw. */
const CALLED_BACK = /convert__closures/;

/** An instance's exports; a failed one's do nothing. The glue calls no others. @param {Record<string, any>} exports @returns {Record<string, any>} */
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
  return ofPairs(keysOf(exports).map((name) => [name, typeof exports[name] === 'function' ? guard(name, exports[name]) : exports[name]]));
}
