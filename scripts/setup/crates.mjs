// Fetches the crates of Cargo.lock, so that later builds work offline.
import { join, relative } from 'node:path';
import { root } from '../lib/paths.mjs';
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';
import { WASM_TARGET } from './rust.mjs';

/** `folder`: the repository root, or the folder of a separate workspace below it. */
export async function crates(cargo, rustc, folder = root) {
  const host = /host: (\S+)/.exec((await ask(rustc, ['-vV'])) ?? '')?.[1];
  await fetched(cargo, folder, ['--target', WASM_TARGET, ...(host ? ['--target', host] : [])]);
}

/** Fetches the crates of all platforms as well: cargo-deny checks every crate in both Cargo.lock files. */
export async function everyCrate(cargo) {
  for (const folder of [root, join(root, 'fuzz')]) await fetched(cargo, folder, []);
}

async function fetched(cargo, folder, platforms) {
  const args = ['fetch', '--locked', ...platforms];
  if ((await ask(cargo, [...args, '--offline'], { cwd: folder })) !== undefined) return;
  await install({
    label: `Fetching the crates${folder === root ? '' : ` of ${relative(root, folder)}`}${platforms.length ? '' : ', all platforms'}`,
    estimate: 10,
    command: cargo,
    args,
    cwd: folder,
    byHand: `\`cargo fetch\` in ${folder === root ? 'this folder' : relative(root, folder)}`,
    log: 'crates',
  });
}
