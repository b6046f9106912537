import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples, validateBuyOrder, validateBuyOrderState } from '../../www/standin/index.mjs';

const PATH = '/api/product-management/v1/sessions/1536/order';
const { buyOrder } = samples;
const success = { statusCode: 0, message: 'Success' };

function setUp(options) {
  const standIn = createStandIn(options);
  return { standIn, call: samples.createCaller(standIn, { 'x-app-token': null, 'x-guest-id': null, 'x-device-metadata': null }) };
}
const item = (changes) => ({ name: 'Crema', quantity: 1, price: 2990, currency: 'CLP', ...changes });
const refusal = (path, ...rules) => ({ [path]: rules.map((rule) => `SessionOrderControllerValidator: ${path} ${rule}`) });
const ofItem = (changes) => validateBuyOrder({ items: [item(changes)] });

test('the three documented answers', async () => {
  const { standIn, call } = setUp();
  const first = await call('POST', PATH, buyOrder());
  assert.deepEqual([first.status, first.body], [200, success]);
  const second = await call('POST', PATH, { items: [{}] });
  assert.deepEqual([second.status, second.body.statusCode, second.body.message], [200, 2, 'Field validation error']);
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status' });
  const third = await call('POST', PATH, buyOrder());
  assert.deepEqual([third.status, third.body], [500, { statusCode: 1, message: 'Error 500 - Internal server error' }]);
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 200 });
  assert.deepEqual((await call('POST', PATH, buyOrder())).body, { statusCode: 1, message: 'Error 500 - Internal server error' });
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 503, retryAfter: 2 });
  const fourth = await call('POST', PATH, buyOrder());
  assert.deepEqual([fourth.status, fourth.headers.get('retry-after'), fourth.body.message], [503, '2', 'Error 503 - Service unavailable']);
});

test('create or edit by session and external id', async () => {
  const { standIn, call } = setUp();
  await call('POST', PATH, buyOrder());
  await call('POST', PATH, buyOrder({ items: [item()] }));
  await call('POST', PATH.replace('1536', '1537'), buyOrder());
  await call('POST', PATH, { items: [item()] });
  await call('POST', PATH, { items: [item()] });
  const orders = standIn.state.ocularOrders;
  assert.deepEqual(orders.map(({ session, external_id: id, reports }) => [session, id, reports]), [['1536', 'ORDER-8454', 2], ['1537', 'ORDER-8454', 1], ['1536', null, 1], ['1536', null, 1]]);
  assert.deepEqual(orders[0].items, [item()]);
  assert.equal(standIn.state.reports.length, 5);
  assert.equal(standIn.state.reports[0].text, JSON.stringify(buyOrder()));
});

test('the payment state', async () => {
  const { standIn, call } = setUp();
  await call('POST', PATH, buyOrder());
  assert.deepEqual((await call('PUT', PATH, { external_id: 'ORDER-8454', payment_status: 1 })).body, success);
  assert.equal(standIn.state.ocularOrders[0].payment_status, 1);
  await call('PUT', PATH, { payment_status: 0 });
  assert.equal(standIn.state.ocularOrders[0].payment_status, 0, 'without an id the newest order is updated');
  assert.deepEqual((await call('PUT', PATH, { external_id: 'SKU-845-G54', payment_status: 0 })).body, success);
  standIn.change({ ocularUnknownOrder: 'refuse' });
  assert.deepEqual((await call('PUT', PATH, { external_id: 'X', payment_status: 0 })).body, { statusCode: 1, message: 'Error 404 - Not found' });
});

test('the state request is configurable', async () => {
  const { standIn, call } = setUp();
  const state = { external_id: 'ORDER-8454', payment_status: 0 };
  standIn.change({ ocularState: { method: 'PATCH', path: '/sessions/{ocular_session_id}/order/state' } });
  assert.deepEqual((await call('PATCH', `${PATH}/state`, state)).body, success);
  assert.equal((await call('PUT', PATH, state)).status, 404);
  standIn.change({ ocularState: { method: 'POST', path: '/sessions/{ocular_session_id}/order' } });
  assert.deepEqual((await call('POST', PATH, state)).body, success);
  assert.deepEqual((await call('POST', PATH, buyOrder())).body, success);
  assert.deepEqual(standIn.state.reports.map(({ kind }) => kind), ['setBuyOrderState', 'setBuyOrderState', 'setBuyOrder']);
});

