// The pinned version of each tool, each read from its single source.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';

const read = (name) => readFileSync(join(root, name), 'utf8');

const { 'wasm-pack': wasmPack, geckodriver, 'cargo-deny': cargoDeny } = JSON.parse(read('scripts/versions.json'));
export const pins = { wasmPack, geckodriver, cargoDeny };

/** The command-line tool must have exactly the version of the wasm-bindgen library that the crate is built with. */
export function wasmBindgenVersion() {
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(read('Cargo.lock').replaceAll('\r', ''))?.[1];
  if (!version) throw new Problem('Cargo.lock has no entry for wasm-bindgen. Run `cargo generate-lockfile` and try again.');
  return version;
}

/** The minimum Rust version from Cargo.toml, or undefined if it has none. */
export const oldestRust = () => /^rust-version = "([^"]+)"/m.exec(read('Cargo.toml'))?.[1];
