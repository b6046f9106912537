/**
 * Reports each event of a page's data layer once: events already in it, future ones, and those of an array that is created later or
 * replaces another. `push` is wrapped, so that events are seen at once; polling finds the rest.
 */
import { LOOK_MS } from './shell/attention.js';

/**
 * @param {any} page @param {string} name of the array @param {(event: any) => void} see called with each event
 * @param {() => void} [look] called at each poll
 * @returns {() => void} stops observing
 */
export function observeLayer(page, name, see, look) {
  /** @type {WeakSet<object>} */
  const known = new WeakSet();
  /** @type {any} */
  let array;
  let isOver = false;
  let undo = () => {};

  /** @param {any} event */
  const hear = (event) => {
    if (isOver || typeof event !== 'object' || event === null || known.has(event)) return;
    known.add(event);
    see(event);
  };

  /** Other scripts may wrap `push` before or after us, and keep working. @param {any} list */
  const wrap = (list) => {
    undo();
    array = list;
    const own = Object.getOwnPropertyDescriptor(list, 'push');
    const { push } = list;
    if (typeof push !== 'function') return;
    const wrapped = /** @this {any} @param {any[]} events */ function (...events) {
      const answer = push.apply(this, events);
      try {
        if (list === array) events.forEach(hear);
      } catch {
        // The shop's own push must not fail.
      }
      return answer;
    };
    try {
      list.push = wrapped;
    } catch {
      // A frozen array is only polled.
    }
    undo = () => {
      if (list.push !== wrapped) return;
      if (own) Object.defineProperty(list, 'push', own);
      else delete list.push;
    };
  };

  const lookAgain = () => {
    try {
      const list = page[name];
      if (Array.isArray(list)) {
        if (list !== array) wrap(list);
        for (const event of list) hear(event);
      }
      look?.();
    } catch {
      // A layer that throws is read again at the next poll.
    }
  };
  lookAgain();
  const timer = setInterval(lookAgain, LOOK_MS);
  // The timer must not keep a Node process alive.
  /** @type {any} */ (timer).unref?.();
  for (const type of ['load', 'pagehide']) page.addEventListener?.(type, lookAgain);

  return () => {
    isOver = true;
    clearInterval(timer);
    for (const type of ['load', 'pagehide']) page.removeEventListener?.(type, lookAgain);
    undo();
  };
}

/** Turns an `arguments` object, which gtag pushes, into an array. @param {any} event */
export function plain(event) {
  try {
    return Object.prototype.toString.call(event) === '[object Arguments]' ? Array.prototype.slice.call(event) : event;
  } catch {
    // A Proxy that cannot be inspected.
    return null;
  }
}
