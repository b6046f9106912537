/** What is published: only what belongs, everything that `exports` promises, and nothing that acts by itself. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
const cwd = fileURLToPath(root);
const text = (path) => readFile(new URL(path, root), 'utf8');
const manifest = JSON.parse(await text('package.json'));
const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets));
const promised = [...new Set(targets(manifest.exports).map((path) => path.replace('./', '')))];

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g;
const scripts = (await readdir(new URL('pkg/', root), { recursive: true })).filter((name) => /\.m?js$/.test(name)).map((name) => `pkg/${name.split(sep).join('/')}`);

/** What a file imports by a path, as paths from the package's root. */
async function imports(path) {
  const names = [...(await text(path)).matchAll(IMPORT)].map(([, name]) => name).filter((name) => name.startsWith('.'));
  return names.map((name) => new URL(name, new URL(path, root)).href.slice(root.href.length));
}

/** Everything that comes with a file. */
async function reached(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const name of await imports(path)) await reached(name, found);
  return found;
}

/** Runs code in a process of its own. */
async function inNode(code) {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd, timeout: 20_000 });
  return stdout.trim();
}

test('only what belongs is packed, and all of it', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd, shell: process.platform === 'win32' });
  const files = JSON.parse(stdout)[0].files.map(({ path }) => path);
  const belongs = /^(package\.json|README\.md|LICENSE-(MIT|APACHE)|pkg\/[\w-]+\.(mjs|js|d\.ts|wasm)|pkg\/integrity\.json|pkg\/standin\/([\w-]+\/)?[\w-]+\.mjs)$/;
  assert.deepEqual(files.filter((path) => !belongs.test(path)), []);
  const wanted = ['package.json', 'README.md', 'LICENSE-MIT', 'LICENSE-APACHE', ...promised];
  assert.deepEqual(wanted.filter((path) => !files.includes(path)), []);
  for (const path of files.filter((name) => /\.m?js$/.test(name))) {
    const imported = await imports(path);
    assert.deepEqual(imported.filter((name) => !files.includes(name)), [], `${path} imports what is not packed`);
  }
  assert.equal(files.filter((path) => path.endsWith('.wasm')).length, 1);
});

