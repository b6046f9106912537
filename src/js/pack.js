/**
 * A caller's value as one text for the wasm, which is many times faster than handing over property by property. Own properties
 * only, each read once, nothing called but getters. What is read is copied into lists, and the engine writes those down in one
 * go; how, says src/domain/packed.rs. (Not .mjs: the server of wasm-pack's tests knows that name for no script.)
 */

/** Deeper values are no data any more. */
const MAX_DEPTH = 32;
/** More elements than the longest documented list has; one more tells the domain that there are too many. */
const MAX_ELEMENTS = 10_001;
/** More properties than any documented object has. */
const MAX_KEYS = 2_000;
/** More values than fit into the largest body; bounds what nested sharing can unfold to. */
const MAX_VALUES = 600_000;
/** How many of the last lists of keys an object is compared with. */
const RECENT = 8;

const LIST = -1;
const NUMBER = -2;
const OTHER = [-3];
/** Stands for what could not be read: no data, as any function. */
const UNREADABLE = () => {};

/** @param {unknown} root */
export function pack(root) {
  let left = MAX_VALUES;
  /** Objects of one list mostly have the same keys: each list of keys is written once. @type {string[][]} */
  const keyLists = [];
  /** The objects around the value: meeting one again is a cycle. @type {object[]} */
  const around = [];
  let depth = 0;

  /** @param {any} value */
  const copy = (value) => {
    if (left === 0) return OTHER;
    left -= 1;
    switch (typeof value) {
      case 'string':
      case 'boolean': return value;
      case 'number': return value - value === 0 ? value : [NUMBER, `${value}`];
      case 'undefined': return null;
      case 'object': return value === null ? null : inner(value);
      default: return OTHER;
    }
  };

  /** @param {any} object */
  const inner = (object) => {
    if (depth === MAX_DEPTH) return OTHER;
    for (let i = 0; i < depth; i += 1) if (around[i] === object) return OTHER;
    around[depth] = object;
    depth += 1;
    try {
      if (Array.isArray(object)) return list(object);
      // Boxed values, dates, maps and the like are objects too, but not data.
      return Object.prototype.toString.call(object) === '[object Object]' ? map(object) : OTHER;
    } catch {
      return OTHER;
    } finally {
      depth -= 1;
    }
  };

  /** @param {any} object */
  const map = (object) => {
    let keys = Object.keys(object);
    if (keys.length > MAX_KEYS) keys = keys.slice(0, MAX_KEYS);
    const { length } = keys;
    const out = new Array(length + 1);
    out[0] = placeOf(keys);
    for (let i = 0; i < length; i += 1) {
      let value = UNREADABLE;
      try {
        value = object[keys[i]];
      } catch { /* a getter's own affair */ }
      out[i + 1] = copy(value);
    }
    return out;
  };

  /** @param {string[]} keys */
  const placeOf = (keys) => {
    const last = Math.max(0, keyLists.length - RECENT);
    for (let place = keyLists.length - 1; place >= last; place -= 1) if (isSame(keyLists[place], keys)) return place;
    return keyLists.push(keys) - 1;
  };

  /** @param {any} array */
  const list = (array) => {
    const { length } = array;
    const count = typeof length === 'number' ? Math.min(length, MAX_ELEMENTS) : 0;
    const out = new Array(count + 1);
    out[0] = LIST;
    for (let i = 0; i < count; i += 1) {
      let value = UNREADABLE;
      try {
        value = array[i];
      } catch { /* the same */ }
      // A hole may be filled by the prototype: only own elements count.
      out[i + 1] = copy(value === undefined || value === UNREADABLE || Object.prototype.hasOwnProperty.call(array, i) ? value : null);
    }
    return out;
  };

  // What the page has put in the place of the language's own functions may throw.
  try {
    const value = copy(root);
    return written([keyLists, value]);
  } catch {
    return '';
  }
}

/** @param {string[]} one @param {string[]} other */
function isSame(one, other) {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}

/** Old libraries put a `toJSON` on lists, which would have the last word, or throw. @param {any} value @returns {string} */
function written(value) {
  if (!Array.isArray(value) || !('toJSON' in OTHER)) return JSON.stringify(value);
  let out = '';
  for (let i = 0; i < value.length; i += 1) out += i ? `,${written(value[i])}` : written(value[i]);
  return `[${out}]`;
}
