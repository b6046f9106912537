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

/** The command for `run`: the tool is a script for Node. */
export const wasmOpt = (from, to) => [
  process.execPath,
  [join(root, 'node_modules/binaryen/bin/wasm-opt'), '-Oz', '--strip-debug', '--strip-producers', ...BROWSER_FEATURES, from, '-o', to],
];
