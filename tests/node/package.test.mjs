/** The published package: only the files that belong to it, every target of `exports`, and nothing that runs on its own. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { reasons } from '../../scripts/release.mjs';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
const cwd = fileURLToPath(root);
const text = (path) => readFile(new URL(path, root), 'utf8');
const manifest = JSON.parse(await text('package.json'));
const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets));
const promised = [...new Set(targets(manifest.exports).map((path) => path.replace('./', '')))];
const scripts = (await readdir(new URL('pkg/', root))).filter((name) => /\.m?js$/.test(name)).map((name) => `pkg/${name}`);

let folder;
let tarball;
let packed;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-bridge-pack-'));
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd, shell: process.platform === 'win32' });
  const [{ filename, files }] = JSON.parse(stdout);
  tarball = join(folder, filename);
  packed = files.map(({ path }) => path).sort();
});
after(() => rm(folder, { recursive: true }));

/** Runs code in a separate process. */
async function inNode(code) {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd, timeout: 20_000 });
  return stdout.trim();
}

test('exactly these files are packed', async () => {
  const built = JSON.parse(await text('pkg/integrity.json')).files.map(({ file }) => `pkg/${file}`);
  const wanted = ['CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json', 'pkg/integrity.json', ...built].sort();
  assert.deepEqual(packed, wanted);
  assert.deepEqual([...manifest.files, 'package.json'].sort(), wanted, 'every file is listed, so that no other one slips in');
  assert.deepEqual(promised.filter((path) => !packed.includes(path)), []);
  assert.equal(packed.filter((path) => path.endsWith('.wasm')).length, 2);
});

test('nothing is published without URLs, a section in the changelog and a clean tree', () => {
  const ready = { manifest: { version: '1.0.0', repository: { url: 'git+https://git.example/a.git' }, homepage: 'https://git.example/a', bugs: 'https://git.example/a/issues' }, changelog: '## [1.0.0]', changed: '' };
  assert.deepEqual(reasons(ready), []);
  assert.match(reasons({ ...ready, manifest: { ...ready.manifest, bugs: undefined } }).join(), /bugs does not have/);
  assert.match(reasons({ ...ready, changelog: '## [Unreleased]' }).join(), /no section \[1\.0\.0\]/);
  assert.match(reasons({ ...ready, changed: ' M a' }).join(), /not committed/);
  assert.equal(reasons({ ...ready, manifest }).filter((reason) => /address/.test(reason)).length, 3, 'the real URLs are not known yet: remove this line once they are');
});

test('publint reports nothing about the tarball', async () => {
  const { stdout } = await run(process.execPath, ['node_modules/publint/src/cli.js', tarball, '--strict'], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  assert.match(stdout, /All good!\s*$/);
});

test('"Are the types wrong?" reports nothing for any resolver that supports `exports` and ESM', async () => {
  const { stdout } = await run(process.execPath, ['node_modules/@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only', '--format', 'json'], { cwd, maxBuffer: 1e8 });
  const { analysis, problems } = JSON.parse(stdout);
  // The profile leaves out resolvers that predate `exports`, and `require`, which loads modules only in newer Node.
  const counted = Object.values(problems ?? {}).flat().filter(({ resolutionKind }) => !['node10', 'node16-cjs'].includes(resolutionKind));
  assert.deepEqual(counted, []);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), Object.keys(manifest.exports).sort());
  for (const [name, { resolutions }] of Object.entries(analysis.entrypoints)) {
    for (const kind of ['node16-esm', 'bundler']) assert.ok(resolutions[kind].resolution, `${name} by ${kind}`);
  }
});

test('types come first, and every entry except JSON has its own', () => {
  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === 'string') assert.match(target, /\.json$/, name);
    else assert.deepEqual([Object.keys(target)[0], Object.keys(target).at(-1)], ['types', 'default'], name);
  }
});

