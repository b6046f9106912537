// Checks the Rust toolchain: a recent version, the wasm target, and for checks the formatter and linter.
import { existsSync } from 'node:fs';
import { find } from '../lib/find.mjs';
import { Problem } from '../lib/problem.mjs';
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';
import { oldestRust } from './pins.mjs';

export const WASM_TARGET = 'wasm32-unknown-unknown';

export async function rust() {
  const cargo = find('cargo');
  const rustc = find('rustc');
  if (!cargo || !rustc) throw new Problem('Rust is missing: install it with rustup (https://rustup.rs) and try again.');
  const version = /rustc (\S+)/.exec((await ask(rustc, ['--version'])) ?? '')?.[1];
  if (!version) throw new Problem('`rustc --version` prints no version: install the stable toolchain with `rustup toolchain install stable`.');
  const oldest = oldestRust();
  if (oldest && older(version, oldest)) throw new Problem(`Rust ${version} is too old; version ${oldest} or newer is needed. Run \`rustup update stable\`.`);
  return { cargo, rustc };
}

/** Asks the compiler, not rustup, so that a distribution's Rust with the target works as well. */
export async function wasmTarget(rustc) {
  const folder = await ask(rustc, ['--print', 'target-libdir', '--target', WASM_TARGET]);
  if (folder && existsSync(folder)) return;
  await rustup({
    args: ['target', 'add', WASM_TARGET],
    label: `Adding the Rust target ${WASM_TARGET}`,
    byHand: `\`rustup target add ${WASM_TARGET}\`, or your distribution's package with Rust's standard library for wasm`,
    log: 'rust-target',
  });
}

export async function components() {
  const present = await Promise.all(['cargo-fmt', 'cargo-clippy'].map((name) => find(name) && ask(find(name), ['--version'])));
  if (present.every(Boolean)) return;
  await rustup({
    args: ['component', 'add', 'rustfmt', 'clippy'],
    label: 'Adding rustfmt and clippy',
    byHand: '`rustup component add rustfmt clippy`',
    log: 'rust-components',
  });
}

async function rustup(options) {
  const command = find('rustup');
  if (!command) throw new Problem(`${options.label}: rustup is missing. To install it yourself: ${options.byHand}.`);
  await install({ command, estimate: 10, ...options });
}

function older(version, than) {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).map(Number));
  return a[0] !== b[0] ? a[0] < b[0] : a[1] !== b[1] ? a[1] < b[1] : (a[2] || 0) < (b[2] || 0);
}
