/** Waits for a condition. On timeout the error shows the last value seen. */
import { setTimeout as sleep } from 'node:timers/promises';

export const pause = (/** @type {number} */ ms) => sleep(ms);

const LIMIT_MS = 20_000;
const BETWEEN_MS = 40;
const MOST_SEEN = 400;

/**
 * Calls `look` until its result is accepted, and returns that result. If `look` throws, the error is its result.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {string} complaint  Start of the error message on timeout; the time limit and the last value seen are appended.
 * @param {object} [options]
 * @param {(seen: T) => unknown} [options.until]  Whether the result is accepted; by default it has to be truthy.
 * @param {number} [options.limitMs]
 * @param {() => Promise<unknown>} [options.between]  Runs between two calls of `look`; by default it pauses.
 * @returns {Promise<T>}
 */
export async function eventually(look, complaint, { until = Boolean, limitMs = LIMIT_MS, between = () => sleep(BETWEEN_MS) } = {}) {
  const end = Date.now() + limitMs;
  for (;;) {
    let seen;
    try {
      seen = await look();
      if (until(seen)) return seen;
    } catch (error) {
      seen = error;
    }
    if (Date.now() > end) throw new Error(`${complaint} within ${limitMs / 1000} s; last seen: ${shown(seen)}`);
    await between();
  }
}

const shown = (seen) => (seen instanceof Error ? `${seen.name}: ${seen.message}` : JSON.stringify(seen) ?? 'nothing').slice(0, MOST_SEEN);
