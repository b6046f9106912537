// Builds the npm package's `pkg/` from the crate and from src/js. Skipped when nothing that goes into it changed.
//   --dev    unoptimised, with names in stack traces   --force  build even when nothing changed
//   --js     only the JavaScript, into the pkg/ that is there: for work on src/js, without a compiler
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow, fingerprint } from './lib/fingerprint.mjs';
import { guardGlue } from './lib/glue.mjs';
import { MANIFEST, seal } from './lib/integrity.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { ask, run } from './lib/run.mjs';
import { printSizes } from './lib/sizes.mjs';
import { duration, step } from './lib/step.mjs';
import { wasmOpt } from './lib/wasm-opt.mjs';
import { setUp } from './setup.mjs';
import { WASM_TARGET } from './setup/rust.mjs';

const OUT = join(root, 'pkg');
// Not inside pkg/, because npm would publish it.
const STAMP = join(root, 'target', 'pkg-stamp.json');
const NAME = 'order_bridge';
// What `order-bridge/testing` is made of.
const STAND_IN = 'www/standin';
const INPUTS = ['Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'src', STAND_IN, 'scripts/build.mjs', 'scripts/lib/glue.mjs', 'scripts/lib/integrity.mjs', 'scripts/lib/inventory.mjs', 'scripts/lib/wasm-opt.mjs'];

export async function build(tools, { dev = false, force = false } = {}) {
  const inputs = fingerprint(root, INPUTS, [dev, await ask(tools.rustc, ['--version']), binaryen(), manifest().version]);
  if (!force && upToDate(inputs)) {
    console.log('✓ pkg/ is up to date');
    return;
  }
  // Everything happens beside pkg/, which is replaced in one move when all of it worked.
  const fresh = join(root, 'target', `pkg-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await compile(tools, fresh, dev);
    addJavaScript(fresh);
    const files = filesBelow(fresh, '.').map((name) => name.replace('./', '')).sort();
    replace(fresh);
    writeFileSync(STAMP, JSON.stringify({ inputs, files: files.map((name) => [name, statSync(join(OUT, name)).size]) }));
    printSizes(OUT, files.filter((name) => !/^(standin\/|testing\.)/.test(name) && name !== MANIFEST));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function addJavaScript(folder) {
  cpSync(join(root, 'src/js'), folder, { recursive: true });
  cpSync(join(root, STAND_IN), join(folder, 'standin'), { recursive: true });
  seal(folder, manifest().version);
}

async function compile(tools, folder, dev) {
  const wasm = await step(`Compiling the crate to wasm${dev ? ' (dev)' : ''}`, {}, (report) => cargo(tools.cargo, dev, report));
  // The declarations of the public API are written by hand, and where the wasm lies is the loader's decision.
  const glue = ['--target', 'web', '--omit-default-module-path', '--no-typescript', '--experimental-reset-state-function', '--out-dir', folder, '--out-name', NAME];
  await step('Writing the JavaScript glue', {}, () => need(tools.wasmBindgen, [...glue, ...(dev ? ['--keep-debug'] : []), wasm]));
  guardGlue(join(folder, `${NAME}.js`));
  if (dev) return;
  const file = join(folder, `${NAME}_bg.wasm`);
  await step('Shrinking the wasm', {}, () => need(...wasmOpt(file, file)));
}

const CARGO_PROGRESS = /^ +(Compiling|Blocking|Fresh|Downloading|Downloaded|Locking|Updating) /;

/** Returns the path of the .wasm, as Cargo itself reports it. */
async function cargo(command, dev, report) {
  const artifacts = [];
  const args = ['build', '--lib', '--target', WASM_TARGET, '--message-format=json-render-diagnostics', ...(dev ? [] : ['--release'])];
  const { code, output } = await run(command, args, {
    onLine: (line) => (line.startsWith('{') ? artifacts.push(JSON.parse(line)) : report(line)),
  });
  if (code !== 0) {
    console.error(output.split('\n').filter((line) => !line.startsWith('{') && !CARGO_PROGRESS.test(line)).join('\n'));
    throw new Problem('The crate does not compile; the compiler says why above.');
  }
  const files = artifacts.filter((a) => a.reason === 'compiler-artifact' && a.target.name === NAME).flatMap((a) => a.filenames);
  return files.find((file) => file.endsWith('.wasm'));
}

async function need(command, args) {
  const { code, output } = await run(command, args);
  if (code === 0) return;
  console.error(output);
  throw new Problem(`${command === process.execPath ? 'wasm-opt' : 'wasm-bindgen'} failed; it says why above.`);
}

function upToDate(inputs) {
  if (!existsSync(STAMP)) return false;
  const stamp = JSON.parse(readFileSync(STAMP, 'utf8'));
  const whole = ([name, size]) => existsSync(join(OUT, name)) && statSync(join(OUT, name)).size === size;
  return stamp.inputs === inputs && stamp.files.every(whole);
}

function replace(fresh) {
  const old = `${fresh}-old`;
  if (existsSync(OUT)) renameSync(OUT, old);
  renameSync(fresh, OUT);
  rmSync(old, { recursive: true, force: true });
}

const manifest = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const binaryen = () => manifest().devDependencies.binaryen;

async function command() {
  if (process.argv.includes('--js')) {
    if (!existsSync(join(OUT, `${NAME}.js`))) throw new Problem('There is no pkg/ yet: run npm run build once.');
    guardGlue(join(OUT, `${NAME}.js`));
    addJavaScript(OUT);
    return console.log('✓ Put the JavaScript into pkg/');
  }
  const started = performance.now();
  const { tools } = await setUp({ for: 'start' });
  await build(tools, { dev: process.argv.includes('--dev'), force: process.argv.includes('--force') });
  console.log(`✓ Built (${duration((performance.now() - started) / 1000)})`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(command);
