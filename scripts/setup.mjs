// Brings everything that is needed to run (`--for start`) or to test (`--for test`) and is not there yet.
// `node scripts/setup.mjs` alone prepares for tests. A second run finds everything and needs no network.
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
 * Returns `{ tools, engines }`: the programs' paths, and for each browser engine its programs or `{ missing: reason }`.
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

// Estimates in seconds, measured on two cores.
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

/** Says of every crate where it comes from and under which licence. */
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
  if (parseInt(process.versions.node, 10) < oldest) throw new Problem(`Node ${process.versions.node} is too old, ${oldest} is needed: https://nodejs.org.`);
}

/** rustup brings no linker; on Linux that is the C compiler's. */
async function linker() {
  if (process.platform === 'win32' || find('cc')) return;
  await apt(['gcc', 'libc6-dev']);
  if (!find('cc')) {
    throw new Problem('A C compiler is missing, Rust links with it: install gcc (dnf install gcc) or, on macOS, run `xcode-select --install`.');
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
  console.log(`✓ Everything for \`${purpose}\` is here (${duration((performance.now() - started) / 1000)})`);
  if (missing.length && process.env.CI === 'true') throw new Problem('With CI=true every browser engine has to be there.');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(command);
