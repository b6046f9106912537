// Shrinks a .wasm with Binaryen's wasm-opt from npm, because wasm-pack would download its own binary.
import { join } from 'node:path';
import { root } from './paths.mjs';

// Exactly the features of the supported browsers. With `--all-features`, wasm-opt could write encodings that they reject.
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

// Tuned for the compressed size, with brotli 11: 81.6 KB became 80.1 KB, although the file itself grew by 3 %. Inlined copies and
// values that are kept for a second use cost more than calls and repeated code; long runs of zeros and equal alignment hints cost
// nothing. Engines ignore the hints. `--low-memory-unused` is safe because nothing uses the first kilobyte of memory: it is the far
// end of the stack.
const FOR_BROTLI = [
  '-Oz', '-Oz', '--one-caller-inline-max-function-size=100', '--always-inline-max-function-size=4', '--flexible-inline-max-function-size=0',
  '--skip-pass=local-cse', '--skip-pass=memory-packing', '--dealign', '--low-memory-unused',
];

/** The command for `run`. The tool is a Node script. */
export const wasmOpt = (from, to) => [
  process.execPath,
  [join(root, 'node_modules/binaryen/bin/wasm-opt'), ...FOR_BROTLI, '--strip-debug', '--strip-producers', '--strip-target-features', ...BROWSER_FEATURES, from, '-o', to],
];
