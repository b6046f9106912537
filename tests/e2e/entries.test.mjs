/** Every way to load the package, under a strict policy: the files fetched, an order placed, and the error in engines that are too old. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asyncScript, engine, openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { newPort } from './lib/ports.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

const PACKAGE = fileURLToPath(new URL('../../pkg/', import.meta.url));
const TYPES = { '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const WASM = '/pkg/order_bridge_bg.wasm';
const OCULAR_WASM = '/pkg/order_bridge_ocular_bg.wasm';

let browser;
let services;
let pages;
/** The package files requested from the pages' server, in order. */
let asked = [];
/** Whether the package's scripts are held back until the wasm has been requested. */
let isHeld = false;
let wasmIsAsked;
let wasmAsked;
before(async () => {
  browser = await openBrowser();
  services = await serve();
  pages = createServer((request, response) => void answer(request, response)).listen(await newPort(), '127.0.0.1');
  await once(pages, 'listening');
});
after(async () => {
  await browser?.close();
  await services?.close();
  pages?.close();
  pages?.closeAllConnections();
});

const attributes = () => `data-one-entry-url="${services.servicesUrl}" data-one-entry-token="${services.standIn.token}" data-language="en"
  data-ocular-base-url="${services.servicesUrl}/api/product-management/v1" data-ocular-session-id="1536"`;
const options = () => JSON.stringify({
  oneEntry: { url: services.servicesUrl, token: services.standIn.token }, language: 'en', ocular: { baseUrl: `${services.servicesUrl}/api/product-management/v1`, sessionId: '1536' },
});
/** The options of a page that only reports. */
const reports = () => JSON.stringify({ ...JSON.parse(options()), oneEntry: undefined });
const EARLY = '<script src="/early.js"></script>';
const OLD = '<script src="/old.js"></script>';
const tag = (more = '') => `<script src="/pkg/global.js" ${attributes()} ${more}></script>`;

