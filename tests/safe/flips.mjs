/** Single flipped bits at pseudo-random positions, the same in every run and every engine. */

/** @returns {() => number} 0 to 1, the same for the same seed (mulberry32) */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @returns {{ at: number, mask: number }[]} */
export function flips(length, count, seed = 20_260) {
  const random = dice(seed);
  return Array.from({ length: count }, () => ({ at: Math.floor(random() * length), mask: 1 << Math.floor(random() * 8) }));
}

export function flipped(bytes, { at, mask }) {
  const copy = new Uint8Array(bytes);
  copy[at] ^= mask;
  return copy;
}
