/**
 * Finds the crate and the module of each function of a wasm by its name.
 *
 * A function counts for the first crate in its name that is not the standard library: `drop_in_place<order_bridge::…>` is code that
 * exists because of our type. Inlined code counts where it was inlined, merged functions count under one of their names.
 */

import { bodiesOf, CUSTOM, DATA, importedFunctions, namesOf, reader, sectionsOf } from '../../../scripts/lib/wasm-sections.mjs';

const STANDARD = ['core', 'alloc', 'std'];

// wasm-bindgen's wrappers of our class `Core`, including the code inlined into them.
const EXPORTED = /^core_\w+/;

/** @param {string} name */
export function crateOf(name) {
  if (EXPORTED.test(name)) return 'order_bridge';
  const named = [...plain(name).matchAll(/(?<![\w:>])([a-z_][a-z0-9_]*)::/g)].map(([, crate]) => crate);
  return named.find((crate) => !STANDARD.includes(crate)) ?? named[0] ?? 'other';
}

/** Newer name mangling includes the crate's hash: "core[0123456789abcdef]::fmt". @param {string} name */
const plain = (name) => name.replace(/\[[0-9a-f]+\]/g, '');

/** The module of one of our functions, two levels deep: "domain::checkout". @param {string} name */
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

/** Bytes of code by crate and by our modules, and bytes of data. @param {Uint8Array} wasm with names */
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

function read(wasm) {
  const names = namesOf(wasm);
  if (names.size === 0) throw new Error('The wasm has no names.');
  const first = importedFunctions(wasm);
  const sections = {};
  for (const { id, start, body, end } of sectionsOf(wasm)) {
    if (id === DATA) sections.data = end - start;
    else if (id === CUSTOM && reader(wasm, body).text() === 'name') sections.name = end - start;
  }
  // The size of a body, without its length prefix.
  const bytes = (body) => reader(body).number();
  return { sections, functions: bodiesOf(wasm).map((body, i) => ({ name: names.get(first + i) ?? '', bytes: bytes(body) })) };
}
