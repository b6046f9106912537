/** Turns results of the wasm into the plain objects that callers get. */

import { isArray, ofPairs, parse } from './builtins.js';

/** The latest time that a `Date` can hold; `toISOString` throws for later ones. */
const LAST_DATE_MS = 8.64e15;

/** Turns maps into objects. @param {any} value @returns {any} */
function plain(value) {
  if (value instanceof Map) return ofPairs([...value].map(([key, inner]) => [key, plain(inner)]));
  return isArray(value) ? value.map(plain) : value;
}

/** The result of a checkout. `order.raw` arrives as the service's own JSON text. @param {Map<string, any>} value */
export function outcome(value) {
  const order = value.get('order');
  order?.set('raw', parsed(order.get('raw')));
  return plain(value);
}

/** The result of a single step. `json` is JSON text that the wasm has written. @param {Map<string, any>} value */
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

/**
 * A validation report. The messages for people are not enumerable, so that only the documented object is printed, compared or passed on.
 * @param {string} text
 */
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
