/** Waits for a condition, and says what there was instead when it gives up. */
import { setTimeout as sleep } from 'node:timers/promises';

export const pause = (/** @type {number} */ ms) => sleep(ms);

const LIMIT_MS = 20_000;
const BETWEEN_MS = 40;
const MOST_SEEN = 400;

/**
 * Looks until what is seen is right, and gives that. A look that throws has seen its error.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {string} complaint  What is wrong if it never comes: a clause, completed by the limit and what was seen.
 * @param {object} [options]
 * @param {(seen: T) => unknown} [options.until]  Whether it is right; else it has to be true.
 * @param {number} [options.limitMs]
 * @param {() => Promise<unknown>} [options.between]  What passes the time between two looks.
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
