/** Each failure of the load has its own message. An engine that cannot run the wasm gets the list of engines that can. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { needed, OLDEST } from '../../src/js/engine.mjs';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGE = join(cwd, 'pkg');
const WASM = await readFile(join(PACKAGE, 'order_bridge_bg.wasm'));
const PAGE = '<!doctype html><title>Shop</title>';

let folder;
let server;
let origin;
const asked = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-bridge-loader-'));
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    asked.push(pathname);
    const send = (status, type, body) => response.writeHead(status, type ? { 'content-type': type } : {}).end(body);
    const flipped = () => { const bytes = Buffer.from(WASM); bytes[5000] ^= 1; return bytes; };
    const answers = {
      '/right.wasm': () => send(200, 'application/wasm', WASM),
      '/octets.wasm': () => send(200, 'application/octet-stream', WASM),
      '/text.wasm': () => send(200, 'text/html', WASM),
      '/typeless.wasm': () => send(200, undefined, WASM),
      '/page.wasm': () => send(200, 'text/html', PAGE),
      '/page-as-wasm.wasm': () => send(200, 'application/wasm', PAGE),
      '/flipped.wasm': () => send(200, 'application/wasm', flipped()),
      '/reset.wasm': () => request.socket.destroy(),
      '/broken.wasm': () => send(503, 'text/plain', 'busy'),
    };
    (answers[pathname] ?? (() => send(404, 'text/html', PAGE)))();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

let copies = 0;
/** A copy of the package that has not loaded its wasm yet. */
async function fresh(entry = 'node.mjs') {
  const own = join(folder, String(copies += 1));
  await cp(PACKAGE, own, { recursive: true });
  return import(pathToFileURL(join(own, entry)).href);
}

const works = async (bridge) => assert.equal(bridge.validateBuyOrderState({ payment_status: 0 }).valid, true);

test('the right bytes are accepted under another MIME type, or none', async () => {
  for (const name of ['octets', 'text', 'typeless']) {
    const { loadOrderBridge } = await fresh();
    await works(await loadOrderBridge({ wasm: `${origin}/${name}.wasm` }));
  }
});