test('sessions', async () => {
  const { standIn, call } = setUp();
  for (const id of ['A_b-9', 'x'.repeat(64)]) assert.equal((await call('POST', PATH.replace('1536', id), buyOrder())).status, 200);
  for (const id of ['x'.repeat(65), 'a.b', 'a%20b', '..', '']) assert.equal((await call('POST', PATH.replace('1536', id), buyOrder())).status, 404);
  standIn.change({ ocularSessions: ['1536'] });
  assert.equal((await call('POST', PATH, buyOrder())).status, 200);
  assert.deepEqual((await call('POST', PATH.replace('1536', '1'), buyOrder())).body, { statusCode: 1, message: 'Error 404 - Not found' });
});

test('unreadable bodies', async () => {
  const { standIn, call } = setUp();
  assert.deepEqual((await call('POST', PATH, '{"items":')).body, { statusCode: 1, message: 'Error 400 - Bad request' });
  assert.equal((await call('POST', PATH, buyOrder(), { 'content-type': 'text/plain' })).status, 415);
  assert.deepEqual((await call('POST', PATH, '')).body.detail, refusal('params', 'is required.'));
  assert.deepEqual((await call('POST', PATH, '[]')).body.detail, refusal('params', 'must be an object.'));
  const large = { items: Array.from({ length: 20 }, () => item({ description: 'é'.repeat(30_000) })) };
  assert.deepEqual((await call('POST', PATH, large)).body.detail, refusal('params', 'must be at most 1048576.'));
  standIn.change({ ocularValidationStatus: 422 });
  assert.equal((await call('POST', PATH, '{}')).status, 422);
});

test('every text field', () => {
  const rows = [['external_id', 255, false], ['name', 255, true], ['description', 65_535, false]];
  for (const [name, most, required] of rows) {
    const path = `items.0.${name}`;
    assert.deepEqual(ofItem({ [name]: '𝒳'.repeat(most) }), {});
    assert.deepEqual(ofItem({ [name]: 'x'.repeat(most + 1) }), refusal(path, `exceeds the maximum number of characters ${most}.`));
    assert.deepEqual(ofItem({ [name]: 5 }), refusal(path, 'must be a string.'));
    for (const absent of [null, undefined]) assert.deepEqual(ofItem({ [name]: absent }), required ? refusal(path, 'is required.') : {});
    for (const blank of ['', ' \t\u00a0\u2003']) assert.deepEqual(ofItem({ [name]: blank }), required ? refusal(path, 'is required.') : {});
  }
  assert.deepEqual(validateBuyOrder({ external_id: 1015, items: [item()] }), refusal('external_id', 'must be a string.'));
  assert.deepEqual(validateBuyOrder({ external_id: 'x'.repeat(256), items: [item()] }), refusal('external_id', 'exceeds the maximum number of characters 255.'));
});

test('image', () => {
  const path = 'items.0.image';
  for (const good of ['https://domain.com/a.jpg', 'http://localhost/a', null, `https://d.co/${'x'.repeat(2035)}`]) assert.deepEqual(ofItem({ image: good }), {});
  for (const bad of ['a.jpg', '//d.co/a', 'data:image/png;base64,', 'ftp://d.co/a', 'https://', '']) assert.deepEqual(ofItem({ image: bad }), refusal(path, 'must be a valid URL.'), bad);
  assert.deepEqual(ofItem({ image: 'x'.repeat(2049) }), refusal(path, 'exceeds the maximum number of characters 2048.', 'must be a valid URL.'));
  assert.deepEqual(ofItem({ image: 1 }), refusal(path, 'must be a string.'));
});

