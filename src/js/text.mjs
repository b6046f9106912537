/**
 * Bytes as text inside a script: the frequent ones are one character, the others two. Compressed, that is a fifth smaller than
 * base64, which tears bytes apart; and it is plain ASCII without quotes, so that no tool on the way has to touch it.
 */

/** Characters that stand for themselves in every kind of JavaScript string, and in HTML. */
export const CHARACTERS = characters();
/** The first of them say that another one follows. */
export const PAIRS = 3;

/** @param {string} text @param {number[]} order the byte values, most frequent first */
export function bytesOf(text, order) {
  const base = CHARACTERS.length;
  const singles = base - PAIRS;
  const value = (/** @type {number} */ at) => CHARACTERS_AT[text.charCodeAt(at)];
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const first = value(i);
    bytes[length] = order[first < PAIRS ? singles + first * base + value(i += 1) : first - PAIRS];
    length += 1;
  }
  return bytes.subarray(0, length);
}

/** Without `Array.from`, in whose place old libraries put another one. */
function characters() {
  let text = '';
  for (let code = 32; code < 127; code += 1) {
    const one = String.fromCharCode(code);
    if (!'"\'`\\$<'.includes(one)) text += one;
  }
  return text;
}

/** Where each is, by its code. */
function places() {
  const at = [];
  for (let code = 0; code < 127; code += 1) at[code] = CHARACTERS.indexOf(String.fromCharCode(code));
  return at;
}

const CHARACTERS_AT = places();