/** The contents of each page's head, by name. */
const HEADS = {
  module: () => '<script type="module" src="/load.mjs?from=index"></script>',
  inline: () => '<script type="module" src="/load.mjs?from=inline"></script>',
  global: () => tag() + EARLY,
  async: () => tag('async'),
  defer: () => tag('defer') + '<script defer src="/early.js"></script>',
  twice: () => tag() + EARLY + tag('async') + tag(),
  object: () => `<script src="/options.js"></script><script src="/pkg/global.js"></script>${EARLY}`,
  beside: () => '<script type="module" src="/beside.mjs"></script>',
  'global-beside': () => `<script src="/options.js?beside=1"></script><script src="/pkg/global.js"></script>${EARLY}`,
  preload: () => `<link rel="preload" as="fetch" crossorigin href="${WASM}"><script type="module" src="/load.mjs?from=index"></script>`,
  'stub-and-module': () => `<script src="/pkg/stub.js"></script>${EARLY}<script type="module" src="/load.mjs?from=index&install=1"></script>`,
  'old-module': () => `${OLD}<script type="module" src="/load.mjs?from=index"></script>`,
  'old-inline': () => `${OLD}<script type="module" src="/load.mjs?from=inline"></script>`,
  'old-global': () => OLD + tag() + EARLY,
  worker: () => '<script src="/worker-page.js"></script>',
  'ocular-global': () => `<script src="/pkg/ocular-global.js" data-ocular-base-url="${services.servicesUrl}/api/product-management/v1" data-ocular-session-id="1536"></script>${EARLY}`,
  ocular: () => `<script src="/pkg/stub.js"></script>${EARLY}<script type="module" src="/load.mjs?from=ocular&install=1"></script>`,
};
const FILES = {
  '/load.mjs': ({ from, install }) => `import { loadOrderBridge } from '/pkg/${from}.mjs';
    window.orderBridge = loadOrderBridge(${from === 'ocular' ? reports() : options()}).then((bridge) => { if (${Boolean(install)}) bridge.install(); return bridge; });
    window.orderBridge.catch(() => {});`,
  '/beside.mjs': () => `const wasm = fetch('${WASM}');
    window.orderBridge = import('/pkg/index.mjs').then(({ loadOrderBridge }) => loadOrderBridge({ ...${options()}, wasm }));`,
  // Reports before the bridge is loaded.
  '/early.js': () => `window.early = ocularOrderTrack.setBuyOrder({ external_id: 'EARLY', items: [{ name: 'a', quantity: 1, price: 2990, currency: 'CLP' }] });`,
  '/options.js': ({ beside }) => `window.orderBridgeOptions = { ...${options()}, wasm: ${beside ? `fetch('${WASM}')` : 'undefined'} };`,
  // watch.js records errors; old.js simulates an engine without WebAssembly.
  '/watch.js': () => `window.said = []; const { error } = console; console.error = (...values) => { said.push(String(values[0])); error.apply(console, values); };
    addEventListener('unhandledrejection', (event) => said.push('unhandled ' + event.reason));
    addEventListener('error', (event) => said.push('error ' + (event.message || event.target.src)), true);`,
  '/old.js': () => 'delete window.WebAssembly;',
  '/worker-page.js': () => `window.orderBridge = new Promise((done) => {
    const worker = new Worker('/worker.mjs', { type: 'module' });
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = (event) => done('error ' + event.message);
  });`,
  '/worker.mjs': () => `import { loadOrderBridge } from '/pkg/index.mjs';
    import { samples } from '/pkg/testing.mjs';
    const bridge = await loadOrderBridge(${options()});
    const result = await bridge.guestCheckout.placeOrder({ storage: 'guest_orders', ...samples.guestOrder() }, { orderAgain: true });
    bridge.dispose();
    postMessage(result.outcome);`,
};

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const [, name, policy] = /^\/([\w-]+)\/(closed)?$/.exec(pathname) ?? [];
  const csp = `default-src 'none'; script-src 'self'${policy ? '' : " 'wasm-unsafe-eval'"}; worker-src 'self'; connect-src ${name === 'inline' ? '' : "'self' "}${services.servicesUrl}; ${name === 'worker' ? '' : "require-trusted-types-for 'script'"}`;
  const send = (status, type, body) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': csp }).end(body);
  if (Object.hasOwn(HEADS, name ?? '')) return send(200, 'text/html', `<!doctype html><link rel="icon" href="data:,"><script src="/watch.js"></script>${HEADS[name]()}`);
  if (pathname in FILES) return send(200, 'text/javascript', FILES[pathname](Object.fromEntries(searchParams)));
  const file = pathname.startsWith('/pkg/') && !pathname.includes('..') ? pathname.slice('/pkg/'.length) : undefined;
  if (file) {
    asked.push(pathname);
    if (pathname === WASM) wasmAsked();
    else if (isHeld) await wasmIsAsked;
  }
  const body = file && (await readFile(PACKAGE + file).catch(() => undefined));
  return body ? send(200, TYPES[extname(file)], body) : send(404, 'text/html', '<!doctype html><title>Not found</title>');
}

/** Runs a script in the page and returns its result. */
const inPage = (body) => asyncScript(browser.driver)(body);

async function open(name, { held = false } = {}) {
  services.standIn.reset();
  asked = [];
  isHeld = held;
  wasmIsAsked = new Promise((done) => { wasmAsked = done; });
  await browser.driver.get(`http://localhost:${pages.address().port}/${name.includes('/') ? name : `${name}/`}`);
  // WebKit's driver may consider a page loaded before its modules have run.
  await eventually(() => browser.driver.executeScript('return window.orderBridge !== undefined;'), 'the page did not start loading the bridge');
}

const place = () => inPage(`
  const bridge = await window.orderBridge;
  const { samples } = await import('/pkg/testing.mjs');
  localStorage.clear();
  const result = await bridge.guestCheckout.placeOrder({ storage: 'guest_orders', ...samples.guestOrder() }, { orderAgain: true });
  return [result.outcome, result.problem?.code ?? null];`);
const said = () => inPage('return window.said;');

