/**
 * A caller's value as one text for the wasm, which is many times faster than handing over property by property. Own properties
 * only, each read once, nothing called but getters. What is read is copied into lists, and the engine writes those down in one
 * go; how, says src/domain/packed.rs. (Not .mjs: the server of wasm-pack's tests knows that name for no script.)
 */
import { turn } from './turn.js';

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
const OBJECT = '[object Object]';
/** Stands for what could not be read: no data, as any function. */
const UNREADABLE = () => {};
/** How many elements of a long list are copied or packed in one turn: some milliseconds' work before the engine has compiled it. */
const MANY = 250;

/** @param {unknown} root */
export function pack(root) {
  // What the page has put in the place of the language's own functions may throw.
  try {
    const { copy, keyLists } = packer();
    const value = copy(root);
    return written([keyLists, value]);
  } catch {
    return '';
  }
}

/**
 * The same text, or what promises it later. An object with more than `MANY` elements in its property `list`, and without one of
 * the name `unless`, is only copied now, which takes a third of the time: what its owner does to it afterwards changes nothing.
 * @param {any} root @param {string} list @param {string} unless
 */
export function packSoon(root, list, unless) {
  const own = isLong(root, list, unless) && snapshot(root);
  return own ? () => packInTurns(own, list) : pack(root);
}

/** Reads no property. @param {any} root @param {string} list @param {string} unless */
function isLong(root, list, unless) {
  try {
    const array = Object.getOwnPropertyDescriptor(root, list)?.value;
    return Array.isArray(array) && array.length > MANY && classOf(root) === OBJECT && !Object.getOwnPropertyDescriptor(root, unless);
  } catch {
    return false;
  }
}

/** A copy of what is data in it. Nothing when it is too much, or when a getter throws: such a value is read anew, and at once. @param {any} root */
function snapshot(root) {
  let left = MAX_VALUES;
  /** @type {object[]} */
  const around = [];
  let depth = 0;

  /** @param {any} object */
  const inner = (object) => {
    if (depth === MAX_DEPTH) return UNREADABLE;
    for (let i = 0; i < depth; i += 1) if (around[i] === object) return UNREADABLE;
    const isList = Array.isArray(object);
    // No data, and nothing that is looked into.
    if (!isList && classOf(object) !== OBJECT) return UNREADABLE;
    around[depth] = object;
    depth += 1;
    const out = isList ? elements(object) : { ...object };
    const values = isList ? out : Object.values(out);
    left -= values.length;
    if (left < 0) throw UNREADABLE;
    let keys;
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i];
      if (typeof value !== 'object' || value === null) continue;
      if (isList) {
        out[i] = inner(value);
      } else {
        keys ??= Object.keys(out);
        out[keys[i]] = inner(value);
      }
    }
    depth -= 1;
    return out;
  };

  try {
    return inner(root);
  } catch {
    return undefined;
  }
}

/** An array's own elements, which the engine copies where there is nothing else and not too much. @param {any} array */
function elements(array) {
  const keys = Object.keys(array);
  const { length } = keys;
  if (length === array.length && length <= MAX_ELEMENTS && (length === 0 || keys[length - 1] === `${length - 1}`)) return Object.values(array);
  const out = new Array(countOf(array));
  for (let i = 0; i < out.length; i += 1) out[i] = ownElement(array, i);
  return out;
}

/** Of a copy: it has no cycles. @param {any} root @param {string} list */
async function packInTurns(root, list) {
  try {
    const { copy, placeOf, keyLists } = packer();
    const keys = keysOf(root);
    const value = new Array(keys.length + 1);
    value[0] = placeOf(keys);
    for (let i = 0; i < keys.length; i += 1) {
      const own = root[keys[i]];
      // A Proxy may tell of a list and then give something else.
      value[i + 1] = keys[i] === list && Array.isArray(own) ? await copyInTurns(own, copy) : copy(own);
    }
    await next();
    return written([keyLists, value]);
  } catch {
    return '';
  }
}

/** @param {any[]} array @param {(value: any) => any} copy */
async function copyInTurns(array, copy) {
  const out = new Array(array.length + 1);
  out[0] = LIST;
  for (let i = 0; i < array.length; i += 1) {
    if (i % MANY === 0) await next();
    out[i + 1] = copy(array[i]);
  }
  return out;
}

/** Without channels, all in one. */
async function next() {
  try {
    await turn();
  } catch { /* goes on at once */ }
}

function packer() {
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
      return classOf(object) === OBJECT ? map(object) : OTHER;
    } catch {
      return OTHER;
    } finally {
      depth -= 1;
    }
  };

  /** @param {any} object */
  const map = (object) => {
    const keys = keysOf(object);
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
    const count = countOf(array);
    const out = new Array(count + 1);
    out[0] = LIST;
    for (let i = 0; i < count; i += 1) out[i + 1] = copy(ownElement(array, i));
    return out;
  };

  return { copy, placeOf, keyLists };
}

/** @param {object} object */
const classOf = (object) => Object.prototype.toString.call(object);

/** @param {object} object */
function keysOf(object) {
  const keys = Object.keys(object);
  return keys.length > MAX_KEYS ? keys.slice(0, MAX_KEYS) : keys;
}

/** How many elements are read. @param {any} array */
function countOf({ length }) {
  return typeof length === 'number' ? Math.min(length, MAX_ELEMENTS) : 0;
}

/** A hole may be filled by the prototype: only own elements count. @param {any} array @param {number} i */
function ownElement(array, i) {
  let value = UNREADABLE;
  try {
    value = array[i];
  } catch { /* a getter's own affair */ }
  return value === undefined || value === UNREADABLE || Object.prototype.hasOwnProperty.call(array, i) ? value : null;
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
