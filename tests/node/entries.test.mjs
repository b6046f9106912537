/** Each entry is one file that bundlers, pages and servers accept unchanged. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';
import { OLDEST } from '../../src/js/engine.mjs';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url);
const cwd = fileURLToPath(root);
const text = (path) => readFile(new URL(path, root), 'utf8');
const manifest = JSON.parse(await text('package.json'));

const MODULES = ['index.mjs', 'node.mjs', 'inline.mjs', 'ocular.mjs', 'ocular-inline.mjs', 'element.mjs', 'testing.mjs'];
const CLASSIC = ['global.js', 'ocular-global.js', 'stub.js', 'tag.js'];
const BRIDGES = ['index.mjs', 'node.mjs', 'inline.mjs', 'ocular.mjs', 'ocular-inline.mjs'];

async function inNode(code, flags = []) {
  const { stdout } = await run(process.execPath, [...flags, '--input-type=module', '--eval', code], { cwd, timeout: 30_000 });
  return stdout.trim();
}

/** The imports that a bundler finds. */
async function imports(name) {
  const found = [];
  const plugin = { name: 'imports', setup: ({ onResolve }) => onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'entry-point' ? undefined : (found.push(path), { external: true }))) };
  await build({ absWorkingDir: cwd, entryPoints: [`pkg/${name}`], bundle: true, write: false, format: 'esm', logLevel: 'silent', plugins: [plugin] });
  return found;
}

test('each entry is one file, except node.mjs, which re-exports another one, and the tag, which loads another one', async () => {
  const others = { 'node.mjs': ['./inline.mjs'], 'tag.js': ['./ocular.mjs'] };
  for (const name of [...MODULES, ...CLASSIC]) assert.deepEqual(await imports(name), others[name] ?? [], name);
});

test('bundlers find each wasm once, in its entry for pages, and nowhere else', async () => {
  // The form that Vite and webpack recognise: both arguments are literals.
  const asset = /new URL\(("[^"]+"|'[^']+'),\s*import\.meta\.url\)/g;
  const named = Object.fromEntries(await Promise.all([...MODULES, ...CLASSIC].map(async (name) => [name, [...(await text(`pkg/${name}`)).matchAll(asset)].map(([, path]) => path.slice(1, -1))])));
  assert.deepEqual(named, {
    'index.mjs': ['./order_bridge_bg.wasm'], 'node.mjs': [], 'inline.mjs': [], 'ocular.mjs': ['./order_bridge_ocular_bg.wasm'], 'ocular-inline.mjs': [], 'element.mjs': [], 'testing.mjs': [], 'global.js': [], 'ocular-global.js': [], 'stub.js': [],
    'tag.js': [],
  });
});

test('modules have no top-level await, classic scripts are classic and declare no name', async () => {
  const { Script } = await import('node:vm');
  for (const name of MODULES) await assert.doesNotReject(transform(await text(`pkg/${name}`), { format: 'esm', supported: { 'top-level-await': false } }), name);
  for (const name of CLASSIC) {
    const code = await text(`pkg/${name}`);
    assert.doesNotThrow(() => new Script(code), name);
    assert.match(code, /^\/\*![^*]*\*\/\n(?:"use strict";)?\((?:\(\)=>|function\(\))\{/, `${name} is one function`);
  }
});

test('no syntax is newer than the oldest engines: compiling for them changes nothing', async () => {
  const target = Object.entries(OLDEST).map(([name, version]) => `${name.toLowerCase()}${version}`);
  for (const name of [...MODULES, ...CLASSIC].filter((one) => one !== 'testing.mjs')) {
    const how = { minify: true, legalComments: 'none', charset: 'ascii' };
    const [same, older] = await Promise.all([transform(await text(`pkg/${name}`), { ...how, target: 'esnext' }), transform(await text(`pkg/${name}`), { ...how, target })]);
    assert.ok(older.code === same.code, name);
  }
});

test('all entries that load the bridge export what the declarations say', async () => {
  const declared = [...(await text('pkg/index.d.ts')).matchAll(/^export (?:function|class|const) (\w+)/gm)].map(([, name]) => name).sort();
  for (const entry of BRIDGES) assert.deepEqual(Object.keys(await import(`../../pkg/${entry}`)).sort(), declared, entry);
});

test('an error of one entry is recognised by every other one', async () => {
  const entries = await Promise.all(BRIDGES.map((entry) => import(`../../pkg/${entry}`)));
  for (const { OrderBridgeError } of entries) {
    const error = new OrderBridgeError('CONFIG', 'no');
    for (const { isOrderBridgeError } of entries) assert.ok(isOrderBridgeError(error));
  }
});

for (const entry of [...MODULES, ...CLASSIC]) {
  test(`on a server, importing ${entry} has no side effect`, async () => {
    const result = JSON.parse(await inNode(`
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
    assert.deepEqual(result.used, []);
    assert.deepEqual(result.after, result.before);
  });
}

test('exactly the entries with side effects are marked so', async () => {
  assert.deepEqual(manifest.sideEffects, ['element.mjs', ...CLASSIC].map((name) => `./pkg/${name}`));
  // Classic scripts add globals; the others add none, even in a page. The element is registered by its name, not as a global.
  for (const name of [...MODULES, ...CLASSIC]) {
    const added = JSON.parse(await inNode(`
      globalThis.self = globalThis;
      // The tag needs a document; the others do not.
      if ('${name}' === 'tag.js') Object.assign(globalThis, { document: { currentScript: null, querySelectorAll: () => [] }, location: { search: '' }, localStorage: { getItem: () => null }, sessionStorage: {} });
      globalThis.orderBridgeOptions = { wasm: 'http://127.0.0.1:1/none.wasm' };
      console.error = () => {};
      const before = new Set(Reflect.ownKeys(globalThis));
      await import('./pkg/${name}');
      const added = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
      process.stdout.write(JSON.stringify(added), () => process.exit());
    `));
    assert.equal(added.length > 0, CLASSIC.includes(name), `${name}: ${added}`);
  }
});

test('no function is newer than the oldest engines, unless the code checks for it first', async () => {
  const newer = /\.(at|findLast|findLastIndex|hasOwn|groupBy|toSorted|toReversed|toSpliced|withResolvers|any|canParse|isWellFormed|fromAsync|randomUUID)\(|AbortSignal\.timeout|Array\.fromAsync|static\s*\{|#\w+\(/g;
  for (const name of ['index.mjs', 'node.mjs', 'inline.mjs', 'ocular.mjs', 'ocular-inline.mjs', 'element.mjs', ...CLASSIC]) {
    const code = (await text(`pkg/${name}`)).replace(/(["'])(?:(?!\1).){9999,}\1/g, '""');
    assert.deepEqual([...code.matchAll(newer)].map(([found]) => found), [], name);
  }
});
