// What a wasm imports, by number instead of by name. wasm-bindgen gives each name a hash of 16 digits, which no compression makes
// smaller, and which wasm and script both have: 65 of them cost a page 1.8 KB. Its script stays as it is: bundle.mjs hands the
// functions over as a list.
import { changed, IMPORTS, numberBytes, reader, textBytes } from './wasm-sections.mjs';

/** What all of them are imported from. */
export const FROM = 'b';

/** The wasm with its imports numbered, and their names in that order. @param {Uint8Array} wasm @returns {{ wasm: Uint8Array, names: string[] }} */
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
      // wasm-bindgen's are functions, by the number of their type.
      if (kind !== 0) throw new Error(`import ${i} is no function`);
      out.push(kind, ...numberBytes(read.number()));
    }
    return Uint8Array.from(out);
  });
  return { wasm: changedWasm, names };
}
