// Folders of the building machine never reach the wasm: those of the crate, of Cargo and of rustup become names.
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.mjs';

const cargoHome = process.env.CARGO_HOME || join(homedir(), '.cargo');
const rustupHome = process.env.RUSTUP_HOME || join(homedir(), '.rustup');

/** For Cargo; added to the flags of `.cargo/config.toml`, where `RUSTFLAGS` would replace them. */
export function remapped(target) {
  const sources = join(cargoHome, 'registry', 'src');
  // Named after the registry as this machine reaches it.
  const registries = existsSync(sources) ? readdirSync(sources).map((name) => [join(sources, name), '/crates']) : [];
  // Of two that fit, rustc takes the last.
  const flags = [[rustupHome, '/rustup'], [cargoHome, '/cargo'], ...registries, [root, '/order-bridge']];
  const list = flags.map(([from, to]) => JSON.stringify(`--remap-path-prefix=${from}=${to}`));
  return ['--config', `target.${target}.rustflags=[${list.join(',')}]`];
}
