/**
 * Parses JSON and keeps every number as it was written, so that a price is validated by its digits
 * and not by a binary approximation.
 */

/** A number in a JSON text, exactly as written. */
export class NumberText {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;
const MOST_LEVELS = 64;

/**
 * @param {string} text
 * @returns {unknown} Objects have no prototype; numbers are NumberText.
 * @throws {SyntaxError}
 */
export function readJson(text) {
  let at = 0;
  const value = readValue(0);
  space();
  if (at !== text.length) fail();
  return value;

  function readValue(level) {
    if (level > MOST_LEVELS) fail();
    space();
    switch (text[at]) {
      case '{': return readObject(level);
      case '[': return readArray(level);
      case '"': return readString();
      case 't': return word('true', true);
      case 'f': return word('false', false);
      case 'n': return word('null', null);
      default: return new NumberText(match(NUMBER));
    }
  }

  function readObject(level) {
    const object = Object.create(null);
    at += 1;
    space();
    if (take('}')) return object;
    do {
      space();
      const key = readString();
      space();
      if (!take(':')) fail();
      object[key] = readValue(level + 1);
      space();
    } while (take(','));
    if (!take('}')) fail();
    return object;
  }

  function readArray(level) {
    const array = [];
    at += 1;
    space();
    if (take(']')) return array;
    do {
      array.push(readValue(level + 1));
      space();
    } while (take(','));
    if (!take(']')) fail();
    return array;
  }

  function readString() {
    return JSON.parse(match(STRING));
  }

  function word(name, meaning) {
    if (!text.startsWith(name, at)) fail();
    at += name.length;
    return meaning;
  }

  function match(pattern) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) fail();
    at = pattern.lastIndex;
    return found[0];
  }

  function space() {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
  }

  function take(sign) {
    if (text[at] !== sign) return false;
    at += 1;
    return true;
  }

  function fail() {
    throw new SyntaxError(`invalid JSON at position ${at}`);
  }
}
