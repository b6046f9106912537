/** Options of `global.js`: the `data-` attributes of its script tag, which override the page's object `orderBridgeOptions`. */

import { keysOf } from './shell/builtins.js';

/** How to read the text of each top-level option. @type {Record<string, (text: string) => unknown>} */
const READ = {
  timeoutMs: Number,
  debug: (text) => text !== 'false',
  language: String,
  paymentHosts: (text) => text.split(/[\s,]+/).filter(Boolean),
  wasm: String,
};

/**
 * Maps `data-timeout-ms` to `timeoutMs`, `data-ocular-session-id` to `ocular.sessionId`, `data-one-entry-url` to `oneEntry.url`.
 * Other attributes are ignored: they belong to other scripts.
 *
 * @param {Record<string, string | undefined>} [attributes] the tag's dataset
 * @param {any} [given] the page's own object, which is not changed
 */
export function optionsOf(attributes = {}, given = {}) {
  if (typeof given !== 'object' || given === null) return given;
  const options = { __proto__: null, ...given };
  for (const name of keysOf(attributes)) {
    const text = attributes[name] ?? '';
    const [, group, first, rest] = /^(oneEntry|ocular)([A-Z])(.*)$/.exec(name) ?? [];
    if (group) options[group] = { __proto__: null, ...options[group], ...grouped(first.toLowerCase() + rest, text) };
    else if (Object.hasOwnProperty.call(READ, name)) options[name] = READ[name](text);
  }
  return options;
}

/** @param {string} name @param {string} text */
const grouped = (name, text) => (name === 'guestId' ? { guest: { guestId: text } } : { [name]: text });
