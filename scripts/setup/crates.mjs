// The crates of Cargo.lock, fetched now so that every later build works offline.
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';
import { WASM_TARGET } from './rust.mjs';

export async function crates(cargo, rustc) {
  const host = /host: (\S+)/.exec((await ask(rustc, ['-vV'])) ?? '')?.[1];
  const args = ['fetch', '--target', WASM_TARGET, ...(host ? ['--target', host] : [])];
  if ((await ask(cargo, [...args, '--offline'])) !== undefined) return;
  await install({
    label: 'Fetching the crates',
    estimate: 10,
    command: cargo,
    args,
    byHand: '`cargo fetch` in this folder',
    log: 'crates',
  });
}
