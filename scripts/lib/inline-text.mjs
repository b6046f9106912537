// Encodes the wasm as text for src/js/inline.mjs. src/js/text.mjs decodes it.
import { CHARACTERS, PAIRS } from '../../src/js/text.mjs';

/** @param {Uint8Array} bytes */
export function textOf(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte] += 1;
  // Ties are broken by byte value, so that the same bytes always give the same text.
  const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b);
  const singles = CHARACTERS.length - PAIRS;
  const written = [];
  order.forEach((byte, place) => {
    const rest = place - singles;
    written[byte] = rest < 0 ? CHARACTERS[PAIRS + place] : CHARACTERS[Math.floor(rest / CHARACTERS.length)] + CHARACTERS[rest % CHARACTERS.length];
  });
  return { order, text: Array.from(bytes, (byte) => written[byte]).join('') };
}
