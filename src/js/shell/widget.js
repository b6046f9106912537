/** Passes a report to the vendor's object on the page. */
import { parse, stringify } from './builtins.js';
import { timer, within } from './clock.js';

/** Polling interval while the vendor's object is awaited. */
const LOOK_AGAIN_MS = 50;
/** Outcomes of a report. The same values as in src/domain/world.rs. */
const OK = 0;
const ABSENT = 1;
const FAILED = 2;
const LATE = 3;

/**
 * Calls `method` with the body as a plain object. Resolves to the outcome and the returned value as JSON text.
 * @param {() => any} find returns the current vendor object @param {string} method @param {string} body @param {number} ms
 * @returns {Promise<[number, string]>}
 */
export async function callWidget(find, method, body, ms) {
  let isLate = false;
  /** @type {import('./clock.js').Timer | undefined} */
  let pause;
  const appear = async () => {
    for (; !isLate; await pause.due) {
      pause = timer(LOOK_AGAIN_MS);
      try {
        const found = find();
        if (found != null) return found;
      } catch { /* Not there yet. */ }
    }
  };
  const widget = await within(ms, appear(), undefined);
  isLate = true;
  pause?.end();
  if (widget == null) return [ABSENT, ''];
  return within(ms, call(widget, method, body), [LATE, '']);
}

/** @param {any} widget @param {string} method @param {string} body @returns {Promise<[number, string]>} */
async function call(widget, method, body) {
  try {
    if (typeof widget[method] !== 'function') return [FAILED, ''];
    const value = await widget[method](parse(body));
    // Only an object can report an error. Any other value counts as success.
    return [OK, typeof value === 'object' && value !== null ? String(stringify(value)) : ''];
  } catch {
    return [FAILED, ''];
  }
}
