// What LLVM is told so that the wasm becomes smaller. Measured, brotli 11: 125.0 KB without, 120.0 KB with copies of structs
// as one instruction instead of a load and a store for each word, 118.0 KB also without code that is repeated on several ways
// to save a load on one of them (docs/performance.md).
import { run } from './run.mjs';

const LLVM = ['-max-store-memcpy=1', '-max-store-memmove=1', '-max-store-memset=1', '-enable-pre=false', '-enable-load-pre=false', '-disable-lsr', '-disable-licm-promotion'];
const FLAGS = LLVM.flatMap((flag) => ['-C', `llvm-args=${flag}`]);

/** For Cargo, like the flags of remap.mjs. These are knobs of LLVM, and no promise: nothing for a compiler that has no such ones. */
export async function smaller(target, rustc = 'rustc') {
  const { code } = await run(rustc, ['--print=cfg', '--target', target, ...FLAGS]);
  if (code === 0) return ['--config', `target.${target}.rustflags=${JSON.stringify(FLAGS)}`];
  console.log('  this compiler has other options for LLVM: the wasm will be about 5 % larger');
  return [];
}