test('quantity', () => {
  const path = 'items.0.quantity';
  for (const good of [1, 2.0, 2_147_483_647]) assert.deepEqual(ofItem({ quantity: good }), {});
  for (const bad of [1.5, '2', true, NaN, Infinity, 2 ** 53, {}, []]) assert.deepEqual(ofItem({ quantity: bad }), refusal(path, 'must be an integer.'), String(bad));
  for (const low of [0, -1]) assert.deepEqual(ofItem({ quantity: low }), refusal(path, 'must be at least 1.'));
  assert.deepEqual(ofItem({ quantity: 2_147_483_648 }), refusal(path, 'must be at most 2147483647.'));
  for (const none of [undefined, null, '', ' ']) assert.deepEqual(ofItem({ quantity: none }), refusal(path, 'is required.'));
});

test('price and discount', () => {
  for (const good of [0, 0.99, 39000.0, 0.3001, 999_999_999_999.9999]) assert.deepEqual(ofItem({ price: good }), {});
  for (const bad of ['2990', true, 0.12345, 1e-7, NaN, 0.1 + 0.2]) assert.deepEqual(ofItem({ price: bad }), refusal('items.0.price', 'must be a decimal.'), String(bad));
  assert.deepEqual(ofItem({ price: -0.01 }), refusal('items.0.price', 'must be at least 0.'));
  assert.deepEqual(ofItem({ price: 1e12 }), refusal('items.0.price', 'must be at most 999999999999.9999.'));
  assert.deepEqual(ofItem({ price: 1e21 }), refusal('items.0.price', 'must be at most 999999999999.9999.'));
  assert.deepEqual(ofItem({ price: null }), refusal('items.0.price', 'is required.'));
  for (const good of [0, 5.5, null]) assert.deepEqual(ofItem({ discount: good }), {});
  assert.deepEqual(ofItem({ discount: 100, discount_type: 'percent' }), {});
  assert.deepEqual(ofItem({ discount: 100.01, discount_type: 'percent' }), refusal('items.0.discount', 'must be at most 100.'));
  assert.deepEqual(ofItem({ discount: 100.01 }), {});
  assert.deepEqual(ofItem({ discount: -1 }), refusal('items.0.discount', 'must be at least 0.'));
  assert.deepEqual(ofItem({ discount: 'x' }), refusal('items.0.discount', 'must be a decimal.'));
});

test('decimal strings, where they are allowed', () => {
  const price = (text) => validateBuyOrder({ items: [item({ price: text })] }, { decimalStrings: true });
  for (const good of ['39000.00', '0', '.5', '5.']) assert.deepEqual(price(good), {}, good);
  for (const bad of ['-1', '1e3', '1,5', '1.2.3', '.', ' 1', '0x1']) assert.deepEqual(price(bad), refusal('items.0.price', 'must be a decimal.'), bad);
});

test('digits on the wire are validated as written', async () => {
  const { call } = setUp();
  const send = async (price) => (await call('POST', PATH, `{"items":[{"name":"a","quantity":2.0,"price":${price},"currency":"USD"}]}`)).body;
  for (const good of ['39000.00', '999999999999.9999', '1e3', '-0']) assert.equal((await send(good)).statusCode, 0, good);
  assert.deepEqual((await send('999999999999.99991')).detail, refusal('items.0.price', 'must be a decimal.'));
  assert.deepEqual((await send('1000000000000.0000')).detail, refusal('items.0.price', 'must be at most 999999999999.9999.'));
  assert.deepEqual((await send('"5"')).detail, refusal('items.0.price', 'must be a decimal.'));
});

test('booleans and choices', () => {
  for (const name of ['unit_price', 'include_tax']) {
    for (const good of [true, false, null]) assert.deepEqual(ofItem({ [name]: good }), {});
    for (const bad of [0, 'true']) assert.deepEqual(ofItem({ [name]: bad }), refusal(`items.0.${name}`, 'must be a boolean.'));
  }
  for (const good of ['CLP', 'USD', 'EUR']) assert.deepEqual(ofItem({ currency: good }), {});
  for (const bad of ['clp', 'GBP']) assert.deepEqual(ofItem({ currency: bad }), refusal('items.0.currency', 'must be one of: CLP, USD, EUR.'));
  assert.deepEqual(ofItem({ currency: '' }), refusal('items.0.currency', 'is required.'));
  assert.deepEqual(ofItem({ currency: 1 }), refusal('items.0.currency', 'must be a string.'));
  for (const good of ['percent', 'amount', null]) assert.deepEqual(ofItem({ discount_type: good }), {});
  assert.deepEqual(ofItem({ discount_type: '' }), refusal('items.0.discount_type', 'must be one of: percent, amount.'));
});

