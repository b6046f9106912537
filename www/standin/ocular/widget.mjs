/**
 * A fake of the vendor's object `ocularOrderTrack`, for use as an option or as the page's global. Only its two methods are
 * enumerable; otherwise code that copies the vendor's object would also copy the test controls.
 */
import { propertiesOf } from './widget-behaviours.mjs';
import { createOrderBook } from './widget-orders.mjs';
import { validateBuyOrder, validateBuyOrderState } from './validator.mjs';

export { WIDGET_BEHAVIOURS } from './widget-behaviours.mjs';

const NAME = 'ocularOrderTrack';
const SUCCESS = { statusCode: 0, message: 'Success' };
/** Not documented: the same answer as the service gives for an unknown session. */
const NO_SESSION = { statusCode: 1, message: 'Error 404 - Not found' };
const VALIDATORS = { setBuyOrder: validateBuyOrder, setBuyOrderState: validateBuyOrderState };

/**
 * @param {object} [options]
 * @param {string} [options.behaviour]  Default "answers".
 * @param {string | number | null} [options.session]  The current video attention, or null for none. Default "1536".
 * @param {number} [options.ms]  How long "slow" and "late" take. Default 1000.
 * @param {() => number} [options.now]
 * @param {(ms: number) => Promise<void>} [options.wait]
 */
export function createFakeWidget({
  behaviour = 'answers', session = '1536', ms = 1000, now = Date.now, wait = (time) => new Promise((done) => { setTimeout(done, time); }),
} = {}) {
  const orders = createOrderBook();
  /** @type {{ number: number, at: string, method: string, params: unknown, session: string | number | null }[]} */
  const calls = [];
  const widget = {};
  /** Pending installations. @type {Set<() => void>} */
  const awaited = new Set();

  const method = (name, answer, count) => function (params) {
    const entry = { number: calls.length + 1, at: new Date(now()).toISOString(), method: name, params: copyOf(params), session };
    calls.push(entry);
    count.made += 1;
    return answer({ params, number: count.made, isOwn: this === widget, keep: () => keep(entry), wait: () => wait(ms) });
  };

  function keep({ method: name, params, at }) {
    if (session === null) return { ...NO_SESSION };
    const detail = VALIDATORS[name](params);
    if (Object.keys(detail).length > 0) return { statusCode: 2, message: 'Field validation error', detail };
    orders[name](params, session, at);
    return { ...SUCCESS };
  }

  const controls = {
    /** Changes the behaviour; recorded calls and orders are kept. @param {string} other */
    behave(other) {
      const count = { made: 0 };
      const properties = propertiesOf(other, (answer) => ({
        setBuyOrder: method('setBuyOrder', answer, count),
        setBuyOrderState: method('setBuyOrderState', answer, count),
      }));
      for (const name of Object.keys(VALIDATORS)) delete widget[name];
      Object.defineProperties(widget, properties);
      behaviour = other;
    },
    /**
     * Adds the object to a page as the vendor's script does, and calls `onOcularWidgetReady`. Returns a function that removes it.
     * @param {any} [target]
     */
    install(target = globalThis) {
      const appear = () => {
        if (!awaited.delete(appear)) return;
        target[NAME] = widget;
        if (typeof target.onOcularWidgetReady === 'function') target.onOcularWidgetReady();
      };
      awaited.add(appear);
      if (behaviour === 'late') void wait(ms).then(appear);
      else if (behaviour !== 'absent') appear();
      return () => {
        if (!awaited.delete(appear)) takeOff(target, widget);
      };
    },
    /** Completes pending installations of "late" and "absent" now. */
    appear() {
      for (const one of [...awaited]) one();
    },
    /** Clears recorded calls and orders. */
    reset() {
      calls.length = 0;
      orders.clear();
    },
  };
  controls.behave(behaviour);
  for (const [name, value] of Object.entries(controls)) Object.defineProperty(widget, name, { value });
  return Object.defineProperties(widget, {
    calls: { get: () => [...calls] },
    orders: { get: () => orders.list() },
    behaviour: { get: () => behaviour },
    session: { get: () => session },
  });
}

/** Deletes the global. If another script has defined an accessor for it, assigns undefined instead. */
function takeOff(target, widget) {
  const own = Object.getOwnPropertyDescriptor(target, NAME);
  if (own?.value === widget) delete target[NAME];
  else if (own?.set) target[NAME] = undefined;
}

/** A copy of the argument at the time of the call, independent of later changes. */
function copyOf(params) {
  try {
    return structuredClone(params);
  } catch {
    return params;
  }
}
