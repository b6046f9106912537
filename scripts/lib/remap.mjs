// Keeps folders of the build machine out of the wasm: the paths of the crate, of Cargo and of rustup are replaced by fixed names.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.mjs';

const cargoHome = process.env.CARGO_HOME || join(homedir(), '.cargo');
const rustupHome = process.env.RUSTUP_HOME || join(homedir(), '.rustup');

/** Arguments for Cargo. They add to the flags of `.cargo/config.toml`; `RUSTFLAGS` would replace those. */
export function remapped(target) {
  const sources = join(cargoHome, 'registry', 'src');
  // The folder name depends on how this machine reaches the registry.
  const registries = existsSync(sources) ? readdirSync(sources).map((name) => [join(sources, name), '/crates']) : [];
  // If several prefixes match, rustc uses the last one.
  const flags = [[rustupHome, '/rustup'], [cargoHome, '/cargo'], ...registries, [root, '/order-bridge']];
  const list = flags.map(([from, to]) => JSON.stringify(`--remap-path-prefix=${from}=${to}`));
  return ['--config', `target.${target}.rustflags=[${list.join(',')}]`];
}
