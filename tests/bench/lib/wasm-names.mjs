/**
 * Which crate and which module the code of a wasm comes from, by its functions' names.
 *
 * A function belongs to the first crate in its name that is not the standard library: `drop_in_place<order_bridge::…>` is
 * code that our type makes necessary. What was inlined counts where it landed, what was merged under one of its names.
 */

const STANDARD = ['core', 'alloc', 'std'];
const [CUSTOM, CODE, DATA] = [0, 10, 11];
const FUNCTION_NAMES = 1;

// wasm-bindgen's wrappers of our class `Core`, with what was inlined into them.
const EXPORTED = /^core_\w+/;

/** @param {string} name */
export function crateOf(name) {
  if (EXPORTED.test(name)) return 'order_bridge';
  const named = [...plain(name).matchAll(/(?<![\w:>])([a-z_][a-z0-9_]*)::/g)].map(([, crate]) => crate);
  return named.find((crate) => !STANDARD.includes(crate)) ?? named[0] ?? 'other';
}

/** Newer names carry the crate's hash: "core[0123456789abcdef]::fmt". @param {string} name */
const plain = (name) => name.replace(/\[[0-9a-f]+\]/g, '');

/** Ours, two levels deep: "domain::checkout". @param {string} name */
export function moduleOf(name) {
  if (EXPORTED.test(name)) return 'exported calls';
  const [, path] = /\border_bridge::((?:[a-z_][a-z0-9_]*::){1,2})/.exec(plain(name)) ?? [];
  return path ? path.slice(0, -2) : 'root';
}

/** @param {string} name */
function kindOf(name) {
  if (/^core(\[\w+\])?::ptr::drop_in_place|^<.* as core(\[\w+\])?::ops::drop::Drop>/.test(name)) return 'dropping';
  return name.includes('{{closure}}') ? 'closures and async steps' : 'plain functions';
}

/** Bytes by crate, by module of ours, and what is not code. @param {Uint8Array} wasm with names */
export function shares(wasm) {
  const { functions, sections } = read(wasm);
  const code = functions.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    bytes: wasm.length - (sections.name ?? 0),
    code,
    data: sections.data ?? 0,
    functions: functions.length,
    crates: sums(functions, ({ name }) => crateOf(name)),
    kinds: sums(functions, ({ name }) => kindOf(name)),
    modules: sums(functions.filter(({ name }) => crateOf(name) === 'order_bridge'), ({ name }) => moduleOf(name)),
    largest: [...functions].sort((a, b) => b.bytes - a.bytes).slice(0, 25),
  };
}

function sums(functions, keyOf) {
  const found = new Map();
  for (const one of functions) found.set(keyOf(one), (found.get(keyOf(one)) ?? 0) + one.bytes);
  return [...found].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
}

/** The name of each function by its index. @param {Uint8Array} wasm */
export const namesOf = (wasm) => read(wasm).names;

function read(wasm) {
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
  const sections = {};
  const names = new Map();
  const bodies = [];
  // The names count imported functions first.
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ kind }) => kind === 'function').length;
  while (at < wasm.length) {
    const start = at;
    const id = wasm[at++];
    const end = leb() + at;
    if (id === CODE) {
      for (let left = leb(); left > 0; left -= 1) {
        const from = at;
        const size = leb();
        at += size;
        bodies.push(at - from);
      }
    } else if (id === DATA) sections.data = end - start;
    else if (id === CUSTOM && text() === 'name') {
      sections.name = end - start;
      while (at < end) {
        const kind = wasm[at++];
        const to = leb() + at;
        if (kind === FUNCTION_NAMES) for (let left = leb(); left > 0; left -= 1) names.set(leb(), text());
        at = to;
      }
    }
    at = end;
  }
  if (names.size === 0) throw new Error('The wasm has no names.');
  return { sections, names, functions: bodies.map((bytes, i) => ({ name: names.get(imported + i) ?? '', bytes })) };
}
