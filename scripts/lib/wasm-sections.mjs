// Reads and rewrites wasm sections. Covers only the parts of the format that this repository needs.

export const [CUSTOM, IMPORTS, EXPORTS, CODE, DATA] = [0, 2, 7, 10, 11];
const FUNCTION_NAMES = 1;

/** A reader that starts at an offset and advances. @param {Uint8Array} wasm */
export function reader(wasm, at = 0) {
  const one = {
    at,
    byte: () => wasm[one.at++],
    /** An unsigned LEB128 number. */
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

/** The sections: each begins at `start`, its content at `body`, and both end at `end`. @param {Uint8Array} wasm */
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

/** Function names by index; imported functions come first. @param {Uint8Array} wasm */
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

/** The number of imported functions. @param {Uint8Array} wasm */
export const importedFunctions = (wasm) => WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ kind }) => kind === 'function').length;

/** The function bodies in order, each with its size prefix. @param {Uint8Array} wasm */
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

/** The data segments: `size` bytes from `at` in the content are loaded at `address`. @param {Uint8Array} data  The section's content. */
export function segmentsOf(data) {
  const read = reader(data);
  return Array.from({ length: read.number() }, (_, i) => {
    const [flags, constant] = [read.number(), read.byte()];
    // An active segment in the only memory, at a constant address: the only kind that the linker writes.
    if (flags !== 0 || constant !== 0x41) throw new Error(`segment ${i} has no constant address`);
    const address = read.number();
    read.byte();
    const size = read.number();
    const at = read.at;
    read.at += size;
    return { at, address, size };
  });
}

/**
 * Returns the wasm with the contents of some sections replaced. `change` returns undefined for the sections to keep.
 * @param {Uint8Array} wasm @param {(section: { id: number, body: number, end: number }) => Uint8Array | undefined} change
 */
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
