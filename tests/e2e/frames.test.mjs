/** Sandboxed frames: without an origin they have no storage, no locks and no cookies. Orders are still placed. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { DEFAULT_TOKEN } from '../../www/standin/index.mjs';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { newPorts } from './lib/ports.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const PAGE = (sandbox) => `<!doctype html>
<html lang="en"><head><title>A shop with a frame</title><link rel="icon" href="data:,"><script src="/watch.js"></script><script src="/top.js"></script></head>
<body><iframe src="/frame.html" ${sandbox}></iframe></body></html>`;
const TOP = `addEventListener('message', ({ data }) => { if (data?.said) window.said = data.said; });`;
const FRAME = '<!doctype html><html lang="en"><head><title>frame</title><link rel="icon" href="data:,"><script type="module" src="/frame.mjs"></script></head><body></body></html>';
/** Orders twice, reports once, and posts the results. `before`: a script that changes the frame's globals first. */
const SCRIPT = (services, before) => `
${before}
import { loadOrderBridge } from '/pkg/index.mjs';
const said = [];
addEventListener('unhandledrejection', ({ reason }) => said.push(String(reason)));
try {
  const bridge = await loadOrderBridge({ oneEntry: { url: '${services}', token: '${DEFAULT_TOKEN}' }, ocular: { sessionId: '7', baseUrl: '${services}/api/product-management/v1' } });
  const order = { storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: 'cash', products: [{ productId: 10, quantity: 1 }],
    formData: [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']].map(([marker, value]) => ({ marker, type: 'string', value })) };
  for (const press of [1, 2]) {
    const result = await bridge.guestCheckout.placeOrder(order);
    said.push([result.outcome, result.order?.id, ...(result.warnings ?? []).map(({ code }) => code)].join(' '));
  }
  said.push(JSON.stringify(await bridge.ocularOrderTrack.setBuyOrder({ external_id: 'A-1', items: [{ name: 'a', quantity: 1, price: 1, currency: 'CLP' }] })));
} catch (error) {
  said.push(error.code + ' ' + error.message);
}
setTimeout(() => parent.postMessage({ said }, '*'), 50);`;

/** Simulates storage that a privacy setting blocks: each access throws. */
const BLOCKED = `
for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
  Object.defineProperty(globalThis, name, { configurable: true, get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
}
if (navigator.locks) navigator.locks.request = () => Promise.reject(new DOMException('Access is denied.', 'SecurityError'));`;

async function inFrame(t, sandbox, before = '') {
  const ports = await newPorts();
  const services = `http://localhost:${ports.servicesPort}`;
  const files = { '/': PAGE(sandbox), '/top.js': TOP, '/frame.html': FRAME, '/frame.mjs': SCRIPT(services, before) };
  const types = { js: 'text/javascript', mjs: 'text/javascript' };
  // Like a CDN, so that a frame without an origin may load the files.
  const shared = { 'access-control-allow-origin': '*' };
  const alter = (path, file) => {
    const given = files[path] ? { type: types[path.split('.')[1]] ?? 'text/html; charset=utf-8', bytes: files[path] } : file;
    return given && { ...given, headers: shared };
  };
  const served = await serve({ ...ports, alter, policy: null });
  t.after(() => served.close());
  await browser.driver.get(served.pageUrl);
  const said = await eventually(() => browser.driver.executeScript('return window.said ?? null;'), 'the frame sent no results');
  assert.deepEqual(await browser.driver.executeScript('return wrong;'), []);
  return { said, orders: served.standIn.state.orders.length, reports: served.standIn.state.reports.length };
}

const SUCCESS = JSON.stringify({ statusCode: 0, message: 'Success' });

test('with allow-same-origin: as on any page', async (t) => {
  const { said, orders, reports } = await inFrame(t, 'sandbox="allow-scripts allow-same-origin"');
  assert.deepEqual(said, ['accepted 90', 'accepted 90 EARLIER_ORDER', SUCCESS]);
  assert.deepEqual([orders, reports], [1, 1]);
});

for (const [name, sandbox, before] of [
  ['without allow-same-origin: no storage, no locks', 'sandbox="allow-scripts"', ''],
  ['storage and locks blocked by a setting', '', BLOCKED],
]) {
  test(`${name}: one order, and a warning that nothing is saved`, async (t) => {
    const { said, orders, reports } = await inFrame(t, sandbox, before);
    assert.deepEqual(said, ['accepted 90 NOT_KEPT', 'accepted 90 EARLIER_ORDER', SUCCESS]);
    assert.deepEqual([orders, reports], [1, 1]);
  });
}
