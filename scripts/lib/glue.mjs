// What the generated glue lacks: a wasm that has failed must neither be called again nor leave its callers waiting.
import { readFileSync, writeFileSync } from 'node:fs';
import { Problem } from './problem.mjs';

const CHANGES = [
  // src/js/trap.mjs guards every way into an instance.
  { from: 'wasm = instance.exports;', to: 'wasm = guarded(instance.exports);' },
  { from: 'wasm = wasmInstance.exports;', to: 'wasm = guarded(wasmInstance.exports);' },
  // What a failed instance still waited for has nobody to tell.
  { from: "throw new Error('Cannot invoke closure from previous WASM instance');", to: 'return undefined;' },
];

/** Changes the glue in place; fails when a newer wasm-bindgen writes it otherwise. */
export function guardGlue(file) {
  let text = readFileSync(file, 'utf8');
  for (const { from, to } of CHANGES) {
    if (text.split(from).length !== 2) throw new Problem(`The glue of this wasm-bindgen has no single "${from}": mend scripts/lib/glue.mjs.`);
    text = text.replace(from, to);
  }
  writeFileSync(file, `import { guarded } from './trap.mjs';\n${text}`);
}
