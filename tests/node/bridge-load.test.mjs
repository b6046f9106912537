/** Loading the wasm: from the source in the options, once, and again after a failure. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import vm from 'node:vm';
import { isOrderBridgeError as isOurs } from '../../pkg/node.mjs';

const PACKAGE = fileURLToPath(new URL('../../pkg/', import.meta.url));
let bytes;
let folder;
let copies = 0;
before(async () => {
  bytes = await readFile(join(PACKAGE, 'order_bridge_bg.wasm'));
  folder = await mkdtemp(join(tmpdir(), 'order-bridge-load-'));
});
after(() => rm(folder, { recursive: true }));

/** A copy of the package that has not loaded its wasm yet. */
async function freshPackage(entry = 'node.mjs') {
  const own = join(folder, String(copies += 1));
  await cp(PACKAGE, own, { recursive: true });
  return { own, ...(await import(pathToFileURL(join(own, entry)).href)) };
}

async function works(bridge) {
  assert.equal(bridge.validateBuyOrderState({ payment_status: 0 }).valid, true);
}

async function wasmServer(t) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url === '/page.wasm') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Shop</title>');
    if (request.url !== '/order_bridge_bg.wasm') return response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html><title>Not found</title>');
    return response.writeHead(200, { 'content-type': 'application/wasm' }).end(bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => new Promise((done) => { server.close(done); server.closeAllConnections(); }));
  return { url: `http://127.0.0.1:${server.address().port}/`, asked };
}

const EMPTY_WASM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
/** Imports the function `y` of the module `x`. */
const OTHER_WASM = new Uint8Array([...EMPTY_WASM, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x78, 1, 0x79, 0, 0]);
const wasmResponse = () => new Response(bytes, { headers: { 'content-type': 'application/wasm' } });

test('an engine that refuses to instantiate a large module synchronously, as Chrome did in pages up to 114', async (t) => {
  const { compile, Instance } = WebAssembly;
  const sizes = new WeakMap();
  t.after(() => Object.assign(WebAssembly, { compile, Instance }));
  WebAssembly.compile = async (given) => {
    const module = await compile(given);
    sizes.set(module, given.byteLength);
    return module;
  };
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      if (sizes.get(module) > 4096) throw new RangeError('WebAssembly.Instance is disallowed on the main thread, if the buffer size is larger than 4KB.');
      return new target(module, imports);
    },
  });
  const { loadOrderBridge } = await freshPackage();
  await works(await loadOrderBridge({ wasm: bytes }));
});

test('every documented source of the wasm works', async (t) => {
  const { url, asked } = await wasmServer(t);
  const sources = {
    default: () => undefined,
    null: () => null,
    Uint8Array: () => new Uint8Array(bytes),
    ArrayBuffer: () => new Uint8Array(bytes).buffer,
    Module: () => new WebAssembly.Module(bytes),
    Response: wasmResponse,
    'Response of another type': () => new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } }),
    'Promise<Response>': async () => wasmResponse(),
    text: () => `${url}order_bridge_bg.wasm`,
    URL: () => new URL('order_bridge_bg.wasm', url),
    Request: () => new Request(`${url}order_bridge_bg.wasm`),
  };
  t.mock.method(console, 'warn', () => {});
  for (const [name, source] of Object.entries(sources)) {
    const { loadOrderBridge } = await freshPackage();
    await works(await loadOrderBridge({ wasm: source() }).catch((error) => assert.fail(`${name}: ${error.message}`)));
  }
  assert.deepEqual(asked, Array(3).fill('/order_bridge_bg.wasm'));
});

