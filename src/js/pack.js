/**
 * A caller's value as one text for the wasm, which is many times faster than handing over property by property. JSON but for
 * two things: numbers are as JavaScript prints them, and `~` stands for what is no data: a function, a date, a getter that threw,
 * a cycle. Own properties only, each read once, nothing called but getters. (Not .mjs: the server of wasm-pack's tests knows
 * that name for no script.)
 */

/** Deeper values are no data any more. */
const MAX_DEPTH = 32;
/** More elements than the longest documented list has; one more tells the domain that there are too many. */
const MAX_ELEMENTS = 10_001;
/** More properties than any documented object has. */
const MAX_KEYS = 2_000;
/** More values than fit into the largest body; bounds what nested sharing can unfold to. */
const MAX_VALUES = 600_000;
const OTHER = '~';

/** @typedef {{ object: object, outer: Around, depth: number } | null} Around the objects around a value: meeting one again is a cycle */

/** @param {unknown} root */
export function pack(root) {
  let left = MAX_VALUES;
  /** Names as they are written: a list's objects have the same. @type {Record<string, string>} */
  const names = /** @type {any} */ ({ __proto__: null });

  /** @param {any} value @param {Around} around */
  const text = (value, around) => {
    if (left === 0) return OTHER;
    left -= 1;
    switch (typeof value) {
      case 'string': return JSON.stringify(value);
      case 'number':
      case 'boolean': return `${value}`;
      case 'undefined': return 'null';
      case 'object': return value === null ? 'null' : inner(value, around);
      default: return OTHER;
    }
  };

  /** @param {any} object @param {Around} outer */
  const inner = (object, outer) => {
    const depth = outer ? outer.depth + 1 : 1;
    if (depth > MAX_DEPTH) return OTHER;
    for (let around = outer; around; around = around.outer) if (around.object === object) return OTHER;
    const around = { object, outer, depth };
    try {
      if (Array.isArray(object)) return list(object, around);
      // Boxed values, dates, maps and the like are objects too, but not data.
      return Object.prototype.toString.call(object) === '[object Object]' ? map(object, around) : OTHER;
    } catch {
      return OTHER;
    }
  };

  /** @param {any} object @param {Around} around */
  const map = (object, around) => {
    const keys = Object.keys(object);
    const count = Math.min(keys.length, MAX_KEYS);
    const out = [];
    for (let i = 0; i < count; i += 1) {
      const key = keys[i];
      let value = OTHER;
      try {
        value = text(object[key], around);
      } catch { /* a getter's own affair */ }
      if (typeof key === 'string') out.push((names[key] ??= `${JSON.stringify(key)}:`) + value);
    }
    // Joined at once: what is put together piece by piece keeps its pieces, and 10,000 items took twice as long.
    return `{${out.join(',')}}`;
  };

  /** @param {any} array @param {Around} around */
  const list = (array, around) => {
    const { length } = array;
    const count = typeof length === 'number' ? Math.min(length, MAX_ELEMENTS) : 0;
    let out = '';
    for (let i = 0; i < count; i += 1) {
      let value = OTHER;
      let element;
      let isRead = true;
      try {
        element = array[i];
      } catch {
        isRead = false;
      }
      // A hole may be filled by the prototype: only own elements count.
      if (isRead) value = element === undefined || Object.prototype.hasOwnProperty.call(array, i) ? text(element, around) : 'null';
      out += i ? `,${value}` : value;
    }
    return `[${out}]`;
  };

  // What the page has put in the place of the language's own functions may throw.
  try {
    return text(root, null);
  } catch {
    return OTHER;
  }
}
