/**
 * Hands on each event of a page's data layer once: those that are there, those to come, and those of an array that comes later or
 * in the place of another. `push` is wrapped, so that events are heard at once; a look now and then finds the rest.
 */
import { LOOK_MS } from './shell/attention.js';

/**
 * @param {any} page @param {string} name of the array @param {(event: any) => void} see
 * @param {() => void} [look] what else is looked at each time
 * @returns {() => void} stops it
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

  /** Whoever wraps `push` before us or after us keeps working. @param {any} list */
  const wrap = (list) => {
    undo();
    array = list;
    const own = Object.getOwnPropertyDescriptor(list, 'push');
    const { push } = list;
    if (typeof push !== 'function') return;
    const wrapped = function (/** @type {any[]} */ ...events) {
      const answer = push.apply(/** @type {any} */ (this), events);
      try {
        if (list === array) events.forEach(hear);
      } catch {
        // The shop's own push goes on.
      }
      return answer;
    };
    try {
      list.push = wrapped;
    } catch {
      // A frozen array: it is looked at.
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
      // A layer that throws has nothing to say now.
    }
  };
  lookAgain();
  const timer = setInterval(lookAgain, LOOK_MS);
  // In Node it keeps no process alive.
  /** @type {any} */ (timer).unref?.();
  for (const type of ['load', 'pagehide']) page.addEventListener?.(type, lookAgain);

  return () => {
    isOver = true;
    clearInterval(timer);
    for (const type of ['load', 'pagehide']) page.removeEventListener?.(type, lookAgain);
    undo();
  };
}

/** An `arguments` object, as gtag pushes it, is a list. @param {any} event */
export function plain(event) {
  try {
    return Object.prototype.toString.call(event) === '[object Arguments]' ? Array.prototype.slice.call(event) : event;
  } catch {
    // A Proxy that will not be looked at.
    return null;
  }
}