test('every target of exports exists, and the package can be imported by its name', async () => {
  for (const path of promised) assert.ok((await stat(new URL(path, root))).size > 0, path);
  assert.equal(import.meta.resolve('order-bridge'), new URL('pkg/node.mjs', root).href);
  assert.equal(import.meta.resolve('order-bridge/wasm'), new URL('pkg/order_bridge_bg.wasm', root).href);
  assert.equal(await import('order-bridge'), await import('../../pkg/node.mjs'));
  assert.equal(import.meta.resolve('order-bridge/testing'), new URL('pkg/testing.mjs', root).href);
  assert.throws(() => import.meta.resolve('order-bridge/standin/index.mjs'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  assert.throws(() => import.meta.resolve('order-bridge/bridge.mjs'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});

test('it needs nothing at run time', async () => {
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) assert.equal(manifest[kind], undefined, kind);
  for (const script of ['preinstall', 'install', 'postinstall']) assert.equal(manifest.scripts[script], undefined, script);
  for (const path of scripts) {
    const bare = [...(await text(path)).matchAll(IMPORT)].map(([, name]) => name).filter((name) => !name.startsWith('.'));
    assert.deepEqual(bare, path === 'pkg/node.mjs' ? ['node:fs/promises'] : [], path);
  }
});

test('the stand-in comes with the entry for tests, with no other, and whole', async () => {
  const isStandIn = (path) => path.startsWith('pkg/standin/');
  for (const entry of ['pkg/index.mjs', 'pkg/node.mjs', 'pkg/stub.js']) {
    assert.deepEqual([...await reached(entry)].filter((path) => isStandIn(path) || path === 'pkg/testing.mjs'), [], entry);
  }
  const own = [...await reached('pkg/testing.mjs')];
  assert.deepEqual(own.filter((path) => !isStandIn(path)), ['pkg/testing.mjs'], 'it shares no code with the bridge');
  assert.deepEqual(own.filter(isStandIn).sort(), scripts.filter(isStandIn).sort());
  for (const path of own.filter(isStandIn)) assert.equal(await text(path), await text(path.replace('pkg/', 'www/')), `${path} is a copy`);
});

test('nothing in it evaluates text as code, which a strict CSP forbids', async () => {
  for (const path of scripts) assert.doesNotMatch(await text(path), /\beval\s*\(|new Function\s*\(/, path);
});

for (const entry of ['index.mjs', 'node.mjs', 'testing.mjs']) {
  test(`importing ${entry} has no side effect`, async () => {
    const told = JSON.parse(await inNode(`
      const used = [];
      const watched = (name) => () => { used.push(name); throw new Error(name); };
      for (const name of ['fetch', 'setTimeout', 'setInterval', 'queueMicrotask']) globalThis[name] = watched(name);
      for (const name of ['instantiate', 'compile', 'instantiateStreaming', 'compileStreaming', 'Module', 'Instance']) WebAssembly[name] = watched(name);
      const listeners = () => process.eventNames().length;
      const before = { globals: Reflect.ownKeys(globalThis).length, prototype: Reflect.ownKeys(Object.prototype).length, listeners: listeners() };
      await import('./pkg/${entry}');
      const after = { globals: Reflect.ownKeys(globalThis).length, prototype: Reflect.ownKeys(Object.prototype).length, listeners: listeners() };
      process.stdout.write(JSON.stringify({ used, before, after }));
    `));
    assert.deepEqual(told.used, []);
    assert.deepEqual(told.after, told.before);
  });
}

test('a bridge that placed its order keeps no process alive and leaves no globals', async () => {
  const started = performance.now();
  const told = JSON.parse(await inNode(`
    const { loadOrderBridge } = await import('order-bridge');
    const { createStandIn } = await import('./www/standin/index.mjs');
    const standIn = createStandIn();
    new Request('https://project.example'); // the runtime's own global for this comes now
    const before = Reflect.ownKeys(globalThis).length;
    const { guestCheckout } = await loadOrderBridge({ fetch: standIn.fetch, timeoutMs: 15_000, oneEntry: { url: 'https://project.example', token: standIn.token } });
    const { outcome } = await guestCheckout.placeOrder({
      storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: 'cash', products: [{ productId: 10, quantity: 1 }],
      formData: [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']].map(([marker, value]) => ({ marker, type: 'string', value })),
    });
    process.stdout.write(JSON.stringify({ outcome, added: Reflect.ownKeys(globalThis).length - before }));
  `));
  assert.deepEqual(told, { outcome: 'accepted', added: 0 });
  assert.ok(performance.now() - started < 10_000, 'its timers are cleared');
});

test('one version in every place', async () => {
  const { loadOrderBridge } = await import('../../pkg/node.mjs');
  const { versions } = await loadOrderBridge();
  const [, inCargo] = /^\[package\][^[]*?^version = "([^"]+)"/ms.exec(await text('Cargo.toml'));
  const [, inSource] = /VERSION = '([^']+)'/.exec(await text('src/js/bridge.mjs'));
  const [, inPackage] = /VERSION = '([^']+)'/.exec(await text('pkg/bridge.mjs'));
  for (const version of [inCargo, inSource, inPackage, versions.package, versions.wasm]) assert.equal(version, manifest.version);
});

test('it is free software, said alike in every place', async () => {
  assert.equal(manifest.license, 'MIT OR Apache-2.0');
  assert.match(await text('Cargo.toml'), /^license = "MIT OR Apache-2\.0"$/m);
  assert.deepEqual(manifest.sideEffects, ['./pkg/stub.js']);
});
