/**
 * A stand-in for the vendor's object `ocularOrderTrack`, as an option or as the page's global. Besides its two methods it has
 * nothing enumerable, as code that copies the vendor's object would otherwise copy the test's controls along.
 */
import { propertiesOf } from './widget-behaviours.mjs';
import { createOrderBook } from './widget-orders.mjs';
import { validateBuyOrder, validateBuyOrderState } from './validator.mjs';

export { WIDGET_BEHAVIOURS } from './widget-behaviours.mjs';

const NAME = 'ocularOrderTrack';
const SUCCESS = { statusCode: 0, message: 'Success' };
/** Not documented: the service's own answer to a session that it does not know. */
const NO_SESSION = { statusCode: 1, message: 'Error 404 - Not found' };
const VALIDATORS = { setBuyOrder: validateBuyOrder, setBuyOrderState: validateBuyOrderState };

/**
 * @param {object} [options]
 * @param {string} [options.behaviour]  Default "answers".
 * @param {string | number | null} [options.session]  The video attention under way, null: none. Default "1536".
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
  /** Targets that wait for it. @type {Set<() => void>} */
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
    /** Behaves differently from now on; what was received stays. @param {string} other */
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
     * Puts it on a page as its script does, and tells `onOcularWidgetReady`. The function that it gives takes it off.
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
    /** Ends the waiting of "late" and "absent" at once. */
    appear() {
      for (const one of [...awaited]) one();
    },
    /** Forgets what was received. */
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

/** A name that is watched by somebody else's accessor is theirs to take away. */
function takeOff(target, widget) {
  const own = Object.getOwnPropertyDescriptor(target, NAME);
  if (own?.value === widget) delete target[NAME];
  else if (own?.set) target[NAME] = undefined;
}

/** As it was at the call, whatever its owner does to it later. */
function copyOf(params) {
  try {
    return structuredClone(params);
  } catch {
    return params;
  }
}
