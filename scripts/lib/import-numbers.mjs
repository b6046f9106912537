// Replaces the names of a wasm's imports with numbers. wasm-bindgen gives each name a hash of 16 digits, which does not compress
// and appears in both the wasm and the script: 65 names cost a page 1.8 KB. The script stays unchanged: bundle.mjs passes the
// functions as a list.
import { changed, IMPORTS, numberBytes, reader, textBytes } from './wasm-sections.mjs';

/** The module name of all imports. */
export const FROM = 'b';

/**
 * Returns the wasm with numbered imports, and their original names in the order of the numbers.
 * @param {Uint8Array} wasm @returns {{ wasm: Uint8Array, names: string[] }}
 */
export function numbered(wasm) {
  const names = [];
  const changedWasm = changed(wasm, ({ id, body }) => {
    if (id !== IMPORTS) return undefined;
    const read = reader(wasm, body);
    const count = read.number();
    const out = numberBytes(count);
    for (let i = 0; i < count; i += 1) {
      read.text();
      names.push(read.text());
      out.push(...textBytes(FROM), ...textBytes(String(i)));
      const kind = read.byte();
      // wasm-bindgen imports functions only: each entry ends with the index of its type.
      if (kind !== 0) throw new Error(`import ${i} is not a function`);
      out.push(kind, ...numberBytes(read.number()));
    }
    return Uint8Array.from(out);
  });
  return { wasm: changedWasm, names };
}
