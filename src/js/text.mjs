/**
 * Decodes bytes that a script contains as text. Frequent bytes are one character, the others two. After compression this is a fifth
 * smaller than base64, which splits bytes between characters. The text is plain ASCII without quotes, so that no tool has to escape
 * it.

/** Characters that need no escaping in any kind of JavaScript string, or in HTML. */
export const CHARACTERS = characters();
/** How many of them, from the start, announce a second character. */
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

/** Without `Array.from`, which old libraries replace. */
function characters() {
  let text = '';
  for (let code = 32; code < 127; code += 1) {
    const one = String.fromCharCode(code);
    if (!'"\'`\\$<'.includes(one)) text += one;
  }
  return text;
}

/** The index of each character, by its code. */
function places() {
  const at = [];
  for (let code = 0; code < 127; code += 1) at[code] = CHARACTERS.indexOf(String.fromCharCode(code));
  return at;
}

const CHARACTERS_AT = places();
