/** `order-bridge/global`: one tag takes calls at once, loads, installs and promises the bridge; its attributes are the options. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { optionsOf } from '../../src/js/attributes.mjs';
import { createStandIn, samples } from '../../www/standin/index.mjs';
import { runClassic, STUB } from './lib/classic.mjs';

const WASM = await readFile(new URL('../../pkg/order_bridge_bg.wasm', import.meta.url));
const SCRIPT = 'https://shop.example/vendor/order-bridge/global.js?v=1';
const PROJECT = { oneEntryUrl: 'https://project.example', oneEntryToken: 'standin-app-token', ocularSessionId: '1536', language: 'en' };

/** A separate page, with the requests it makes and the errors in its console. */
function openPage(t, { dataset = PROJECT, options = {}, wasm = () => new Response(WASM, { headers: { 'content-type': 'application/wasm' } }), before = {}, script = 'global.js' } = {}) {
  const standIn = createStandIn();
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (address) => {
    asked.push(String(address));
    return wasm(asked.length);
  });
  const logged = t.mock.method(console, 'error', () => {});
  const page = { ...before, orderBridgeOptions: { fetch: standIn.fetch, ...options } };
  const run = (currentScript = { src: SCRIPT, dataset }) => runClassic(`pkg/${script}`, page, { currentScript });
  t.after(async () => (await page.orderBridge?.catch(() => {}))?.dispose());
  return { page, run, asked, standIn, errors: () => logged.mock.calls.map(({ arguments: [text] }) => text) };
}
const order = () => ({ storage: 'guest_orders', ...samples.guestOrder() });
const report = (external_id) => samples.buyOrder({ external_id });

test('one tag: calls are sent in order from the first moment, and the bridge is promised and installed', async (t) => {
  const { page, run, asked, standIn } = openPage(t);
  run();
  const early = [page.ocularOrderTrack.setBuyOrder(report('A')), page.ocularOrderTrack.setBuyOrderState({ external_id: 'A', payment_status: 0 })];
  assert.ok(page.orderBridge instanceof Promise);
  const bridge = await page.orderBridge;
  assert.deepEqual((await Promise.all(early)).map(({ statusCode }) => statusCode), [0, 0]);
  assert.deepEqual(standIn.state.reports.map(({ kind, session }) => [kind, session]), [['setBuyOrder', '1536'], ['setBuyOrderState', '1536']]);
  assert.equal((await page.ocularOrderTrack.setBuyOrder(report('B'))).statusCode, 0);
  assert.equal((await bridge.guestCheckout.placeOrder(order())).outcome, 'accepted');
  assert.deepEqual(asked, ['https://shop.example/vendor/order-bridge/order_bridge_bg.wasm'], 'next to the script, without its query');
});

test('ocular-global.js does the same with the smaller wasm, and places no order', async (t) => {
  const wasm = await readFile(new URL('../../pkg/order_bridge_ocular_bg.wasm', import.meta.url));
  const { ocularSessionId } = PROJECT;
  const { page, run, asked, standIn } = openPage(t, { dataset: { ocularSessionId }, wasm: () => new Response(wasm), script: 'ocular-global.js' });
  run();
  const early = page.ocularOrderTrack.setBuyOrder(report('A'));
  const bridge = await page.orderBridge;
  assert.equal((await early).statusCode, 0);
  assert.deepEqual(standIn.state.reports.map(({ kind, session }) => [kind, session]), [['setBuyOrder', '1536']]);
  assert.equal(bridge.guestCheckout, undefined);
  assert.deepEqual(asked, ['https://shop.example/vendor/order-bridge/order_bridge_ocular_bg.wasm']);
});

test('the tag twice in a page loads once, and the first bridge stays', async (t) => {
  const { page, run, asked } = openPage(t);
  run();
  const { orderBridge, [STUB]: stub } = page;
  run();
  await orderBridge;
  run();
  assert.deepEqual([page.orderBridge, page[STUB], asked.length], [orderBridge, stub, 1]);
});

test('an element called orderBridge is not taken for a bridge', async (t) => {
  const { page, run } = openPage(t, { before: { orderBridge: { id: 'orderBridge' } } });
  run();
  assert.equal((await page.orderBridge).validateBuyOrderState({ payment_status: 0 }).valid, true);
});

test("an existing vendor object is kept", async (t) => {
  const vendor = { setBuyOrder() {}, setBuyOrderState() {} };
  const { page, run } = openPage(t, { before: { ocularOrderTrack: vendor } });
  run();
  assert.equal(page.ocularOrderTrack, vendor);
  const bridge = await page.orderBridge;
  assert.notEqual(page.ocularOrderTrack, vendor);
  bridge.dispose();
  assert.equal(page.ocularOrderTrack, vendor);
});

test('a failed load: the console says why, waiting calls are answered at once, and the next call retries', async (t) => {
  let online = false;
  const { page, run, standIn, errors, asked } = openPage(t, {
    wasm: () => { if (!online) throw new TypeError('Failed to fetch'); return new Response(WASM, { headers: { 'content-type': 'application/wasm' } }); },
  });
  run();
  const first = page.orderBridge;
  const waiting = [page.ocularOrderTrack.setBuyOrder(report('A')), page.ocularOrderTrack.setBuyOrderState({ payment_status: 0 })];
  await assert.rejects(first, { name: 'OrderBridgeError', code: 'NETWORK' });
  const answer = { statusCode: 1, message: 'Error 0 - order-bridge did not start', code: 'NETWORK' };
  assert.deepEqual(await Promise.all(waiting), [answer, answer]);
  assert.equal(errors().length, 1);
  assert.match(errors()[0], /^order-bridge did not start\. order_bridge_bg\.wasm \(https:\/\/shop\.example\/vendor\/order-bridge\/order_bridge_bg\.wasm\) could not be loaded/);

  assert.deepEqual(await page.ocularOrderTrack.setBuyOrder(report('B')), answer, 'still offline');
  assert.equal(errors().length, 2);
  online = true;
  const again = [page.ocularOrderTrack.setBuyOrder(report('C')), page.ocularOrderTrack.setBuyOrder(report('D'))];
  assert.deepEqual((await Promise.all(again)).map(({ statusCode }) => statusCode), [0, 0]);
  assert.deepEqual(standIn.state.reports.map(({ body }) => body.external_id), ['C', 'D']);
  assert.notEqual(page.orderBridge, first);
  assert.equal((await page.orderBridge).validateBuyOrderState({ payment_status: 0 }).valid, true);
  assert.equal(asked.length, 5, 'each failed load makes two requests, one of them past the cache');
});

