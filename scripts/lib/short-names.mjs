// Short names between the wasm and its glue. wasm-bindgen gives each import a hash, which no compression makes smaller, and both
// files have it: 115 hashes cost a page 2 KB.

const [IMPORTS, EXPORTS] = [2, 7];
const HASHED = /\b(?:__wbg_\w+_|__wbindgen_\w+_|wasm_bindgen__convert__closures\w*_h?)[0-9a-f]{16}\b/g;
/** What the platform calls back; src/js/trap.mjs knows it by this. */
const CLOSURE = /^wasm_bindgen__convert__closures/;

/** Both with short names, the same ones for the same glue. @param {Uint8Array} wasm @param {string} glue */
export function shortNames(wasm, glue) {
  const hashed = [...new Set(glue.match(HASHED))].sort();
  const short = new Map(hashed.map((name, i) => [name, `${CLOSURE.test(name) ? 'closure' : ''}_${i.toString(36)}`]));
  return { wasm: renamed(wasm, (name) => short.get(name) ?? name), glue: glue.replace(HASHED, (name) => short.get(name)) };
}

/** @param {Uint8Array} wasm @param {(name: string) => string} rename */
function renamed(wasm, rename) {
  let at = 8;
  const leb = () => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = wasm[at++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  };
  const text = () => {
    const length = leb();
    return new TextDecoder().decode(wasm.subarray(at, (at += length)));
  };
  const since = (from) => [...wasm.subarray(from, at)];
  // What an import is, behind its kind: a function's type, a table's element and limits, a memory's limits, a global's type.
  const limits = () => {
    const flags = leb();
    leb();
    if (flags & 1) leb();
  };
  const kinds = [leb, () => { leb(); limits(); }, limits, () => { leb(); leb(); }];
  const kind = () => {
    const from = at;
    kinds[wasm[at++]]();
    return since(from);
  };
  const parts = [wasm.subarray(0, 8)];
  while (at < wasm.length) {
    const start = at;
    const id = wasm[at++];
    const end = leb() + at;
    if (id === IMPORTS || id === EXPORTS) {
      const count = leb();
      const body = [...bytesOf(count)];
      for (let i = 0; i < count; i += 1) {
        if (id === IMPORTS) body.push(...named(text()), ...named(rename(text())), ...kind());
        else {
          body.push(...named(rename(text())));
          const from = at;
          at += 1;
          leb();
          body.push(...since(from));
        }
      }
      parts.push(Uint8Array.from([id, ...bytesOf(body.length), ...body]));
    } else parts.push(wasm.subarray(start, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** @param {number} value */
function bytesOf(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** @param {string} name */
const named = (name) => {
  const bytes = new TextEncoder().encode(name);
  return [...bytesOf(bytes.length), ...bytes];
};