test('no declaration uses any', async () => {
  for (const path of promised.filter((name) => name.endsWith('.d.ts'))) {
    const code = (await text(path)).replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
    assert.doesNotMatch(code, /\bany\b/, path);
  }
});

test('every target of exports exists, and the package can be imported by its name', async () => {
  for (const path of promised) assert.ok((await stat(new URL(path, root))).size > 0, path);
  const places = { '': 'node.mjs', '/inline': 'inline.mjs', '/ocular': 'ocular-inline.mjs', '/ocular/wasm': 'order_bridge_ocular_bg.wasm', '/ocular/global': 'ocular-global.js', '/global': 'global.js', '/element': 'element.mjs', '/stub': 'stub.js', '/testing': 'testing.mjs', '/wasm': 'order_bridge_bg.wasm', '/integrity.json': 'integrity.json' };
  for (const [name, file] of Object.entries(places)) assert.equal(import.meta.resolve(`order-bridge${name}`), new URL(`pkg/${file}`, root).href);
  assert.equal(await import('order-bridge'), await import('../../pkg/node.mjs'));
  assert.throws(() => import.meta.resolve('order-bridge/index.mjs'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});

test('the package has no dependencies at run time, and no install scripts', () => {
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) assert.equal(manifest[kind], undefined, kind);
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(manifest.scripts[script], undefined, script);
});

test('only the entry for tests contains the stand-in', async () => {
  for (const path of scripts) assert.equal((await text(path)).includes('lost-after-commit'), path === 'pkg/testing.mjs', path);
  assert.doesNotMatch(await text('pkg/testing.mjs'), /loadOrderBridge|OrderBridgeError|WebAssembly/, 'it shares no code with the bridge');
});

test('no script evaluates strings as code, which a strict CSP forbids', async () => {
  for (const path of scripts) assert.doesNotMatch(await text(path), /\beval\s*\(|\bFunction\s*\(\s*["'`]/, path);
});

test('a bridge that has placed its order keeps no process alive and leaves no globals', async () => {
  const started = performance.now();
  const result = JSON.parse(await inNode(`
    const { loadOrderBridge } = await import('order-bridge');
    const { createStandIn } = await import('./www/standin/index.mjs');
    const standIn = createStandIn();
    new Request('https://project.example'); // the runtime adds its own global for this now
    const before = Reflect.ownKeys(globalThis).length;
    const { guestCheckout } = await loadOrderBridge({ fetch: standIn.fetch, timeoutMs: 15_000, oneEntry: { url: 'https://project.example', token: standIn.token } });
    const { outcome } = await guestCheckout.placeOrder({
      storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: 'cash', products: [{ productId: 10, quantity: 1 }],
      formData: [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']].map(([marker, value]) => ({ marker, type: 'string', value })),
    });
    process.stdout.write(JSON.stringify({ outcome, added: Reflect.ownKeys(globalThis).length - before }));
  `));
  assert.deepEqual(result, { outcome: 'accepted', added: 0 });
  assert.ok(performance.now() - started < 10_000, 'its timers are cleared');
});

test('the version is the same in every place', async () => {
  const { loadOrderBridge } = await import('../../pkg/node.mjs');
  const { versions } = await loadOrderBridge();
  const [, inCargo] = /^\[package\][^[]*?^version = "([^"]+)"/ms.exec(await text('Cargo.toml'));
  const [, inSource] = /VERSION = '([^']+)'/.exec(await text('src/js/bridge.mjs'));
  const banners = await Promise.all(scripts.map(async (path) => /^\/\*! order-bridge (\S+) \| MIT OR Apache-2\.0 \*\/\n/.exec(await text(path))?.[1]));
  for (const version of [inCargo, inSource, ...banners, versions.package, versions.wasm]) assert.equal(version, manifest.version);
});

test('the licence is the same in every place', async () => {
  assert.equal(manifest.license, 'MIT OR Apache-2.0');
  assert.match(await text('Cargo.toml'), /^license = "MIT OR Apache-2\.0"$/m);
});