test('a wrong attribute is named, and calls are answered', async (t) => {
  const { page, run, errors } = openPage(t, { dataset: { ...PROJECT, oneEntryUrl: 'http://project.example' } });
  run();
  const waiting = page.ocularOrderTrack.setBuyOrder(report('A'));
  await assert.rejects(page.orderBridge, { code: 'CONFIG', message: /oneEntry\.url/ });
  assert.deepEqual(await waiting, { statusCode: 1, message: 'Error 0 - order-bridge did not start', code: 'CONFIG' });
  assert.match(errors()[0], /oneEntry\.url must be https/);
  assert.equal((await page.ocularOrderTrack.setBuyOrder(report('B'))).code, 'CONFIG');
  assert.equal(errors().length, 1, 'logged once: a retry would not help');
});

test('loaded as a module, it says that it cannot find its wasm; with the option wasm it works', async (t) => {
  const first = openPage(t, { options: PROJECT });
  first.run(null);
  await assert.rejects(first.page.orderBridge, { code: 'CONFIG', message: /global\.js does not know its own address\. .*no type="module".*wasm in window\.orderBridgeOptions/ });
  t.mock.restoreAll();
  const second = openPage(t, { options: { wasm: 'https://cdn.example/order_bridge_bg.wasm' } });
  second.run(null);
  await second.page.orderBridge;
  assert.deepEqual(second.asked, ['https://cdn.example/order_bridge_bg.wasm']);
});

test('a failed load that no caller waits for is not an unhandled rejection', async (t) => {
  const unhandled = t.mock.fn();
  process.once('unhandledRejection', unhandled);
  const { run } = openPage(t, { wasm: () => new Response('', { status: 404 }) });
  run();
  await new Promise((done) => { setTimeout(done, 50); });
  process.off('unhandledRejection', unhandled);
  assert.equal(unhandled.mock.callCount(), 0);
});

test("data-limit sets how long a call waits in the stub", async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { page, run } = openPage(t, { dataset: { ...PROJECT, limit: '500' }, wasm: () => new Promise(() => {}) });
  run();
  const call = page.ocularOrderTrack.setBuyOrder(report('A'));
  t.mock.timers.tick(500);
  assert.deepEqual(await call, { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' });
  // The promise never settles, so the clean-up must not wait for it.
  page.orderBridge = undefined;
});

test('attributes are named after options; all others are ignored', () => {
  const plain = (value) => JSON.parse(JSON.stringify(value));
  assert.deepEqual(plain(optionsOf({
    oneEntryUrl: 'https://p.example', oneEntryToken: 't', oneEntryLangCode: 'es_ES', oneEntryGuestId: '5f2c1d7e-8a4b-4c3d-9e6f-0a1b2c3d4e5f',
    ocularSessionId: '1536', ocularBaseUrl: 'https://o.example', ocularTransport: 'widget',
    timeoutMs: '5000', language: 'es', paymentHosts: 'pay.example, *.pay.example', debug: '', wasm: '/x.wasm', limit: '3', cfasync: 'false', turboTrack: 'reload', oneentry: 'x', ocular: 'y',
  })), {
    oneEntry: { url: 'https://p.example', token: 't', langCode: 'es_ES', guest: { guestId: '5f2c1d7e-8a4b-4c3d-9e6f-0a1b2c3d4e5f' } },
    ocular: { sessionId: '1536', baseUrl: 'https://o.example', transport: 'widget' },
    timeoutMs: 5000, language: 'es', paymentHosts: ['pay.example', '*.pay.example'], debug: true, wasm: '/x.wasm',
  });
  assert.equal(optionsOf({ debug: 'false' }).debug, false);
});

test('an attribute overrides the options object, which is not modified', () => {
  const given = Object.freeze({ language: 'pt', timeoutMs: 7, oneEntry: Object.freeze({ url: 'https://a.example', token: 't' }) });
  const options = optionsOf({ oneEntryUrl: 'https://b.example', language: 'es' }, given);
  assert.deepEqual([options.language, options.timeoutMs, { ...options.oneEntry }], ['es', 7, { url: 'https://b.example', token: 't' }]);
  assert.deepEqual({ ...optionsOf(undefined, given) }, { ...given });
  assert.equal(optionsOf({}, 7), 7, 'the loader reports the error');
});

test('properties of Object.prototype are neither attributes nor options', () => {
  Object.assign(Object.prototype, { oneEntryUrl: 'https://evil.example', paymentHosts: 'evil.example', oneEntry: { url: 'https://evil.example' } });
  try {
    const options = optionsOf({ oneEntryToken: 't', hasOwnProperty: '1', constructor: 'x' }, {});
    assert.deepEqual([Object.keys(options), Object.keys(options.oneEntry)], [['oneEntry'], ['token']]);
  } finally {
    for (const name of ['oneEntryUrl', 'paymentHosts', 'oneEntry']) delete Object.prototype[name];
  }
});
