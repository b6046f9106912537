/** Results of the wasm as the plain objects that callers get. */

/** The last moment that a `Date` can hold; beyond it its text throws. */
const LAST_DATE_MS = 8.64e15;

/** Maps become objects, without running what a page has put on Object.prototype. @param {any} value @returns {any} */
function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/** What a checkout comes to: `order.raw` is the service's own text. @param {any} value */
export function outcome(value) {
  const result = plain(value);
  if (result.order) result.order.raw = parsed(result.order.raw);
  return result;
}

/** What a single step comes to: `json` is a text that the wasm has written. @param {any} value */
export function step(value) {
  const { json, ...result } = plain(value);
  return json === undefined ? result : { ...result, value: parsed(json) };
}

/** @param {any} value */
export const pendingList = (value) => plain(value).map((/** @type {any} */ one) => ({ ...one, startedAt: new Date(Math.min(one.startedAt, LAST_DATE_MS)).toISOString() }));

/** A report; the words for people are beside it, not enumerable: what is printed, compared or sent on is the documented object. @param {string} text */
export function report(text) {
  const { messages, ...value } = JSON.parse(text);
  if (messages !== undefined) Object.defineProperty(value, 'messages', /** @type {any} */ ({ __proto__: null, value: messages }));
  return value;
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
