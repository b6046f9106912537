/** The vendor's page "Órdenes de compras API javascript": its examples, its three answers, its texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp } from './lib/bridge.mjs';
import { deepFreeze } from './lib/freeze.mjs';

const SUCCESS = { statusCode: 0, message: 'Success' };
const FAILURE = { statusCode: 1, message: 'Error 500 - Internal server error' };
const says = (path, ...rules) => rules.map((rule) => `SessionOrderControllerValidator: ${path} ${rule}`);

const params = deepFreeze({
  external_id: 'ORDER-8454',
  items: [
    {
      external_id: 'SKU-845-G54',
      image: 'https://domain.com/images/products/product/product_image.jpg',
      name: 'Nombre del producto',
      description: 'Descripción del producto',
      quantity: 2,
      include_tax: true,
      unit_price: false,
      discount_type: 'amount',
      discount: 2990.00,
      currency: 'CLP',
      price: 10000.00,
      variants: [
        { name: 'Color', value: 'Negro' },
        { name: 'Talla', value: 'XL' },
        { name: 'Medidas', value: '30cm x 30cm' },
      ],
      categories: ['Atención Online', 'Bussines'],
    },
  ],
});
/** As in the contract: keys in the order of its table. */
const onTheWire = '{"external_id":"ORDER-8454","items":[{"external_id":"SKU-845-G54",'
  + '"image":"https://domain.com/images/products/product/product_image.jpg","name":"Nombre del producto",'
  + '"description":"Descripción del producto","quantity":2,"price":10000,"unit_price":false,"currency":"CLP","include_tax":true,'
  + '"discount_type":"amount","discount":2990,'
  + '"variants":[{"name":"Color","value":"Negro"},{"name":"Talla","value":"XL"},{"name":"Medidas","value":"30cm x 30cm"}],'
  + '"categories":["Atención Online","Bussines"]}]}';
const { categories, ...withoutCategories } = params.items[0];
const minimal = { name: 'Crema facial', quantity: 1, price: '39000.00', currency: 'USD' };

test('the example is accepted and arrives in the documented order', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(params), SUCCESS);
  const [report] = standIn.state.reports;
  assert.deepEqual([report.method, report.path], ['POST', '/api/product-management/v1/sessions/1536/order']);
  assert.equal(report.text, onTheWire);
  assert.deepEqual(report.observations, [], 'the stand-in finds nothing undocumented or missing');
});

test('the second example has no categories: the default is sent', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(deepFreeze({ ...params, items: [withoutCategories] })), SUCCESS);
  assert.equal(standIn.state.reports[0].text, onTheWire.replace(JSON.stringify(categories), '[]'));
});

test('with the required fields only, every default is sent and digits are kept', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  for (const item of [minimal, { ...minimal, unit_price: null, include_tax: null, discount_type: null, discount: undefined, variants: null, categories: undefined }]) {
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(deepFreeze({ items: [item] })), SUCCESS);
    assert.equal(
      standIn.state.reports.at(-1).text,
      '{"items":[{"name":"Crema facial","quantity":1,"price":39000.00,"unit_price":false,"currency":"USD","include_tax":true,'
        + '"discount_type":"amount","discount":0,"variants":[],"categories":[]}]}',
    );
  }
  assert.deepEqual(standIn.state.reports.map(({ observations }) => observations), [[], []]);
});

test('the failure answer is passed on unchanged', async () => {
  for (const status of [500, 200]) {
    const { standIn, ocularOrderTrack } = await setUp();
    standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status, retryAfter: 0, times: 3, body: FAILURE });
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(params), FAILURE);
  }
});

test('the answer with validation errors, before anything is sent', async () => {
  const { standIn, ocularOrderTrack, bridge } = await setUp();
  const detail = {
    'items.0.name': says('items.0.name', 'is required.'),
    'items.0.quantity': says('items.0.quantity', 'must be an integer.'),
    'items.0.price': says('items.0.price', 'must be a decimal.'),
    'items.0.currency': says('items.0.currency', 'must be one of: CLP, USD, EUR.'),
    'items.0.variants.1.value': says('items.0.variants.1.value', 'is required.'),
    'items.0.categories.0': says('items.0.categories.0', 'must be a string.'),
  };
  const wrong = deepFreeze({
    items: [{ quantity: '2', price: 'gratis', currency: 'clp', variants: [{ name: 'Color', value: 'Negro' }, { name: 'Talla', value: ' ' }], categories: [7] }],
  });
  const answer = await ocularOrderTrack.setBuyOrder(wrong);
  assert.deepStrictEqual(answer, { statusCode: 2, message: 'Field validation error', detail });
  assert.deepEqual(Object.keys(answer.detail), Object.keys(detail), 'in the order of the tables');
  assert.deepStrictEqual(bridge.validateBuyOrder(wrong), { valid: false, detail });
  assert.deepStrictEqual(bridge.validateBuyOrder(params), { valid: true, detail: {} });
  assert.equal(standIn.state.requests.length, 0);
});

