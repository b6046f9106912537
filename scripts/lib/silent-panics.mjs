// A panic ends the wasm with a trap, which src/js/trap.mjs handles. Its message is never shown, since a page has no stderr. So the
// functions that build the message are replaced by a bare trap, which saves 1.6 KB, and the source locations are blanked out, which
// saves 1.5 KB. (The standard library has a setting for this, but only with unstable compilers.)
import { Problem } from './problem.mjs';
import { bodiesOf, changed, CODE, DATA, importedFunctions, namesOf, numberBytes, segmentsOf } from './wasm-sections.mjs';

// Functions that never return, so a trap can replace their bodies.
const PANICS = /^(core::panicking::(?!panic_display)|core::option::(unwrap|expect)_failed|core::result::unwrap_failed|core::cell::panic_already|core::cell::lazy::panic|core::slice::index::slice_|core::str::slice_error_fail|std::thread::local::panic_access_error|alloc::raw_vec::(handle_error|capacity_overflow)|alloc::alloc::handle_alloc_error|std::panicking::(panic_with_hook|begin_panic)|<std::panicking::\w+::\w+Payload|__rustc::(rust_begin_unwind|__rust_alloc_error_handler|rust_panic))/;
/** A function body: its size, no locals, `unreachable`, `end`. */
const TRAP = Uint8Array.from([3, 0, 0x00, 0x0b]);

/** @param {Uint8Array} wasm with function names */
export function silentPanics(wasm) {
  const first = importedFunctions(wasm);
  // Names contain the hash of their crate: "core[0123456789abcdef]::panicking::panic".
  const names = [...namesOf(wasm)].map(([index, name]) => [index - first, name.replace(/\[[0-9a-f]+\]/g, '')]);
  const panics = new Set(names.filter(([, name]) => PANICS.test(name)).map(([index]) => index));
  if (panics.size < 10) throw new Problem(`Only ${panics.size} functions of this wasm panic: mend scripts/lib/silent-panics.mjs.`);
  const bodies = bodiesOf(wasm).map((body, index) => (panics.has(index) ? TRAP : body));
  return changed(wasm, ({ id, body, end }) => {
    if (id === CODE) return Buffer.concat([Uint8Array.from(numberBytes(bodies.length)), ...bodies]);
    return id === DATA ? withoutPlaces(Buffer.from(wasm.subarray(body, end))) : undefined;
  });
}

/** Source paths as they appear in a `Location` of the standard library. */
const FILES = /(?:\/rustc\/[0-9a-f]{40}\/library|\/crates\/[\w.-]+|src)\/[\w/-]+\.rs/g;
/** The size of a `Location`: address and length of the file name, line, column; four bytes each. */
const LOCATION = 16;

/** @param {Buffer} data the section's content */
function withoutPlaces(data) {
  for (const { at, address, size } of segmentsOf(data)) {
    const bytes = data.subarray(at, at + size);
    const files = new Map();
    for (const { 0: name, index } of bytes.toString('latin1').matchAll(FILES)) files.set(address + index, name.length);
    const isPlace = (from) => files.has(bytes.readUInt32LE(from)) && files.get(bytes.readUInt32LE(from)) >= bytes.readUInt32LE(from + 4);
    for (let from = (4 - (address % 4)) % 4; from + LOCATION <= size; from += 4) if (isPlace(from)) bytes.fill(0, from, from + LOCATION);
    for (const [from, length] of files) bytes.fill(0, from - address, from - address + length);
  }
  return data;
}
