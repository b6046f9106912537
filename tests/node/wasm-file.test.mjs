/** What the build changes in the wasm: panics without messages, imports by number. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { FROM, numbered } from '../../scripts/lib/import-numbers.mjs';
import { silentPanics } from '../../scripts/lib/silent-panics.mjs';
import { bodiesOf, changed, CUSTOM, DATA, EXPORTS, IMPORTS, namesOf, numberBytes, reader, sectionsOf, segmentsOf, textBytes } from '../../scripts/lib/wasm-sections.mjs';

const section = (id, ...body) => [id, ...numberBytes(body.length), ...body];
const FILE = 'src/domain/flow.rs';
const ADDRESS = 1024;

/** A wasm whose functions have these names, no arguments, and return their own number; its memory has a text and a source location. */
function made(names) {
  const count = numberBytes(names.length);
  const each = (of) => names.flatMap((_, i) => of(i));
  // As a signed byte, a number would be negative from 64 on.
  assert.ok(names.length < 64);
  const place = new Uint8Array(new Uint32Array([ADDRESS, FILE.length, 7, 9]).buffer);
  const data = [...new TextEncoder().encode(FILE.padEnd(20, '!')), ...place, ...new TextEncoder().encode('kept')];
  const functions = names.flatMap((name, i) => [...numberBytes(i), ...textBytes(name)]);
  return Uint8Array.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, 1, 0x60, 0, 1, 0x7f),
    ...section(3, ...count, ...each(() => [0])),
    ...section(5, 1, 0, 1),
    ...section(7, ...count, ...each((i) => [...textBytes(`f${i}`), 0, ...numberBytes(i)])),
    ...section(10, ...count, ...each((i) => [4, 0, 0x41, i, 0x0b])),
    ...section(11, 1, 0, 0x41, ...[0x80 | (ADDRESS & 127), ADDRESS >> 7], 0x0b, ...numberBytes(data.length), ...data),
    ...section(0, ...textBytes('name'), 1, ...numberBytes(functions.length + count.length), ...count, ...functions),
  ]);
}

const PANICS = ['core[0123456789abcdef]::panicking::panic_fmt', ...Array.from({ length: 8 }, (_, i) => `core::panicking::panic_const::panic_const_${i}`), 'core::option::unwrap_failed', '<std::panicking::panic_handler::FormatStringPayload as core::panic::PanicPayload>::get', '__rustc[b7974e8690430dd9]::rust_begin_unwind'];
const OTHERS = ['order_bridge::domain::panicking::mine', 'core::fmt::write', 'core::option::Option<T>::map'];

test('functions that panic trap instead, and all others are unchanged', () => {
  const wasm = silentPanics(made([...PANICS, ...OTHERS]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm));
  PANICS.forEach((name, i) => assert.throws(() => exports[`f${i}`](), WebAssembly.RuntimeError, name));
  OTHERS.forEach((name, i) => assert.equal(exports[`f${PANICS.length + i}`](), PANICS.length + i, name));
});

test('the source location of a panic is blank, and all other data is unchanged', () => {
  const wasm = silentPanics(made([...PANICS, ...OTHERS]));
  const { body, end } = sectionsOf(wasm).find(({ id }) => id === DATA);
  const [{ at, address, size }] = segmentsOf(wasm.subarray(body, end));
  assert.equal(address, ADDRESS);
  const bytes = wasm.subarray(body + at, body + at + size);
  assert.equal(Buffer.from(bytes).toString('latin1').replaceAll('\0', ''), '!!kept');
});

test('a compiler that names its panics differently is detected', () => {
  assert.throws(() => silentPanics(made(OTHERS)), /mend scripts/);
});

test('imports are numbered in order, and their names are returned', () => {
  const names = ['b_0123456789abcdef', 'a_0123456789abcdef'];
  const imports = names.flatMap((name) => [...textBytes('./glue.js'), ...textBytes(name), 0, 0]);
  // Exports the first of its two imports.
  const wasm = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section(1, 1, 0x60, 0, 1, 0x7f), ...section(2, names.length, ...imports), ...section(7, 1, ...textBytes('f'), 0, 0)]);
  const { wasm: changedWasm, names: received } = numbered(wasm);
  assert.deepEqual(received, names);
  const module = new WebAssembly.Module(changedWasm);
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ module: from, name }) => [from, name]), [[FROM, '0'], [FROM, '1']]);
  assert.equal(new WebAssembly.Instance(module, { [FROM]: [() => 7, () => 8] }).exports.f(), 7);
});

test('a wasm that is parsed and written again is identical', () => {
  const wasm = readFileSync(join(root, 'pkg/order_bridge_bg.wasm'));
  assert.deepEqual(changed(wasm, ({ id, body, end }) => (id === IMPORTS || id === EXPORTS ? wasm.subarray(body, end) : undefined)), wasm);
  assert.ok(bodiesOf(wasm).length > 500);
  assert.equal(namesOf(wasm).size, 0);
  assert.ok(sectionsOf(wasm).every(({ id, body }) => id !== CUSTOM || reader(wasm, body).text() !== 'name'));
});

test('the closures that the platform calls have the name that src/js/trap.mjs looks for', () => {
  const wasm = new WebAssembly.Module(readFileSync(join(root, 'pkg/order_bridge_bg.wasm')));
  assert.ok(WebAssembly.Module.exports(wasm).some(({ name }) => /convert__closures/.test(name)));
});
