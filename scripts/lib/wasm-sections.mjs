// Reading a wasm's sections, and writing changed ones: no more of the format than this repository needs.

export const [CUSTOM, IMPORTS, EXPORTS, CODE, DATA] = [0, 2, 7, 10, 11];
const FUNCTION_NAMES = 1;

/** Reads on from a place. @param {Uint8Array} wasm */
export function reader(wasm, at = 0) {
  const one = {
    at,
    byte: () => wasm[one.at++],
    /** A number of variable length. */
    number() {
      let [value, shift, byte] = [0, 0, 0];
      do {
        byte = one.byte();
        value += (byte & 127) * 2 ** shift;
        shift += 7;
      } while (byte & 128);
      return value;
    },
    bytes: (length) => wasm.subarray(one.at, (one.at += length)),
    text: () => new TextDecoder().decode(one.bytes(one.number())),
  };
  return one;
}

/** Each section: from `start`, its content from `body`, both to `end`. @param {Uint8Array} wasm */
export function sectionsOf(wasm) {
  const sections = [];
  for (const read = reader(wasm, 8); read.at < wasm.length;) {
    const start = read.at;
    const id = read.byte();
    const size = read.number();
    sections.push({ id, start, body: read.at, end: (read.at += size) });
  }
  return sections;
}

/** The functions' names by index; imported functions come first. @param {Uint8Array} wasm */
export function namesOf(wasm) {
  const names = new Map();
  for (const { id, body, end } of sectionsOf(wasm)) {
    const read = reader(wasm, body);
    if (id !== CUSTOM || read.text() !== 'name') continue;
    while (read.at < end) {
      const kind = read.byte();
      const to = read.number() + read.at;
      if (kind === FUNCTION_NAMES) for (let left = read.number(); left > 0; left -= 1) names.set(read.number(), read.text());
      read.at = to;
    }
  }
  return names;
}

/** How many functions are imported. @param {Uint8Array} wasm */
export const importedFunctions = (wasm) => WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ kind }) => kind === 'function').length;

/** Each function's body with its size in front, in order. @param {Uint8Array} wasm */
export function bodiesOf(wasm) {
  const bodies = [];
  for (const { body } of sectionsOf(wasm).filter(({ id }) => id === CODE)) {
    const read = reader(wasm, body);
    for (let left = read.number(); left > 0; left -= 1) {
      const from = read.at;
      const size = read.number();
      read.at += size;
      bodies.push(wasm.subarray(from, read.at));
    }
  }
  return bodies;
}

/** What is in memory from the beginning: `size` bytes from `at` in the section's content lie at `address`. @param {Uint8Array} data the content */
export function segmentsOf(data) {
  const read = reader(data);
  return Array.from({ length: read.number() }, (_, i) => {
    const [flags, constant] = [read.number(), read.byte()];
    // Active, in the only memory, at a number: what the linker writes.
    if (flags !== 0 || constant !== 0x41) throw new Error(`segment ${i} is not where a number says`);
    const address = read.number();
    read.byte();
    const size = read.number();
    const at = read.at;
    read.at += size;
    return { at, address, size };
  });
}

/** The wasm with the contents of some sections changed; `change` gives nothing for those that stay. @param {Uint8Array} wasm @param {(section: { id: number, body: number, end: number }) => Uint8Array | undefined} change */
export function changed(wasm, change) {
  const parts = [wasm.subarray(0, 8)];
  for (const section of sectionsOf(wasm)) {
    const body = change(section);
    if (body) parts.push(Uint8Array.from([section.id, ...numberBytes(body.length)]), body);
    else parts.push(wasm.subarray(section.start, section.end));
  }
  return Buffer.concat(parts);
}

/** @param {number} value */
export function numberBytes(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** @param {string} text */
export const textBytes = (text) => {
  const bytes = new TextEncoder().encode(text);
  return [...numberBytes(bytes.length), ...bytes];
};
