/** Reads the caller's options, each property once. Data is packed for the wasm, everything else stays here. */
import { keysOf } from './builtins.js';
import { pack } from './pack.js';

/** Stands for a property whose getter threw; it is not data. */
const UNREADABLE = Symbol('unreadable');
const OBJECT = '[object Object]';

/**
 * An object's own properties, without a prototype; undefined if it is not a plain object.
 * @param {any} value @returns {Record<string, any> | undefined}
 */
export function ownProperties(value) {
  try {
    if (typeof value !== 'object' || Object.prototype.toString.call(value) !== OBJECT) return undefined;
    const own = Object.create(null);
    for (const key of keysOf(value)) own[key] = read(value, key);
    return own;
  } catch {
    // A Proxy that cannot be inspected.
    return undefined;
  }
}

/** @param {any} value @param {string} key */
function read(value, key) {
  try {
    return value[key];
  } catch {
    return UNREADABLE;
  }
}

/** Without a prototype: missing properties stay missing. @param {Record<string, any>} properties @returns {Record<string, any>} */
const own = (properties) => ({ __proto__: null, ...properties });

/** @param {unknown} value */
const typeOf = (value) => (value === null ? 'undefined' : typeof value);

/**
 * The bridge's options: data as packed text, and the types and values of all others.
 * @param {Record<string, any>} options own properties @param {string[]} languages
 */
export function bridgeOptions(options, languages) {
  const { fetch, ...plain } = options;
  const ocular = ownProperties(plain.ocular);
  const { sessionId, widget, ...rest } = ocular ?? Object.create(null);
  if (ocular) plain.ocular = { ...rest, sessionId };
  return {
    text: pack(plain),
    types: [typeOf(fetch), typeOf(sessionId), typeOf(widget), ...languages.map((text) => text.replaceAll('\n', ' '))].join('\n'),
    kept: own({ fetch: fetch ?? undefined, sessionId, widget: widget ?? undefined, remembers: Boolean(ocular?.rememberHours) }),
  };
}

/** A call's options, in the same form. @param {any} options */
export function callOptions(options) {
  const given = options == null ? own({}) : ownProperties(options);
  if (!given) return { text: pack(options), types: 'undefined\nundefined', kept: own({}) };
  const { signal, onStep, ...rest } = given;
  const aborted = signal == null ? 'undefined' : typeOf(read(signal, 'aborted'));
  return {
    text: options == null ? pack(null) : pack(rest),
    types: `${typeOf(onStep)}\n${aborted === 'undefined' && signal != null ? 'missing' : aborted}`,
    kept: own({ signal: signal ?? undefined, onStep: onStep ?? undefined }),
  };
}
