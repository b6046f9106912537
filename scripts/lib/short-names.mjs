// Short names between the wasm and its glue. wasm-bindgen gives each import a hash, which no compression makes smaller, and both
// files have it: 119 hashes cost a page 3 KB.
import { changed, EXPORTS, IMPORTS, numberBytes, reader, textBytes } from './wasm-sections.mjs';

const HASHED = /\b(?:__wbg_\w+_|__wbindgen_\w+_|wasm_bindgen__convert__closures\w*_h?)[0-9a-f]{16}\b/g;
/** What the platform calls back; src/js/trap.mjs knows it by this. */
const CLOSURE = /^wasm_bindgen__convert__closures/;

/** Both with short names, the same ones for the same glue. @param {Uint8Array} wasm @param {string} glue */
export function shortNames(wasm, glue) {
  const hashed = [...new Set(glue.match(HASHED))].sort();
  const short = new Map(hashed.map((name, i) => [name, `${CLOSURE.test(name) ? 'closure' : ''}_${i.toString(36)}`]));
  const rename = (name) => short.get(name) ?? name;
  const renamed = changed(wasm, ({ id, body }) => {
    if (id === IMPORTS) return imports(reader(wasm, body), rename);
    return id === EXPORTS ? exports_(reader(wasm, body), rename) : undefined;
  });
  return { wasm: renamed, glue: glue.replace(HASHED, rename) };
}

function imports(read, rename) {
  const count = read.number();
  const out = numberBytes(count);
  for (let i = 0; i < count; i += 1) {
    out.push(...textBytes(read.text()), ...textBytes(rename(read.text())));
    const kind = read.byte();
    // wasm-bindgen's are functions, by the number of their type.
    if (kind !== 0) throw new Error(`import ${i} is no function`);
    out.push(kind, ...numberBytes(read.number()));
  }
  return Uint8Array.from(out);
}

function exports_(read, rename) {
  const count = read.number();
  const out = numberBytes(count);
  for (let i = 0; i < count; i += 1) out.push(...textBytes(rename(read.text())), read.byte(), ...numberBytes(read.number()));
  return Uint8Array.from(out);
}
