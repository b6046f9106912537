/** Purchases in a page's data layer: read, watched, reported once, and no longer watched without a trace. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/ocular-inline.mjs';

const BASE = 'https://ocular.example/v1';
const line = (more = {}) => ({ item_id: 'SKU-1', item_name: 'Crema facial', price: 2990, quantity: 2, ...more });
const purchase = (id, more = {}) => ({ event: 'purchase', ecommerce: { transaction_id: id, currency: 'CLP', value: 5980, items: [line()], ...more } });
const arguments_ = (...args) => (function () { return arguments; })(...args);

let names = 0;
async function setUp(t, { ocular = {}, answer = () => '{"statusCode":0,"message":"Success"}', options } = {}) {
  const sent = [];
  const bridge = await loadOrderBridge({
    ocular: { baseUrl: BASE, sessionId: '1536', ...ocular },
    fetch: async (url, init) => {
      sent.push({ url, ...JSON.parse(init.body) });
      return new Response(answer(sent.length));
    },
  });
  t.after(() => bridge.dispose());
  names += 1;
  const name = `layer${names}`;
  t.after(() => delete globalThis[name]);
  globalThis[name] = [];
  const warnings = [];
  bridge.on('warning', ({ code }) => warnings.push(code));
  const tracked = [];
  bridge.on('tracked', ({ externalId, response }) => tracked.push(`${externalId} ${response.statusCode}`));
  return { bridge, sent, name, warnings, tracked, layer: globalThis[name], watch: (more) => bridge.watchDataLayer({ name, ...options, ...more }) };
}
const soon = async (look, what) => {
  for (let i = 0; i < 150; i += 1) {
    if (look()) return;
    await new Promise((done) => { setTimeout(done, 20); });
  }
  assert.fail(`${what} did not come`);
};
const quiet = (ms = 60) => new Promise((done) => { setTimeout(done, ms); });

test('readPurchase returns the order as it would be sent, or the errors', async (t) => {
  const { bridge } = await setUp(t);
  const { order, detail, warnings } = bridge.readPurchase(purchase('T1'));
  assert.deepEqual(order, {
    external_id: 'T1',
    items: [{ external_id: 'SKU-1', name: 'Crema facial', quantity: 2, price: 2990, unit_price: true, currency: 'CLP', include_tax: true, discount_type: 'amount', discount: 0, variants: [], categories: [] }],
  });
  assert.deepEqual([detail, warnings], [{}, []]);
  assert.deepEqual(bridge.readPurchase(arguments_('event', 'purchase', purchase('T2').ecommerce)).order.external_id, 'T2');
  assert.deepEqual(bridge.readPurchase(purchase('T3', { currency: undefined }), { currency: 'EUR' }).order.items[0].currency, 'EUR');
  assert.deepEqual(bridge.readPurchase(purchase('T4', { items: [] })), { order: null, detail: { items: ['SessionOrderControllerValidator: items is required.'] }, warnings: [] });
  assert.deepEqual(bridge.readPurchase(purchase('')).warnings.map(({ code }) => code), ['NO_TRANSACTION_ID']);
  for (const nothing of [null, undefined, 7, 'purchase', [], {}, { event: 'view_item' }, () => {}, new Date(), new Proxy({}, { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } })]) {
    assert.deepEqual(bridge.readPurchase(nothing), { order: null, detail: {}, warnings: [] });
  }
});

test('an error about a wrong option names it', async (t) => {
  const { bridge } = await setUp(t);
  for (const [options, word] of [[7, 'object'], [{ name: '' }, 'name'], [{ name: 7 }, 'name'], [{ currency: 'BRL' }, 'currency'], [{ change: 'no' }, 'change']]) {
    assert.throws(() => bridge.watchDataLayer(options), (error) => error.code === 'CONFIG' && error.message.includes(word), word);
    assert.throws(() => bridge.readPurchase({}, options), { code: 'CONFIG' });
  }
});

test("existing, pushed and replaced purchases are each reported once, and the shop's own push still works", async (t) => {
  const { layer, name, sent, watch } = await setUp(t);
  layer.push(purchase('A'));
  const heard = [];
  const { push } = layer;
  layer.push = function (...events) { heard.push(this === layer); return push.apply(this, events); };
  const before = layer.push;
  const stop = watch();
  assert.equal(layer.push(purchase('B'), { event: 'other' }), 3, 'the return value of push');
  layer.push(arguments_('event', 'purchase', purchase('C').ecommerce));
  await soon(() => sent.length === 3, 'the third report');
  assert.deepEqual(heard, [true, true]);
  globalThis[name] = [purchase('D')];
  await soon(() => sent.length === 4, 'the report of an array that replaces it');
  // Written without push.
  globalThis[name][1] = purchase('E');
  await soon(() => sent.length === 5, 'the report of the purchase that was not pushed');
  assert.deepEqual(sent.map(({ external_id: id }) => id), ['A', 'B', 'C', 'D', 'E']);
  assert.equal(layer.push, before, "the replaced array has the shop's push again");
  stop();
  assert.equal(Object.hasOwn(globalThis[name], 'push'), false);
  globalThis[name].push(purchase('F'));
  await quiet(600);
  assert.equal(sent.length, 5);
});

test('a script that wraps push after us keeps working, even when we stop', async (t) => {
  const { layer, sent, watch } = await setUp(t);
  const stop = watch();
  const ours = layer.push;
  const heard = [];
  layer.push = (...events) => { heard.push(...events); return ours.apply(layer, events); };
  layer.push(purchase('G'));
  await soon(() => sent.length === 1, 'the report');
  stop();
  layer.push(purchase('H'));
  await quiet();
  assert.deepEqual([heard.length, layer.length, sent.length], [2, 2, 1]);
});

test('a data layer that is created later, and a frozen array', async (t) => {
  const { name, sent, watch } = await setUp(t);
  delete globalThis[name];
  watch();
  await quiet();
  globalThis[name] = Object.freeze([purchase('I')]);
  await soon(() => sent.length === 1, 'the report');
});

test('an identical purchase is reported once; different content edits it', async (t) => {
  const { layer, sent, watch, tracked } = await setUp(t);
  watch();
  layer.push(purchase('J'));
  await soon(() => sent.length === 1, 'the report');
  layer.push(purchase('J'), { ecommerce: { currencyCode: 'CLP', purchase: { actionField: { id: 'J' }, products: [{ id: 'SKU-1', name: 'Crema facial', price: '2990', quantity: 2 }] } } });
  await quiet(150);
  assert.equal(sent.length, 1);
  layer.push(purchase('J', { items: [line({ quantity: 3 })] }));
  await soon(() => sent.length === 2, 'the edit');
  assert.deepEqual(tracked, ['J 0', 'J 0']);
});

test('a purchase that appears twice, once without lines, is reported once, in either order', async (t) => {
  const { layer, sent, watch } = await setUp(t);
  const bare = (id) => ({ event: 'purchase', ecommerce: { transaction_id: id, value: 5980, currency: 'CLP' } });
  watch();
  layer.push(purchase('K'), bare('K'));
  layer.push(bare('L'));
  layer.push(purchase('L'));
  await soon(() => sent.length === 2, 'both reports');
  await quiet(1200);
  assert.deepEqual(sent.map(({ external_id: id }) => id), ['K', 'L']);
});

test('two pushes form one purchase; doubtful data causes warnings', async (t) => {
  const { layer, sent, watch, warnings } = await setUp(t);
  watch();
  layer.push({ ecommerce: null }, { ecommerce: purchase('M').ecommerce });
  layer.push({ event: 'purchase' });
  await soon(() => sent.length === 1, 'the report');
  layer.push(purchase(undefined), purchase('N', { currency: 'USD', value: undefined, items: [line({ price: '2,990' })] }), purchase('O', { value: 5380, items: [line({ discount: 300 })] }));
  await soon(() => sent.length === 2, 'the second report');
  assert.deepEqual(warnings, ['NO_TRANSACTION_ID', 'AMBIGUOUS_AMOUNT', 'DISCOUNT_NOT_IN_PRICE']);
  assert.deepEqual(sent.map(({ external_id: id }) => id), ['M', 'O']);
});

test('change has the last word: it corrects an order or suppresses it', async (t) => {
  const { layer, sent, watch } = await setUp(t);
  const seen = [];
  watch({
    change(order, event) {
      seen.push(event);
      if (order.external_id === 'hold') return null;
      return { ...order, items: order.items.map((item) => ({ ...item, name: item.name.toUpperCase() })) };
    },
  });
  const own = purchase('P');
  layer.push(purchase('hold'), own);
  await soon(() => sent.length === 1, 'the report');
  await quiet();
  assert.deepEqual(sent.map(({ external_id: id, items }) => [id, items[0].name]), [['P', 'CREMA FACIAL']]);
  assert.equal(seen[1], own, 'change receives the event itself');
});

test('without a video attention nothing is sent; a disposed bridge ignores purchases', async (t) => {
  const { layer, sent, watch, bridge, tracked } = await setUp(t, { ocular: { sessionId: () => null } });
  watch();
  layer.push(purchase('Q'));
  await soon(() => tracked.length === 1, 'the answer');
  assert.deepEqual([tracked, sent], [['Q 1'], []]);
  bridge.dispose();
  layer.push(purchase('R'));
  await quiet(600);
  assert.deepEqual(sent, []);
});

test('rememberHours is a number from 0 to 168', async () => {
  for (const rememberHours of [-1, 169, '2', NaN, {}]) {
    await assert.rejects(loadOrderBridge({ ocular: { rememberHours } }), (error) => error.code === 'CONFIG' && /rememberHours/.test(error.message), String(rememberHours));
  }
  for (const rememberHours of [0, 0.5, 168, null]) (await loadOrderBridge({ ocular: { rememberHours } })).dispose();
});
