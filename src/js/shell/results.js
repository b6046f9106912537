/** Results of the wasm as the plain objects that callers get. */

import { isArray, ofPairs, parse } from './builtins.js';

/** The last moment that a `Date` can hold; beyond it its text throws. */
const LAST_DATE_MS = 8.64e15;

/** Maps become objects. @param {any} value @returns {any} */
function plain(value) {
  if (value instanceof Map) return ofPairs([...value].map(([key, inner]) => [key, plain(inner)]));
  return isArray(value) ? value.map(plain) : value;
}

/** The result of a checkout: `order.raw` is the service's own text. @param {Map<string, any>} value */
export function outcome(value) {
  const order = value.get('order');
  order?.set('raw', parsed(order.get('raw')));
  return plain(value);
}

/** The result of a single step: `json` is a text that the wasm has written. @param {Map<string, any>} value */
export function step(value) {
  const json = value.get('json');
  if (value.delete('json')) value.set('value', parsed(json));
  return plain(value);
}

/** @param {Map<string, any>[]} value */
export function pendingList(value) {
  for (const one of value) one.set('startedAt', new Date(Math.min(one.get('startedAt'), LAST_DATE_MS)).toISOString());
  return plain(value);
}

/** A report; the words for people are beside it, not enumerable: what is printed, compared or sent on is the documented object. @param {string} text */
export function report(text) {
  const value = parse(text);
  const { messages } = value;
  delete value.messages;
  if (messages !== undefined) Object.defineProperty(value, 'messages', /** @type {any} */ ({ __proto__: null, value: messages }));
  return value;
}

/** @param {string} text */
function parsed(text) {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
