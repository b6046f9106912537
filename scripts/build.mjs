// Builds the npm package's `pkg/` from the crate and from src/js. Skipped when no input has changed.
//   --dev    unoptimised, with names in stack traces   --force  builds even when no input has changed
//   --js     rebuilds only the JavaScript in an existing pkg/: for work on src/js, needs no compiler
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleTestPage, TEST_PAGE, WASMS } from './lib/bundle.mjs';
import { filesBelow, fingerprint } from './lib/fingerprint.mjs';
import { MANIFEST, seal } from './lib/integrity.mjs';
import { root } from './lib/paths.mjs';
import { remapped } from './lib/remap.mjs';
import { main, Problem } from './lib/problem.mjs';
import { numbered } from './lib/import-numbers.mjs';
import { silentPanics } from './lib/silent-panics.mjs';
import { ask, run } from './lib/run.mjs';
import { smaller } from './lib/size-flags.mjs';
import { printSizes } from './lib/sizes.mjs';
import { duration, step } from './lib/step.mjs';
import { wasmOpt } from './lib/wasm-opt.mjs';
import { setUp } from './setup.mjs';
import { WASM_TARGET } from './setup/rust.mjs';

const OUT = join(root, 'pkg');
// Outside pkg/, because npm would publish it.
const STAMP = join(root, 'target', 'pkg-stamp.json');
// The output of wasm-bindgen, for --js.
const GLUE = join(root, 'target', 'glue.json');
const CRATE = 'order_bridge';
// The source of `order-bridge/testing`.
const STAND_IN = 'www/standin';
export const INPUTS = ['.cargo/config.toml', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', 'src', STAND_IN, TEST_PAGE, 'scripts/build.mjs', 'scripts/lib/bundle.mjs', 'scripts/lib/import-numbers.mjs', 'scripts/lib/inline-text.mjs', 'scripts/lib/integrity.mjs', 'scripts/lib/inventory.mjs', 'scripts/lib/minify.mjs', 'scripts/lib/remap.mjs', 'scripts/lib/silent-panics.mjs', 'scripts/lib/size-flags.mjs', 'scripts/lib/wasm-opt.mjs', 'scripts/lib/wasm-sections.mjs'];

export async function build(tools, { dev = false, force = false } = {}) {
  const inputs = fingerprint(root, INPUTS, [dev, await ask(tools.rustc, ['--version']), tool('binaryen'), tool('esbuild'), tool('terser'), manifest().version]);
  if (!force && upToDate(inputs)) {
    console.log('✓ pkg/ is up to date');
    return;
  }
  const files = await renewed(async (fresh) => {
    writeFileSync(GLUE, JSON.stringify(await compile(tools, fresh, dev)));
    await addJavaScript(fresh);
  });
  writeFileSync(STAMP, JSON.stringify({ inputs, files: files.map((name) => [name, statSync(join(OUT, name)).size]) }));
  printSizes(OUT, files.filter((name) => !/\.d\.ts$|^testing\./.test(name) && name !== MANIFEST));
}

/** Fills a temporary folder and replaces pkg/ with it once everything has succeeded. Returns the names of its files. */
async function renewed(fill) {
  const fresh = join(root, 'target', `pkg-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await fill(fresh);
    const files = filesBelow(fresh, '.').map((name) => name.replace('./', '')).sort();
    replace(fresh);
    return files;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function addJavaScript(folder) {
  await addScripts(folder, lastGlue());
  await bundleTestPage();
}

/** @param {string} folder with the wasms @param {Record<string, any>} glue @param {{ readable?: boolean, maps?: string }} [how] */
export async function addScripts(folder, glue, how = {}) {
  const { version } = manifest();
  await bundle(folder, { glue, standIn: join(root, STAND_IN), version, ...how });
  if (!how.maps) seal(folder, version);
}

/** The glue of the package that is built. */
export const lastGlue = () => JSON.parse(readFileSync(GLUE, 'utf8'));

/** Writes the wasms into `folder`. Returns their glue. */
export async function compile(tools, folder, dev) {
  const glue = {};
  for (const { name, features, label } of WASMS) {
    const wasm = await step(`Compiling ${label} to wasm${dev ? ' (dev)' : ''}`, {}, (report) => cargo(tools, { dev, features }, report));
    glue[name] = await step('Writing the JavaScript glue', {}, () => bind(tools, wasm, folder, name, dev ? ['--keep-debug'] : []));
    if (!dev) await step('Shrinking the wasm', {}, () => shrink(join(folder, `${name}_bg.wasm`)));
  }
  return glue;
}

/** Writes the wasm to `folder`. Returns its glue: the script, and the names of the functions that the wasm imports. */
export async function bind(tools, wasm, folder, name = CRATE, more = []) {
  // The declarations of the public API are hand-written, and src/js/instance.mjs creates the instance. Of the output of this
  // target, only the glue functions are used.
  await need(tools.wasmBindgen, ['--target', 'bundler', '--no-typescript', '--encode-into', 'always', '--out-dir', folder, '--out-name', name, ...more, wasm]);
  const script = join(folder, `${name}_bg.js`);
  const code = readFileSync(script, 'utf8');
  for (const file of [script, join(folder, `${name}.js`)]) rmSync(file);
  const bound = join(folder, `${name}_bg.wasm`);
  const { wasm: withNumbers, names } = numbered(readFileSync(bound));
  writeFileSync(bound, withNumbers);
  return { code, names };
}

/** @param {string} file @param {(args: string[]) => string[]} [how] adjusts wasm-opt's arguments */
export async function shrink(file, how = (args) => args) {
  writeFileSync(file, silentPanics(readFileSync(file)));
  const [command, args] = wasmOpt(file, file);
  await need(command, how(args));
}

// Cargo.toml lists an rlib, too, for the native tests. Compiled for both, the wasm is larger: 83.6 KB instead of 81.6 KB, and 41.2 KB
// instead of 39.0 KB for the Ocular half.
const ONLY_CDYLIB = ['--crate-type', 'cdylib'];
const CARGO_PROGRESS = /^ +(Compiling|Blocking|Fresh|Downloading|Downloaded|Locking|Updating) /;

/** Returns the path of the .wasm, as Cargo itself reports it. */
export async function cargo(tools, { dev = false, features = [] }, report) {
  const artifacts = [];
  const args = [...remapped(WASM_TARGET), ...(dev ? [] : await smaller(WASM_TARGET, tools.rustc)), 'rustc', '--locked', '--lib', ...ONLY_CDYLIB, '--target', WASM_TARGET, '--message-format=json-render-diagnostics', ...(dev ? [] : ['--release']), ...features];
  const { code, output } = await run(tools.cargo, args, {
    onLine: (line) => (line.startsWith('{') ? artifacts.push(JSON.parse(line)) : report(line)),
  });
  if (code !== 0) {
    console.error(output.split('\n').filter((line) => !line.startsWith('{') && !CARGO_PROGRESS.test(line)).join('\n'));
    throw new Problem('The crate does not compile; see the compiler errors above.');
  }
  const files = artifacts.filter((a) => a.reason === 'compiler-artifact' && a.target.name === CRATE).flatMap((a) => a.filenames);
  return files.find((file) => file.endsWith('.wasm'));
}

export async function need(command, args) {
  const { code, output } = await run(command, args);
  if (code === 0) return;
  console.error(output);
  throw new Problem(`${command === process.execPath ? 'wasm-opt' : 'wasm-bindgen'} failed; see its output above.`);
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
const tool = (name) => manifest().devDependencies[name];

async function command() {
  if (process.argv.includes('--js')) {
    if (!existsSync(GLUE) || !existsSync(OUT)) throw new Problem('There is no complete build yet: run `npm run build` once.');
    await renewed(async (fresh) => {
      for (const { name } of WASMS) copyFileSync(join(OUT, `${name}_bg.wasm`), join(fresh, `${name}_bg.wasm`));
      await addJavaScript(fresh);
    });
    return console.log('✓ Rebuilt the JavaScript in pkg/');
  }
  const started = performance.now();
  const { tools } = await setUp({ for: 'start' });
  await build(tools, { dev: process.argv.includes('--dev'), force: process.argv.includes('--force') });
  console.log(`✓ Built (${duration((performance.now() - started) / 1000)})`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(command);
