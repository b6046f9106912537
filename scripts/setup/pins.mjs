// Which version of each tool, each read from the one place that decides it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';

const read = (name) => readFileSync(join(root, name), 'utf8');

const { 'wasm-pack': wasmPack, geckodriver, 'cargo-deny': cargoDeny } = JSON.parse(read('scripts/versions.json'));
export const pins = { wasmPack, geckodriver, cargoDeny };

/** The command line tool has to be of exactly the version of the library that the crate is built with. */
export function wasmBindgenVersion() {
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(read('Cargo.lock').replaceAll('\r', ''))?.[1];
  if (!version) throw new Problem('Cargo.lock does not name wasm-bindgen; run `cargo generate-lockfile` and try again.');
  return version;
}

/** The oldest Rust that the crate accepts, or undefined when Cargo.toml does not say. */
export const oldestRust = () => /^rust-version = "([^"]+)"/m.exec(read('Cargo.toml'))?.[1];