test('lists', () => {
  for (const none of [undefined, null, [], '']) assert.deepEqual(validateBuyOrder({ items: none }), refusal('items', 'is required.'));
  assert.deepEqual(validateBuyOrder({ items: {} }), refusal('items', 'must be an array.'));
  assert.deepEqual(validateBuyOrder({ items: [5] }), refusal('items.0', 'must be an object.'));
  assert.deepEqual(validateBuyOrder({ items: Array.from({ length: 10_001 }, () => item()) }), refusal('items', 'must be at most 10000.'));
  assert.deepEqual(ofItem({ variants: Array.from({ length: 101 }, () => ({ name: 'a', value: 'b' })) }), refusal('items.0.variants', 'must be at most 100.'));
  assert.deepEqual(ofItem({ variants: 'x' }), refusal('items.0.variants', 'must be an array.'));
  assert.deepEqual(ofItem({ variants: [{ name: 'a', value: 'b' }, 5, { value: 'b' }] }), {
    ...refusal('items.0.variants.1', 'must be an object.'), ...refusal('items.0.variants.2.name', 'is required.'),
  });
  assert.deepEqual(ofItem({ categories: ['a', '', 5, 'x'.repeat(256)] }), {
    ...refusal('items.0.categories.1', 'is required.'), ...refusal('items.0.categories.2', 'must be a string.'),
    ...refusal('items.0.categories.3', 'exceeds the maximum number of characters 255.'),
  });
  assert.deepEqual(ofItem({ categories: Array.from({ length: 101 }, () => 'a') }), refusal('items.0.categories', 'must be at most 100.'));
});

test('all errors together, in the order of the table', () => {
  const detail = validateBuyOrder({ external_id: 1, items: [item(), { discount: -1, categories: [1], variants: [{}], image: 'x' }] });
  assert.deepEqual(Object.keys(detail), [
    'external_id', 'items.1.image', 'items.1.name', 'items.1.quantity', 'items.1.price', 'items.1.currency', 'items.1.discount',
    'items.1.variants.0.name', 'items.1.variants.0.value', 'items.1.categories.0',
  ]);
});

test('the state body', () => {
  for (const good of [0, 1]) assert.deepEqual(validateBuyOrderState({ payment_status: good }), {});
  assert.deepEqual(validateBuyOrderState({}), refusal('payment_status', 'is required.'));
  assert.deepEqual(validateBuyOrderState({ payment_status: 2 }), refusal('payment_status', 'must be one of: 0, 1.'));
  for (const bad of ['0', true, 0.5]) assert.deepEqual(validateBuyOrderState({ payment_status: bad }), refusal('payment_status', 'must be an integer.'));
  assert.deepEqual(validateBuyOrderState({ external_id: 5, payment_status: 0 }), refusal('external_id', 'must be a string.'));
  for (const bad of [5, 'x', []]) assert.deepEqual(validateBuyOrderState(bad), refusal('params', 'must be an object.'));
  assert.deepEqual(validateBuyOrderState(null), refusal('params', 'is required.'));
});

test('a report records what a conforming client would have sent differently', async () => {
  const { standIn, call } = setUp();
  const whole = { external_id: 'A', items: [{
    external_id: 'S', name: 'a', quantity: 1, price: 1, unit_price: false, currency: 'CLP', include_tax: true,
    discount_type: 'amount', discount: 0, variants: [{ name: 'a', value: 'b' }], categories: [],
  }] };
  await call('POST', PATH, whole);
  assert.deepEqual(standIn.state.reports[0].observations, []);
  await call('POST', PATH, { extra: 1, items: [{ quantity: 1, name: 'a', price: 1, currency: 'CLP' }] });
  const notes = standIn.state.reports[1].observations;
  assert.ok(notes.includes('extra is not documented'));
  assert.ok(notes.includes('items.0.discount is not written out'));
  assert.ok(notes.some((note) => note.includes('order')));
});