const WAYS = {
  module: { files: ['/pkg/index.mjs', WASM] },
  inline: { files: ['/pkg/inline.mjs'] },
  global: { files: ['/pkg/global.js', WASM], early: true },
  async: { files: ['/pkg/global.js', WASM] },
  defer: { files: ['/pkg/global.js', WASM], early: true },
  twice: { files: ['/pkg/global.js', WASM], early: true },
  object: { files: ['/pkg/global.js', WASM], early: true },
  beside: { files: ['/pkg/index.mjs', WASM], held: true },
  // Firefox delays fetches while a script in the head is loading.
  'global-beside': { files: ['/pkg/global.js', WASM], early: true, held: engine !== 'firefox' },
  // WebKit does not use a preloaded file for a fetch.
  preload: { files: ['/pkg/index.mjs', WASM], held: true, times: engine === 'webkit' ? 2 : 1 },
  'stub-and-module': { files: ['/pkg/stub.js', '/pkg/index.mjs', WASM], early: true },
};
for (const [name, { files, early, held, times = 1 }] of Object.entries(WAYS)) {
  test(`${name}: an order is placed, and nothing else of the package is fetched`, async (t) => {
    await open(name, { held });
    await inPage('await window.orderBridge;');
    const fetched = [...asked];
    // A script that is included three times may be fetched three times; only the wasm must not be.
    assert.deepEqual([...new Set(fetched)].sort(), [...files].sort());
    assert.equal(fetched.filter((path) => path === WASM).length, files.includes(WASM) ? times : 0);
    assert.deepEqual(await place(), ['accepted', null]);
    assert.equal(services.standIn.state.orders.length, 1);
    if (early) {
      assert.equal((await inPage('return window.early;')).statusCode, 0);
      assert.deepEqual(services.standIn.state.reports.map(({ body, session }) => [body.external_id, session]), [['EARLY', '1536']]);
    }
    assert.deepEqual(await said(), []);
    t.diagnostic(`${engine}: ${fetched.join(' ')}`);
  });
}

for (const [name, scripts] of Object.entries({ ocular: ['/pkg/ocular.mjs', '/pkg/stub.js'], 'ocular-global': ['/pkg/ocular-global.js'] })) test(`${name}: an early report is delivered, and no file of the checkout is fetched`, async () => {
  await open(name);
  await inPage('await window.orderBridge;');
  assert.deepEqual([...asked].sort(), [...scripts, OCULAR_WASM].sort());
  assert.equal((await inPage('return window.early;')).statusCode, 0);
  assert.deepEqual(services.standIn.state.reports.map(({ body, session }) => [body.external_id, session]), [['EARLY', '1536']]);
  assert.deepEqual(await said(), []);
});

test('in a module worker an order is placed', async () => {
  await open('worker');
  assert.equal(await inPage('return window.orderBridge;'), 'accepted');
  assert.equal(services.standIn.state.orders.length, 1);
});

for (const name of ['old-module', 'old-inline', 'old-global']) {
  test(`${name}: without WebAssembly the error names the required browsers`, async () => {
    await open(name);
    const error = await inPage('return window.orderBridge.then(() => "loaded", ({ name, code, message }) => [name, code, message]);');
    assert.deepEqual(error.slice(0, 2), ['OrderBridgeError', 'WASM_BLOCKED']);
    assert.match(error[2], /^This engine has no WebAssembly: order-bridge needs Chrome \d+, Edge \d+, Firefox \d+, Safari \d+/);
    if (name !== 'old-global') return;
    assert.deepEqual(await inPage('return window.early;'), { statusCode: 1, message: 'Error 0 - order-bridge did not start', code: 'WASM_BLOCKED' });
    assert.deepEqual((await said()).map((text) => text.split('. ')[0]), ['order-bridge did not start']);
  });
}

for (const name of ['module', 'inline', 'global']) {
  test(`${name}: without 'wasm-unsafe-eval' the error names the policy`, async () => {
    await open(`${name}/closed`);
    const error = await inPage('return window.orderBridge.then(() => "loaded", ({ name, code, message }) => [name, code, message]);');
    assert.deepEqual(error, ['OrderBridgeError', 'WASM_BLOCKED', "The page's Content-Security-Policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src."]);
    if (name === 'global') assert.equal((await inPage('return window.early;')).code, 'WASM_BLOCKED');
  });
}
