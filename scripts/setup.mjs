// Installs whatever is missing to run the demo (`--for start`) or the tests (`--for check`, `--for test`).
// `node scripts/setup.mjs` without arguments prepares for tests. A second run installs nothing and needs no network.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { find } from './lib/find.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { duration } from './lib/step.mjs';
import { apt } from './setup/apt.mjs';
import { browsers } from './setup/browsers.mjs';
import { cargoTool } from './setup/cargo-tool.mjs';
import { crates, everyCrate } from './setup/crates.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { pins, wasmBindgenVersion } from './setup/pins.mjs';
import { components, rust, wasmTarget } from './setup/rust.mjs';

/**
 * `start`: build and run. `check`: also format, lint and test without browsers. `test`: also the browsers.
 * Returns `{ tools, engines }`: the paths of the programs, and for each browser engine its programs or `{ missing: reason }`.
 */
export async function setUp({ for: purpose = 'start' } = {}) {
  node();
  const { cargo, rustc } = await rust();
  await wasmTarget(rustc);
  await linker();
  await npmPackages();
  await crates(cargo, rustc);
  const tools = { cargo, rustc, wasmBindgen: await wasmBindgen(cargo) };
  if (purpose === 'start') return { tools, engines: {} };

  await components();
  await crates(cargo, rustc, join(root, 'fuzz'));
  if (purpose === 'check') return { tools, engines: {} };

  const found = await browsers();
  tools.cargoDeny = await cargoDeny(cargo);
  tools.wasmPack = await wasmPack(cargo);
  if (!found.engines.firefox.missing) tools.geckodriver = await geckodriver(cargo);
  return { tools: { ...tools, ...found.tools }, engines: found.engines };
}

// Estimates are in seconds, measured on two cores.
const wasmBindgen = (cargo) =>
  cargoTool({
    cargo,
    crate: 'wasm-bindgen-cli',
    program: 'wasm-bindgen',
    beside: ['wasm-bindgen-test-runner'],
    busy: ['walrus', 'wasmparser', 'wasm-encoder', 'gimli', 'wasm-bindgen-cli-support'],
    version: wasmBindgenVersion(),
    estimate: 120,
    byHand: `put the programs from https://github.com/wasm-bindgen/wasm-bindgen/releases/tag/${wasmBindgenVersion()} on your PATH`,
  });

const wasmPack = (cargo) =>
  cargoTool({
    cargo,
    crate: 'wasm-pack',
    version: pins.wasmPack,
    estimate: 80,
    byHand: `put the program from https://github.com/wasm-bindgen/wasm-pack/releases/tag/v${pins.wasmPack} on your PATH`,
  });

/** cargo-deny, which checks the source and licence of every crate. */
export async function cargoDeny(cargo) {
  await everyCrate(cargo);
  return cargoTool({
    cargo,
    crate: 'cargo-deny',
    version: pins.cargoDeny,
    locked: true,
    estimate: 120,
    byHand: `put the program from https://github.com/EmbarkStudios/cargo-deny/releases/tag/${pins.cargoDeny} on your PATH`,
  });
}

const geckodriver = (cargo) =>
  cargoTool({
    cargo,
    crate: 'geckodriver',
    version: pins.geckodriver,
    estimate: 75,
    byHand: `put the program from https://github.com/mozilla/geckodriver/releases/tag/v${pins.geckodriver} on your PATH`,
  });

function node() {
  const oldest = 20;
  if (parseInt(process.versions.node, 10) < oldest) throw new Problem(`Node ${process.versions.node} is too old; version ${oldest} or newer is needed: https://nodejs.org.`);
}

/** rustup installs no linker. On Linux, Rust uses the one of the C compiler. */
async function linker() {
  if (process.platform === 'win32' || find('cc')) return;
  await apt(['gcc', 'libc6-dev']);
  if (!find('cc')) {
    throw new Problem('A C compiler is missing; Rust needs it to link. Install gcc (dnf install gcc) or, on macOS, run `xcode-select --install`.');
  }
}

async function command() {
  const started = performance.now();
  const at = process.argv.indexOf('--for');
  const purpose = at < 0 ? 'test' : process.argv[at + 1];
  if (!['start', 'check', 'test'].includes(purpose)) throw new Problem('Use `--for start`, `--for check` or `--for test`.');
  const { engines } = await setUp({ for: purpose });
  const missing = Object.entries(engines).filter(([, engine]) => engine.missing);
  missing.forEach(([name, engine]) => console.log(`- ${name} tests will not run: ${engine.missing}`));
  console.log(`✓ Everything for \`${purpose}\` is installed (${duration((performance.now() - started) / 1000)})`);
  if (missing.length && process.env.CI === 'true') throw new Problem('With CI=true, every browser engine is required.');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(command);
