/**
 * The platform's functions as they were when this script was loaded. What a page replaces them with later (a test's clock, a polyfill
 * that throws) is not used.
 */
export const parse = JSON.parse;
export const stringify = JSON.stringify;
export const isArray = Array.isArray;
export const dateNow = Date.now;

/** The platform's function, or ours if an old library (Prototype.js, MooTools) has replaced it. @param {any} platforms @param {any} ours */
const own = (platforms, ours) => (typeof platforms === 'function' && /\[native code\]/.test(Function.prototype.toString.call(platforms)) ? platforms : ours);

/**
 * Chosen at the first call, because a bundler keeps everything that is called on import, even if it is not needed.
 * @type {{ keys: (object: any) => string[], values: (object: any) => any[], ofPairs: (pairs: any[]) => any } | undefined}
 */
let chosen;
const choice = () => (chosen ??= { keys: own(Object.keys, keysIn), values: own(Object.values, valuesIn), ofPairs: own(Object.fromEntries, made) });

/** Names of an object's own enumerable properties. @param {any} object */
export const keysOf = (object) => choice().keys(object);

/** Values of an object's own enumerable properties. @param {any} object */
export const valuesOf = (object) => choice().values(object);

/**
 * Creates an object from pairs, without running setters of a polluted Object.prototype.
 * @param {any[]} pairs @returns {Record<string, any>}
 */
export const ofPairs = (pairs) => choice().ofPairs(pairs);

/** @param {any} object */
function keysIn(object) {
  const keys = [];
  for (const key of Object.getOwnPropertyNames(object)) if (Object.prototype.propertyIsEnumerable.call(object, key)) keys.push(key);
  return keys;
}

/** @param {any} object */
function valuesIn(object) {
  const values = [];
  for (const key of keysOf(object)) values.push(object[key]);
  return values;
}

/** @param {any[]} pairs */
function made(pairs) {
  const object = {};
  for (const [key, value] of pairs) Object.defineProperty(object, key, /** @type {any} */ ({ __proto__: null, value, enumerable: true, configurable: true, writable: true }));
  return object;
}

const set = setTimeout;
const clear = clearTimeout;

/**
 * Starts a timer. Returns its handle, a number in browsers and an object in Node, or undefined if it could not be started.
 * @param {() => void} callback @param {number} ms @returns {any}
 */
export function startTimer(callback, ms) {
  try {
    return set(callback, ms);
  } catch {
    return undefined;
  }
}

/** @param {any} handle */
export function stopTimer(handle) {
  try {
    clear(handle);
  } catch { /* The timer then fires without effect. */ }
}