/** fault: [path, code, message] */
const SENTENCES = {
  'a missing file': ['/none.wasm', 'NETWORK', /^order_bridge_bg\.wasm \(ORIGIN\/none\.wasm\) was answered with status 404\. Check its address/],
  'a busy server': ['/broken.wasm', 'NETWORK', /was answered with status 503/],
  'a page': ['/page.wasm', 'BAD_RESPONSE', /^What was loaded as order_bridge_bg\.wasm \(ORIGIN\/page\.wasm\) is not WebAssembly but text\/html: the server probably answered with a page/],
  'a page with the type of wasm': ['/page-as-wasm.wasm', 'BAD_RESPONSE', /is not WebAssembly but application\/wasm: the server probably answered with a page/],
  'another file': ['/flipped.wasm', 'INTEGRITY', /is not the file that this version was built with/],
  'no connection': ['/reset.wasm', 'NETWORK', /^order_bridge_bg\.wasm \(ORIGIN\/reset\.wasm\) could not be loaded\. There is no connection, or the Content-Security-Policy's connect-src or another origin's lack of CORS forbids it\./],
  "a loader that Vite has moved": ['/node_modules/.vite/deps/order_bridge_bg.wasm', 'NETWORK', /In Vite's configuration, set optimizeDeps: \{ exclude: \['order-bridge'\] \}\.$/],
};

test('each fault has its own message, with the URL but without its query', async () => {
  const { loadOrderBridge } = await fresh();
  const messages = new Set();
  for (const [fault, [path, code, sentence]] of Object.entries(SENTENCES)) {
    const error = await loadOrderBridge({ wasm: `${origin}${path}?key=secret#part` }).then(() => assert.fail(fault), (caught) => caught);
    assert.deepEqual([error.name, error.code], ['OrderBridgeError', code], `${fault}: ${error.message}`);
    assert.match(error.message.replaceAll(origin, 'ORIGIN'), sentence, fault);
    assert.doesNotMatch(error.message, /secret|undefined|null/, fault);
    messages.add(error.message);
  }
  assert.equal(messages.size, Object.keys(SENTENCES).length);
  await works(await loadOrderBridge({ wasm: `${origin}/right.wasm` }));
});

test('a page opened from disk gets the reason why it cannot fetch', async () => {
  const { loadOrderBridge } = await fresh('index.mjs');
  await assert.rejects(loadOrderBridge(), { code: 'NETWORK', message: /A page opened from disk cannot fetch it/ });
});

test('a URL without a file name, such as a data: URL, is not repeated', async () => {
  const { loadOrderBridge } = await fresh();
  await assert.rejects(loadOrderBridge({ wasm: `data:text/html,${'x'.repeat(10_000)}` }), (error) => error.code === 'BAD_RESPONSE' && error.message.length < 300);
});

test('the wasm is requested once, before anything is awaited', async (t) => {
  const { loadOrderBridge } = await fresh('index.mjs');
  const mock = t.mock.method(globalThis, 'fetch', async () => new Response(WASM, { headers: { 'content-type': 'application/wasm' } }));
  const loading = [loadOrderBridge(), loadOrderBridge()];
  assert.equal(mock.mock.callCount(), 1);
  await Promise.all(loading);
  assert.equal(mock.mock.callCount(), 1);
});

test('nothing is compiled before its hash is verified', async (t) => {
  const compile = t.mock.method(WebAssembly, 'compile');
  const { loadOrderBridge } = await fresh();
  for (const name of ['flipped', 'page-as-wasm']) await assert.rejects(loadOrderBridge({ wasm: `${origin}/${name}.wasm` }));
  assert.equal(compile.mock.callCount(), 0);
  await loadOrderBridge({ wasm: `${origin}/right.wasm` });
  assert.equal(compile.mock.callCount(), 1);
});

test('an engine that refuses the very bytes that were built is too old, but not one whose policy refuses them', async (t) => {
  const { loadOrderBridge } = await fresh();
  for (const [message, sentence] of [
    ["invalid value type 'externref', enable with --experimental-wasm-reftypes @+12", /^This engine's WebAssembly lacks a feature: order-bridge needs Chrome 96, Edge 96, Firefox 79, Safari 15, Node 20 or newer\.$/],
    ["Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source", /add 'wasm-unsafe-eval' to script-src/],
    ['call to WebAssembly.compile() blocked by CSP', /add 'wasm-unsafe-eval' to script-src/],
  ]) {
    for (const wasm of [`${origin}/right.wasm`, `${origin}/octets.wasm`, new Uint8Array(WASM)]) {
      const mock = t.mock.method(WebAssembly, 'compile', async () => { throw new WebAssembly.CompileError(message); });
      await assert.rejects(loadOrderBridge({ wasm }), { name: 'OrderBridgeError', code: 'WASM_BLOCKED', message: sentence });
      mock.mock.restore();
    }
  }
  await works(await loadOrderBridge());
});

test('without WebAssembly the error says so: here with an engine that really has none', async () => {
  for (const entry of ['node.mjs', 'index.mjs', 'inline.mjs']) {
    const { stdout } = await run(process.execPath, ['--jitless', '--input-type=module', '--eval', `
      const { loadOrderBridge, isOrderBridgeError } = await import('./pkg/${entry}');
      const error = await loadOrderBridge().catch((caught) => caught);
      process.stdout.write([typeof WebAssembly, isOrderBridgeError(error), error.code, error.message].join('|'));
    `], { cwd });
    assert.equal(stdout, `undefined|true|WASM_BLOCKED|This engine has no WebAssembly: ${needed()} Some browsers switch it off in a lockdown mode.`);
  }
});

test('the error names what an engine lacks, or a simulated page that has only some of it', async () => {
  const names = ['URL', 'URLSearchParams', 'Request', 'Response', 'Headers', 'AbortController', 'TextEncoder', 'TextDecoder', 'crypto'];
  for (const missing of [...names.map((name) => [name]), ['Request', 'Response', 'Headers']]) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', `
      new Request('https://shop.example'); // Node loads its own parts for this now
      const kept = Object.getOwnPropertyDescriptors(globalThis);
      const { loadOrderBridge } = await import('./pkg/inline.mjs');
      for (const name of ${JSON.stringify(missing)}) delete globalThis[name];
      const error = await loadOrderBridge().catch((caught) => caught);
      for (const name of ${JSON.stringify(missing)}) Object.defineProperty(globalThis, name, kept[name]);
      const bridge = await loadOrderBridge();
      process.stdout.write([error.code, error.message, bridge.validateBuyOrderState({ payment_status: 0 }).valid].join('|'));
    `], { cwd });
    assert.equal(stdout, `WASM_BLOCKED|This engine has no ${missing.join(', no ')}: ${needed()}|true`);
  }
});

test('every entry can be imported without TextEncoder and TextDecoder, as in pages that some test tools simulate', async () => {
  for (const entry of ['index.mjs', 'node.mjs', 'inline.mjs', 'global.js']) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', `
      for (const name of ['TextEncoder', 'TextDecoder', 'fetch', 'Response', 'FinalizationRegistry']) delete globalThis[name];
      await import('./pkg/${entry}');
      process.stdout.write('imported');
    `], { cwd });
    assert.equal(stdout, 'imported', entry);
  }
});

test('the oldest engines are defined in one place, and the message follows from it', async () => {
  assert.equal(needed(), `order-bridge needs ${Object.entries(OLDEST).map(([name, version]) => `${name} ${version}`).join(', ')} or newer.`);
  assert.equal(`>=${OLDEST.Node}`, JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')).engines.node);
});
