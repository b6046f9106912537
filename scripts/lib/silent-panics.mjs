// A panic ends the wasm: it is a trap, which src/js/trap.mjs sees. Nobody reads its text, since a page has no stderr; so what would
// put that text together becomes the trap itself: 1.7 KB less. (The standard library has a setting for it, in unstable compilers.)
import { Problem } from './problem.mjs';
import { bodiesOf, changed, CODE, importedFunctions, namesOf, numberBytes } from './wasm-sections.mjs';

// Those that never return: whoever calls them has nothing to do afterwards.
const PANICS = /^(core::panicking::(?!panic_display)|core::option::(unwrap|expect)_failed|core::result::unwrap_failed|core::cell::panic_already|core::cell::lazy::panic|core::slice::index::slice_|core::str::slice_error_fail|std::thread::local::panic_access_error|alloc::raw_vec::(handle_error|capacity_overflow)|alloc::alloc::handle_alloc_error|std::panicking::(panic_with_hook|begin_panic)|__rustc::(rust_begin_unwind|__rust_alloc_error_handler|rust_panic))/;
/** Its size, no locals, `unreachable`, `end`. */
const TRAP = Uint8Array.from([3, 0, 0x00, 0x0b]);

/** @param {Uint8Array} wasm with its functions' names */
export function silentPanics(wasm) {
  const first = importedFunctions(wasm);
  // Names carry their crate's hash: "core[0123456789abcdef]::panicking::panic".
  const names = [...namesOf(wasm)].map(([index, name]) => [index - first, name.replace(/\[[0-9a-f]+\]/g, '')]);
  const panics = new Set(names.filter(([, name]) => PANICS.test(name)).map(([index]) => index));
  if (panics.size < 10) throw new Problem(`Only ${panics.size} functions of this wasm panic: mend scripts/lib/silent-panics.mjs.`);
  const bodies = bodiesOf(wasm).map((body, index) => (panics.has(index) ? TRAP : body));
  return changed(wasm, ({ id }) => (id === CODE ? Buffer.concat([Uint8Array.from(numberBytes(bodies.length)), ...bodies]) : undefined));
}
