/** Timers that can be ended, and waits with a time limit. */

import { startTimer, stopTimer } from './builtins.js';

/** @typedef {{ due: Promise<void>, end: () => void }} Timer */

/**
 * A timer. Ending it also settles its promise, so that its handlers do not stay in memory. `idle`: it does not keep a Node process
 * alive.
 * @param {number} ms @param {boolean} [idle] @returns {Timer}
 */
export function timer(ms, idle) {
  /** @type {() => void} */
  let settle = () => {};
  const due = new Promise((/** @type {(value?: any) => void} */ resolve) => { settle = resolve; });
  const handle = startTimer(settle, ms);
  if (idle) handle?.unref?.();
  return {
    due,
    end() {
      stopTimer(handle);
      settle();
    },
  };
}

/**
 * Resolves with the result of `wanted`, or with `late` if the time is over first.
 * @template T, L @param {number} ms @param {Promise<T>} wanted @param {L} late @returns {Promise<T | L>}
 */
export async function within(ms, wanted, late) {
  const { due, end } = timer(ms);
  try {
    return await Promise.race([wanted, due.then(() => late)]);
  } finally {
    end();
  }
}
