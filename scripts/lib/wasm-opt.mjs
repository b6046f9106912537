// Shrinks a .wasm with Binaryen's wasm-opt from npm; wasm-pack would download a binary of its own.
import { join } from 'node:path';
import { root } from './paths.mjs';

// Exactly what the supported browsers have. `--all-features` would let it write encodings that they refuse.
export const BROWSER_FEATURES = [
  '--enable-bulk-memory',
  '--enable-bulk-memory-opt',
  '--enable-sign-ext',
  '--enable-mutable-globals',
  '--enable-nontrapping-float-to-int',
  '--enable-reference-types',
  '--enable-multivalue',
  '--enable-call-indirect-overlong',
];

// What is downloaded is compressed: copies of functions inside others cost more there than calls do, and like functions
// side by side cost less. 142.1 KB became 134.8 KB, though the file itself grew by 2 %. Nothing uses the first kilobyte of
// memory: it is the far end of the stack.
const FOR_BROTLI = [
  '--one-caller-inline-max-function-size=0', '--always-inline-max-function-size=2', '--flexible-inline-max-function-size=0',
  '--low-memory-unused', '--reorder-functions-by-name',
];

/** The command for `run`: the tool is a script for Node. */
export const wasmOpt = (from, to) => [
  process.execPath,
  [join(root, 'node_modules/binaryen/bin/wasm-opt'), '-Oz', ...FOR_BROTLI, '--strip-debug', '--strip-producers', ...BROWSER_FEATURES, from, '-o', to],
];
