// The suites that `npm test` runs. The suites of a lane run in sequence; lanes run in parallel.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cargoBin, root } from '../lib/paths.mjs';
import { WASM_TARGET } from '../setup/rust.mjs';

const NO_WARNINGS = ['--', '-D', 'warnings'];

/**
 * Each suite has a `name`, the `lane` it runs in, and either `commands` that must all succeed or `files` for node:test.
 * Optional: `quick` (part of `npm run check`), the browser `engine`, `shares` (its files share a browser), `atOnce` (the number of
 * files to run in parallel), an `env`, and `missing`: the reason why it cannot run on this machine.
 */
export function suites({ tools, engines }) {
  const { cargo } = tools;
  return [
    { name: 'format', lane: 'cargo', quick: true, commands: ['.', 'fuzz'].map((folder) => [cargo, ['fmt', '--check', '--manifest-path', `${folder}/Cargo.toml`, '--', '--color', 'never']]) },
    {
      name: 'lints',
      lane: 'cargo',
      quick: true,
      commands: [
        [cargo, ['clippy', '--locked', '--all-targets', ...NO_WARNINGS]],
        [cargo, ['clippy', '--locked', '--target', WASM_TARGET, '--lib', ...NO_WARNINGS]],
        // The build for order-bridge/ocular.
        [cargo, ['clippy', '--locked', '--target', WASM_TARGET, '--lib', '--no-default-features', ...NO_WARNINGS]],
      ],
    },
    { name: 'domain', lane: 'cargo', quick: true, commands: [[cargo, ['test', '--locked']]] },
    types(),
    { name: 'fuzz', lane: 'cargo', commands: [[cargo, ['test', '--locked', '--manifest-path', 'fuzz/Cargo.toml', '--target-dir', 'target/fuzz', '--', '--show-output']]] },
    supplyChain(tools),
    // Long lanes come first, so that none of them runs alone at the end.
    ...Object.keys(engines).flatMap((engine) => [bindings(engine, tools, engines[engine]), endToEnd(engine, tools, engines[engine])]),
    { name: 'node', lane: 'node', atOnce: 3, files: testFiles('tests/node') },
    ...['matrix', 'neighbours', 'frameworks', 'runtimes'].map((name) => table(name, tools, engines)),
  ];
}

/** Checks src/js by its JSDoc types, and the hand-written declarations against the contract and against code that uses them: with each
 *  module resolution, with the current TypeScript and with the oldest version that supports `exports` in all of these modes. */
function types() {
  const tsc = (name, config, ...resolution) => [process.execPath, [join(root, 'node_modules', name, 'bin/tsc'), '-p', `tests/types/${config}.json`, ...resolution]];
  const as = (kind) => ['--module', kind, '--moduleResolution', kind];
  const current = [[], as('node16'), as('nodenext')].map((how) => tsc('typescript', 'tsconfig', ...how));
  const oldest = [[], as('node16')].map((how) => tsc('typescript-5.0', 'tsconfig.oldest', ...how));
  return { name: 'types', lane: 'cargo', quick: true, commands: [tsc('typescript', 'tsconfig.src'), ...current, ...oldest] };
}

/** Checks the source and licence of every crate; deny.toml lists what is allowed. */
function supplyChain({ cargoDeny }) {
  const check = (manifest) => [cargoDeny, ['--manifest-path', manifest, '--offline', '--locked', 'check', 'bans', 'licenses', 'sources']];
  const commands = ['Cargo.toml', 'fuzz/Cargo.toml'].map(check);
  return { name: 'supply-chain', lane: 'cargo', commands, missing: cargoDeny ? undefined : '`npm test` installs cargo-deny' };
}

/** Tests the packed package in real projects, one per row. The first run installs the projects. */
function table(name, { chromium, chromedriver, prototypeJs, mootoolsJs }, { chromium: engine }) {
  const env = { CHROMIUM: chromium, CHROMEDRIVER: chromedriver, PROTOTYPE_JS: prototypeJs, MOOTOOLS_JS: mootoolsJs };
  return { name, lane: 'matrix', engine: 'chromium', env, missing: engine?.missing, commands: [[process.execPath, ['scripts/matrix.mjs', '--built', '--table', name]]] };
}

/** Tests the bindings in a real browser, with wasm-pack. */
function bindings(engine, tools, { missing }) {
  const driver = {
    chromium: ['--chrome', '--chromedriver', tools.chromedriver],
    firefox: ['--firefox', '--geckodriver', tools.geckodriver],
    webkit: ['--safari', '--safaridriver', tools.webkitDriver],
  }[engine];
  const commands = [[tools.wasmPack, ['test', '--mode', 'no-install', '--headless', ...driver]]];
  // No OpenGL, as in tests/e2e/lib/launch.mjs.
  const env = engine === 'webkit' ? { WEBKIT_DISABLE_COMPOSITING_MODE: '1' } : {};
  return { name: `bindings-${engine}`, lane: engine, engine, missing, env, commands };
}

/** Tests the built package in pages, driven by WebDriver. */
function endToEnd(engine, tools, { missing }) {
  const env = {
    ENGINE: engine,
    CHROMIUM: tools.chromium,
    CHROMEDRIVER: tools.chromedriver,
    FIREFOX: tools.firefox,
    GECKODRIVER: tools.geckodriver,
    WEBKIT_DRIVER: tools.webkitDriver,
    MINI_BROWSER: tools.miniBrowser,
    PHP: tools.php,
  };
  return { name: `e2e-${engine}`, lane: engine, engine, missing, env, shares: true, atOnce: 1, files: testFiles('tests/e2e') };
}

/** The test files in a folder, as paths from the repository root. */
export const testFiles = (folder) =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []).filter((name) => name.endsWith('.test.mjs')).sort().map((name) => `${folder}/${name}`);

/** The environment of a suite. The pinned versions of the tools come first on the PATH. */
export function suiteEnv(tools, extra) {
  const folders = [tools.wasmBindgen, tools.wasmPack, tools.geckodriver].filter(Boolean).map((path) => dirname(path));
  const env = { ...process.env, ...extra, PATH: [...new Set(folders), process.env.PATH, cargoBin].join(delimiter) };
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
