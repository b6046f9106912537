/** `encodeBuyOrder`, and the path of a report from the caller's value to the wire. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { line, setUp } from './lib/bridge.mjs';

const bodies = (standIn) => standIn.state.requests.filter(({ route }) => route === 'setBuyOrder').map(({ body }) => body);

test('encodeBuyOrder returns exactly what setBuyOrder sends', async () => {
  const orders = [
    { items: [line()] },
    { external_id: 'A"1\\ñ😀\u2028', items: [line({ price: '39000.00', discount: 1.5, unit_price: true, variants: [{ name: 'a', value: 'v\n' }], categories: ['é'] })] },
    { items: [line({ unknown: 1, description: undefined, image: null }), line({ name: '\ud800', price: 1e-4 })], extra: {} },
  ];
  for (const order of orders) {
    const texts = [];
    const { bridge, ocularOrderTrack } = await setUp({
      fetch: async (url, { body }) => (texts.push(body), new Response('{"statusCode":0,"message":"Success"}')),
    });
    const encoded = bridge.encodeBuyOrder(order);
    assert.deepEqual([encoded.valid, encoded.detail], [true, {}]);
    assert.equal((await ocularOrderTrack.setBuyOrder(order)).statusCode, 0);
    assert.deepEqual(texts, [encoded.body]);
    JSON.parse(encoded.body);
  }
});

test('encodeBuyOrder sends nothing and saves nothing', async () => {
  const { standIn, bridge } = await setUp();
  bridge.encodeBuyOrder({ external_id: 'A', items: [line()] });
  await new Promise((done) => { setTimeout(done, 20); });
  assert.deepEqual(bodies(standIn), []);
});

test('errors are reported as by setBuyOrder', async () => {
  const { bridge, ocularOrderTrack } = await setUp();
  for (const params of [undefined, null, [], 7, {}, { items: [] }, { items: [line({ price: NaN, quantity: '1', variants: [{}] }), null] }]) {
    const { detail } = await ocularOrderTrack.setBuyOrder(params);
    // setBuyOrder takes a list as several orders, encodeBuyOrder does not.
    const expected = Array.isArray(params) ? { params: ['SessionOrderControllerValidator: params must be an object.'] } : detail;
    assert.deepStrictEqual(bridge.encodeBuyOrder(params), { valid: false, detail: expected, body: null });
  }
});

test('a body that is too large is refused', async () => {
  const { bridge } = await setUp();
  const fits = { items: Array.from({ length: 15 }, () => line({ description: 'x'.repeat(65_535) })) };
  assert.ok(bridge.encodeBuyOrder(fits).body.length > 983_000);
  fits.items.push(...fits.items.slice(0, 1));
  assert.deepEqual(bridge.encodeBuyOrder(fits), { valid: false, detail: { params: ['SessionOrderControllerValidator: params must be at most 1048576.'] }, body: null });
});

test('toJSON on arrays, objects, strings or numbers of the page changes nothing', async (t) => {
  const { bridge } = await setUp();
  const order = { items: [line({ categories: ['a', 'b'], price: 12.5 })] };
  const { body } = bridge.encodeBuyOrder(order);
  const owners = [Array.prototype, Object.prototype, String.prototype, Number.prototype];
  t.after(() => owners.forEach((owner) => delete owner.toJSON));
  const thrown = () => { throw new Error('mine'); };
  for (const owner of owners) {
    for (const way of [{ value: () => 'mine' }, { value: thrown }, { get: thrown }, { get: () => () => 'mine' }, { value: 7 }, { value: undefined }]) {
      Object.defineProperty(owner, 'toJSON', { configurable: true, ...way });
      assert.equal(bridge.encodeBuyOrder(order).body, body);
      delete owner.toJSON;
    }
  }
});

test('objects in one list may differ in their keys and key order', async () => {
  const { bridge } = await setUp();
  const items = Array.from({ length: 40 }, (_, i) => {
    const own = line({ [`key${i}`]: i, ...(i % 3 === 0 && { description: 'd' }) });
    return i % 2 ? own : Object.fromEntries(Object.entries(own).reverse());
  });
  const { items: sent } = JSON.parse(bridge.encodeBuyOrder({ items }).body);
  assert.deepEqual(sent.map(({ name, description }) => [name, description]), items.map(({ name, description }) => [name, description]));
  assert.ok(sent.every((item) => Object.keys(item).every((key) => !key.startsWith('key'))));
});

const large = (count, more) => ({ ...more, items: Array.from({ length: count }, (_, i) => line({ name: `Crema facial ${i}`, description: 'x'.repeat(60) })) });

test('a large report is sent as it was when the call was made', async () => {
  for (const order of [large(2_000), large(2_000, { external_id: 'A' }), large(20)]) {
    const { standIn, bridge, ocularOrderTrack } = await setUp();
    const { body } = bridge.encodeBuyOrder(order);
    const call = ocularOrderTrack.setBuyOrder(order);
    order.items.length = 1;
    assert.equal((await call).statusCode, 0);
    const [sent, ...more] = bodies(standIn);
    assert.ok(sent === body && more.length === 0);
  }
});

test('a large invalid report lists all its errors', async () => {
  const { ocularOrderTrack } = await setUp();
  const order = large(1_500);
  for (const item of order.items) item.quantity = 0;
  const { statusCode, detail } = await ocularOrderTrack.setBuyOrder(order);
  assert.deepEqual([statusCode, Object.keys(detail).length], [2, 1_500]);
  assert.deepEqual(detail['items.1499.quantity'], ['SessionOrderControllerValidator: items.1499.quantity must be at least 1.']);
});

test('more than 10,000 lines give this one error only', async () => {
  const { bridge, ocularOrderTrack } = await setUp();
  const order = { items: Array.from({ length: 10_001 }, () => ({})) };
  const detail = { items: ['SessionOrderControllerValidator: items must be at most 10000.'] };
  assert.deepStrictEqual(bridge.encodeBuyOrder(order).detail, detail);
  assert.deepStrictEqual((await ocularOrderTrack.setBuyOrder(order)).detail, detail);
});
