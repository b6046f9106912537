/**
 * The platform's functions as they were when this script was loaded: what a page puts in their place later (a test's clock, a
 * polyfill that throws) is not used.
 */
export const parse = JSON.parse;
export const stringify = JSON.stringify;
export const isArray = Array.isArray;
export const dateNow = Date.now;

const set = setTimeout;
const clear = clearTimeout;

/** The handle of a timer: in a browser a number, in Node an object; undefined when there will be none. @param {() => void} callback @param {number} ms @returns {any} */
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
  } catch { /* It goes off, and nobody listens. */ }
}
