/** A wasm other than the one that was built is refused, from any source; the manifest detects all other changes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { faults, sri } from '../../scripts/lib/integrity.mjs';
import { flipped, flips } from '../safe/flips.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGE = join(ROOT, 'pkg');
const WASM = await readFile(join(PACKAGE, 'order_bridge_bg.wasm'));
const FLIPS = 100;

let folder;
let load;
let server;
let serve;
const asked = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-bridge-integrity-'));
  await cp(PACKAGE, join(folder, 'pkg'), { recursive: true });
  // No load of this copy ever succeeds, so that each call loads again.
  ({ loadOrderBridge: load } = await import(pathToFileURL(join(folder, 'pkg/node.mjs')).href));
  server = createServer((request, response) => {
    asked.push(request.headers['cache-control'] ?? '');
    serve(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

const url = () => `http://127.0.0.1:${server.address().port}/order_bridge_bg.wasm`;
const answer = (bytes) => (request, response) => response.writeHead(200, { 'content-type': 'application/wasm' }).end(bytes);
const refused = { name: 'OrderBridgeError', code: 'INTEGRITY', message: /not the file that this version was built with: it was changed, cut off, or belongs to another version/ };

test(`${FLIPS} flipped bits, by URL, response and bytes: none is loaded`, async (t) => {
  let refusals = 0;
  for (const flip of flips(WASM.length, FLIPS)) {
    const bytes = flipped(WASM, flip);
    serve = answer(bytes);
    for (const source of [url(), new Response(bytes, { headers: { 'content-type': 'application/wasm' } }), bytes]) {
      await assert.rejects(load({ wasm: source }), flip.at < 4 ? { code: /BAD_RESPONSE|INTEGRITY/ } : refused);
      refusals += 1;
    }
  }
  t.diagnostic(`${FLIPS} flips, ${refusals} loads refused`);
});

test('a file that is cut off anywhere, or has an extra byte, is refused', async () => {
  for (const length of [5, 8, 1000, WASM.length >> 1, WASM.length - 1]) {
    serve = answer(WASM.subarray(0, length));
    await assert.rejects(load({ wasm: url() }), refused);
  }
  serve = answer(Buffer.concat([WASM, Buffer.alloc(1)]));
  await assert.rejects(load({ wasm: url() }), refused);
});

for (const [name, source] of [['a URL', () => url()], ['a response that the page has fetched', () => fetch(url())]]) {
  test(`half a file in a cache is replaced by a second request past the cache: ${name}`, async () => {
    const { loadOrderBridge } = await fresh();
    asked.length = 0;
    serve = (request, response) => answer(asked.length === 1 ? WASM.subarray(0, 5000) : WASM)(request, response);
    assert.equal((await loadOrderBridge({ wasm: source() })).validateBuyOrderState({ payment_status: 0 }).valid, true);
    assert.deepEqual([asked.length, asked[1]], [2, 'no-cache']);
  });
}

test('bytes that change during the check are loaded as they were, or refused', async () => {
  for (let ticks = 0; ticks < 8; ticks += 1) {
    const bytes = new Uint8Array(WASM);
    const loading = fresh().then(({ loadOrderBridge }) => {
      const load = loadOrderBridge({ wasm: bytes });
      return [load, (async () => { for (let i = 0; i < ticks; i += 1) await null; bytes[5000] ^= 1; })()];
    });
    const bridge = await loading.then(([first]) => first).catch((error) => assert.equal(error.code, 'INTEGRITY'));
    if (bridge) assert.equal(bridge.validateBuyOrderState({ payment_status: 0 }).valid, true);
  }
});

test('without crypto.subtle (a page on plain HTTP) URLs are still checked, bytes are not', async (t) => {
  const { loadOrderBridge } = await fresh();
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { configurable: true, value: { getRandomValues: (array) => crypto.getRandomValues(array) } });
  t.after(() => Object.defineProperty(globalThis, 'crypto', { configurable: true, value: crypto }));
  serve = answer(flipped(WASM, { at: 5000, mask: 1 }));
  const fetch = t.mock.method(globalThis, 'fetch');
  await assert.rejects(loadOrderBridge({ wasm: url() }), { code: 'NETWORK' });
  assert.deepEqual(fetch.mock.calls.map(({ arguments: [, { integrity }] }) => integrity), [sri(WASM), sri(WASM)]);
  assert.equal((await loadOrderBridge({ wasm: new Uint8Array(WASM) })).validateBuyOrderState({ payment_status: 0 }).valid, true);
});

test('properties of Object.prototype do not reach the request for the wasm', async (t) => {
  const { loadOrderBridge } = await fresh();
  const requests = [];
  t.mock.method(globalThis, 'fetch', async (address, init) => {
    // Reads `init` as a dictionary is read. Node's own Request also takes what its internal objects inherit.
    requests.push(['method', 'body', 'integrity'].map((name) => init[name]));
    return new Response(WASM, { headers: { 'content-type': 'application/wasm' } });
  });
  Object.assign(Object.prototype, { method: 'POST', body: 'all your orders' });
  try {
    await loadOrderBridge({ wasm: url() });
  } finally {
    delete Object.prototype.method;
    delete Object.prototype.body;
  }
  assert.deepEqual(requests, [[undefined, undefined, '']], 'no integrity: the request would not match a preload, and the loader checks the hash itself');
});

test('the manifest has the purpose, the hash and the size of every file', async () => {
  const manifest = JSON.parse(await readFile(join(PACKAGE, 'integrity.json'), 'utf8'));
  const there = (await readdir(PACKAGE, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && entry.name !== 'integrity.json');
  assert.equal(manifest.files.length, there.length);
  for (const { file, integrity, bytes, purpose, loadedBy } of manifest.files) {
    const content = await readFile(join(PACKAGE, file));
    assert.deepEqual([integrity, bytes], [sri(content), content.length], file);
    assert.match(purpose, /^[A-Z].*\.$/);
    assert.match(loadedBy, /^(payment page|server|tests only|editor only)$/);
  }
  assert.equal(manifest.version, JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).version);
  for (const entry of ['index.mjs', 'inline.mjs', 'global.js']) assert.ok((await readFile(join(PACKAGE, entry), 'utf8')).includes(sri(WASM)), `${entry} has the hash of its wasm`);
});

test('npm run verify finds a flipped bit in any file, a missing file and an extra file', async (t) => {
  const copy = join(folder, 'verified');
  await cp(PACKAGE, copy, { recursive: true });
  assert.deepEqual(faults(copy), []);
  const { files } = JSON.parse(await readFile(join(copy, 'integrity.json'), 'utf8'));
  for (const { file } of files) {
    const path = join(copy, file);
    const content = await readFile(path);
    const [flip] = flips(content.length, 1, file.length + content.length);
    await writeFile(path, flipped(content, flip));
    assert.ok(faults(copy).includes(`${file} was changed.`), file);
    await writeFile(path, content);
  }
  await writeFile(join(copy, 'extra.js'), '');
  await rm(join(copy, 'stub.js'));
  assert.deepEqual(faults(copy), ['extra.js does not belong to the package.', 'stub.js is missing.']);
  // Files of two versions that both match the manifest.
  const manifest = JSON.parse(await readFile(join(copy, 'integrity.json'), 'utf8'));
  const other = (await readFile(join(copy, 'index.mjs'), 'utf8')).replace(sri(WASM), sri(''));
  await writeFile(join(copy, 'index.mjs'), other);
  Object.assign(manifest.files.find(({ file }) => file === 'index.mjs'), { integrity: sri(other), bytes: other.length });
  await writeFile(join(copy, 'integrity.json'), JSON.stringify(manifest));
  assert.ok(faults(copy).includes('index.mjs was built for another order_bridge_bg.wasm.'));
  const { code, stderr } = await new Promise((done) => {
    execFile(process.execPath, [join(ROOT, 'scripts/verify.mjs'), copy], (error, stdout, text) => done({ code: error?.code, stderr: text }));
  });
  assert.equal(code, 1);
  assert.match(stderr, /extra\.js does not belong to the package/);
  t.diagnostic(`${files.length} files, one flipped bit each: all found`);
});

let copies = 0;
/** A copy of the package that has not loaded its wasm yet. */
async function fresh() {
  const own = join(folder, `fresh-${copies += 1}`);
  await cp(PACKAGE, own, { recursive: true });
  return import(pathToFileURL(join(own, 'node.mjs')).href);
}