test("a text that is too long is reported in the vendor's words", async () => {
  const { ocularOrderTrack } = await setUp();
  const answer = await ocularOrderTrack.setBuyOrder({ external_id: 'x'.repeat(256), items: [{ ...minimal, name: '😀'.repeat(256) }] });
  assert.deepStrictEqual(answer.detail, {
    external_id: says('external_id', 'exceeds the maximum number of characters 255.'),
    'items.0.name': says('items.0.name', 'exceeds the maximum number of characters 255.'),
  });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder({ items: [{ ...minimal, name: '😀'.repeat(255) }] }), SUCCESS);
});

test('the answer with validation errors, from the service', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  const vendor = {
    statusCode: 2,
    message: 'Field validation error',
    detail: {
      field_one: says('field_one', 'is required.', 'must be an integer.'),
      field_two: says('field_two', 'is required.', 'must be a string.', 'exceeds the maximum number of characters 255.'),
    },
  };
  for (const status of [200, 400, 422]) {
    standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status, body: vendor });
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(params), vendor);
  }
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 422, body: { errors: { field_one: says('field_one', 'is required.') } } });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(params), {
    statusCode: 2, message: 'Field validation error', detail: { field_one: says('field_one', 'is required.') },
  });
  assert.equal(standIn.state.requests.length, 4, 'a report whose fields were refused is not sent again');
});

test('the state of an order is reported', async () => {
  const { standIn, ocularOrderTrack, bridge } = await setUp();
  const state = deepFreeze({ external_id: 'SKU-845-G54', payment_status: 0 });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrderState(state), SUCCESS);
  const [report] = standIn.state.reports;
  assert.deepEqual([report.method, report.path, report.text], ['PUT', '/api/product-management/v1/sessions/1536/order', '{"external_id":"SKU-845-G54","payment_status":0}']);

  const detail = { payment_status: says('payment_status', 'must be one of: 0, 1.') };
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrderState({ payment_status: 2 }), { statusCode: 2, message: 'Field validation error', detail });
  assert.deepStrictEqual(bridge.validateBuyOrderState({ payment_status: 2 }), { valid: false, detail });
  assert.deepStrictEqual((await ocularOrderTrack.setBuyOrderState({})).detail, { payment_status: says('payment_status', 'is required.') });
  assert.deepStrictEqual((await ocularOrderTrack.setBuyOrderState({ payment_status: '0' })).detail, { payment_status: says('payment_status', 'must be an integer.') });
  assert.deepStrictEqual((await ocularOrderTrack.setBuyOrderState(7)).detail, { params: says('params', 'must be an object.') });

  standIn.faults.add({ route: 'setBuyOrderState', fault: 'status', times: 3, retryAfter: 0 });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrderState(state), FAILURE);
});

test('an existing order is edited, and its state is set', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  await ocularOrderTrack.setBuyOrder(params);
  await ocularOrderTrack.setBuyOrder({ ...params, items: [minimal] });
  await ocularOrderTrack.setBuyOrderState({ external_id: 'ORDER-8454', payment_status: 1 });
  assert.deepEqual(standIn.state.ocularOrders.map((order) => [order.external_id, order.items.length, order.reports, order.payment_status]), [['ORDER-8454', 1, 2, 1]]);
});

test('a list of orders is sent in order, and stops at the first one that is not accepted', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  const order = (id) => ({ external_id: id, items: [minimal] });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(deepFreeze([order('A'), order('B'), order('C')])), SUCCESS);
  assert.deepEqual(standIn.state.reports.map(({ body }) => body.external_id), ['A', 'B', 'C']);

  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', after: 1, times: 3, retryAfter: 0 });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder([order('D'), order('E'), order('F')]), FAILURE);
  assert.deepEqual(standIn.state.reports.map(({ body }) => body.external_id), ['A', 'B', 'C', 'D']);

  const before = standIn.state.requests.length;
  const answer = await ocularOrderTrack.setBuyOrder([order('G'), { items: [] }]);
  assert.deepStrictEqual(answer.detail, { '1.items': says('1.items', 'is required.') });
  assert.equal(standIn.state.requests.length, before, 'all are validated before the first one is sent');
});
