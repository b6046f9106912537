// LLVM options that make the wasm smaller. Measured with brotli 11: 125.0 KB without options; 120.0 KB when structs are copied
// with one instruction instead of a load and a store per word; 118.0 KB when LLVM also no longer duplicates code on several
// paths to save a load on one of them (docs/performance.md).
import { run } from './run.mjs';

const LLVM = ['-max-store-memcpy=1', '-max-store-memmove=1', '-max-store-memset=1', '-enable-pre=false', '-enable-load-pre=false', '-disable-lsr', '-disable-licm-promotion'];
const FLAGS = LLVM.flatMap((flag) => ['-C', `llvm-args=${flag}`]);

/** Arguments for Cargo, like those of remap.mjs. LLVM options are not stable, so a compiler that rejects them gets none. */
export async function smaller(target, rustc = 'rustc') {
  const { code } = await run(rustc, ['--print=cfg', '--target', target, ...FLAGS]);
  if (code === 0) return ['--config', `target.${target}.rustflags=${JSON.stringify(FLAGS)}`];
  console.log('  this compiler does not support the LLVM options: the wasm will be about 5 % larger');
  return [];
}