test('a failed load reports the cause and is forgotten, and the next call works', async (t) => {
  const { url } = await wasmServer(t);
  const failures = {
    'a URL that does not exist': [() => `${url}nowhere.wasm`, /^(NETWORK|BAD_RESPONSE)$/],
    'a page instead of the wasm': [() => `${url}page.wasm`, /^BAD_RESPONSE$/],
    'a refused connection': [() => 'http://127.0.0.1:1/order_bridge_bg.wasm', /^NETWORK$/],
    'bytes that are not wasm': [() => new TextEncoder().encode('<!doctype html>'), /^BAD_RESPONSE$/],
    'no bytes': [() => new Uint8Array(), /^BAD_RESPONSE$/],
    'half of the bytes': [() => new Uint8Array(bytes).slice(0, bytes.length / 2), /^INTEGRITY$/],
    'a promise that rejects': [() => Promise.reject(new TypeError('Failed to fetch')), /^NETWORK$/],
    'a promise that rejects with nothing': [() => Promise.reject(), /^NETWORK$/],
    'a wasm of another version, with other imports': [() => OTHER_WASM, /^INTEGRITY$/],
    'a wasm without exports': [() => EMPTY_WASM, /^INTEGRITY$/],
    'a number': [() => 7, /^BAD_RESPONSE$/],
    'a module of another wasm': [() => new WebAssembly.Module(EMPTY_WASM), /^BAD_RESPONSE$/],
  };
  t.mock.method(console, 'warn', () => {});
  for (const [name, [source, code]] of Object.entries(failures)) {
    const { loadOrderBridge } = await freshPackage();
    const error = await loadOrderBridge({ wasm: source() }).then(() => assert.fail(`${name}: it loaded`), (caught) => caught);
    assert.equal(error.name, 'OrderBridgeError', `${name}: ${error.stack}`);
    assert.match(error.code, code, name);
    assert.ok(isOurs(error), `${name}: recognised across copies of the package`);
    await works(await loadOrderBridge().catch((again) => assert.fail(`${name}, then: ${again.message}`)));
  }
});

test('a CSP that forbids wasm is named', async () => {
  const { loadOrderBridge } = await freshPackage();
  const refusal = new WebAssembly.CompileError("WebAssembly.instantiate(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive because 'unsafe-eval' is not allowed");
  await assert.rejects(loadOrderBridge({ wasm: Promise.reject(refusal) }), { name: 'OrderBridgeError', code: 'WASM_BLOCKED', message: /wasm-unsafe-eval/ });
});

test('concurrent calls share one load', async (t) => {
  const { url, asked } = await wasmServer(t);
  const { loadOrderBridge } = await freshPackage();
  const wasm = `${url}order_bridge_bg.wasm`;
  await Promise.all((await Promise.all([1, 2, 3].map(() => loadOrderBridge({ wasm })))).map(works));
  await works(await loadOrderBridge({ wasm: `${url}nowhere.wasm` }));
  assert.equal(asked.length, 1);
});

test('concurrent calls share one failure', async () => {
  const { loadOrderBridge } = await freshPackage();
  const results = await Promise.allSettled([loadOrderBridge({ wasm: Promise.reject(new TypeError('Failed to fetch')) }), loadOrderBridge()]);
  assert.deepEqual(results.map(({ status, reason }) => [status, reason.code]), [['rejected', 'NETWORK'], ['rejected', 'NETWORK']]);
  await works(await loadOrderBridge());
});

test('a source that is not needed causes no unhandled rejection when it fails', async () => {
  const { loadOrderBridge } = await freshPackage();
  await works(await loadOrderBridge());
  await works(await loadOrderBridge({ wasm: Promise.reject(new TypeError('Failed to fetch')) }));
  await new Promise((done) => { setTimeout(done, 20); });
});

test('wrong options do not break the load', async () => {
  const { loadOrderBridge } = await freshPackage();
  await assert.rejects(loadOrderBridge({ timeoutMs: 0 }), { code: 'CONFIG' });
  await works(await loadOrderBridge());
});

test('the entry for pages fetches the wasm next to itself', async (t) => {
  const { own, loadOrderBridge } = await freshPackage('index.mjs');
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (input) => { asked.push(String(input.url ?? input)); return wasmResponse(); });
  await works(await loadOrderBridge());
  assert.deepEqual(asked, [pathToFileURL(join(own, 'order_bridge_bg.wasm')).href]);
});

test('an error is recognised by its name, even from another copy or frame', async () => {
  const copy = await freshPackage();
  const { OrderBridgeError, isOrderBridgeError } = await import('../../pkg/node.mjs');
  const error = new copy.OrderBridgeError('CONFIG', 'no', { cause: 7, detail: { a: ['b'] } });
  assert.ok(!(error instanceof OrderBridgeError) && isOrderBridgeError(error));
  assert.deepEqual([error.code, error.message, error.cause, error.detail], ['CONFIG', 'no', 7, { a: ['b'] }]);
  assert.match(inspect(error), /^OrderBridgeError: no/, 'what a console shows');
  const frame = vm.runInNewContext("Object.assign(new Error('no'), { name: 'OrderBridgeError', code: 'CONFIG' })");
  assert.ok(!(frame instanceof Error) && isOrderBridgeError(frame));
  for (const other of [new Error('no'), null, undefined, 'OrderBridgeError', {}, { name: 'OrderBridgeError' }]) assert.equal(isOrderBridgeError(other), false);
});
