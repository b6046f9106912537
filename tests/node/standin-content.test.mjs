import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples } from '../../www/standin/index.mjs';

function setUp(options) {
  const standIn = createStandIn(options);
  return { standIn, call: samples.createCaller(standIn) };
}
const says = (answer, status, message) => assert.deepEqual([answer.status, answer.body], [status, { statusCode: status, message }]);

test('the guest form', async () => {
  const { standIn, call } = setUp();
  const { body } = await call('GET', '/api/content/forms/marker/guest_order?langCode=en_US');
  assert.deepEqual([body.identifier, body.type, body.localizeInfos.title], ['guest_order', 'order', 'Guest order']);
  const sorted = [...body.attributes].sort((a, b) => a.position - b.position);
  assert.deepEqual(sorted.map(({ marker }) => marker), ['guest_name', 'guest_phone', 'guest_email', 'order_reference']);
  assert.notDeepEqual(body.attributes, sorted, 'attributes are unsorted');
  assert.deepEqual(sorted.map(({ type }) => type), ['string', 'string', 'string', 'string']);
  assert.deepEqual(sorted.map(({ validators }) => 'requiredValidator' in validators), [true, true, true, false]);
  assert.equal(sorted[3].isVisible, false);
  assert.ok(!('isVisible' in sorted[0]), 'absent means visible');
  says(await call('GET', '/api/content/forms/marker/none'), 404, 'Form not found');

  standIn.change({ formListsMoney: true });
  const { attributes } = (await call('GET', '/api/content/forms/marker/guest_order')).body;
  assert.deepEqual(attributes.slice(-2).map(({ marker }) => marker), ['price', 'currency']);
});

test('other shapes of forms', async () => {
  const { standIn, call } = setUp();
  const { body } = await call('GET', '/api/content/forms?langCode=en_US&offset=0&limit=30');
  assert.equal(body.total, body.items.length);
  assert.deepEqual(body.items.find(({ identifier }) => identifier === 'reg').attributes, {}, 'an empty list is an object');
  assert.equal(body.items.find(({ identifier }) => identifier === 'reg').type, 'sing_in_up');
  standIn.change({ localizeInfos: 'keyed' });
  assert.deepEqual(Object.keys((await call('GET', '/api/content/forms/marker/guest_order?langCode=es_ES')).body.localizeInfos), ['es_ES']);
});

test('products', async () => {
  const { call } = setUp();
  const { body } = await call('GET', '/api/content/products/146?langCode=en_US');
  assert.deepEqual([body.id, body.localizeInfos.title, body.price, body.sku, body.statusIdentifier], [146, 'Mug', 150, 'MUG-1', 'in_stock']);
  assert.deepEqual(body.attributeValues.stock, { type: 'integer', value: 7, position: 2, additionalFields: {} });
  says(await call('GET', '/api/content/products/9171'), 404, 'Product 9171 not found');
  const some = (await call('GET', '/api/content/products/ids?ids=1,9171,10&langCode=en_US')).body;
  assert.deepEqual(some.map(({ id }) => id), [1, 10]);
});

test('guests get only a few products of a list', async () => {
  const { standIn, call } = setUp({ guestListLimit: 2 });
  assert.equal((await call('GET', '/api/content/products/ids?ids=1,2,3,10')).body.length, 2);
  const { body } = await call('POST', '/api/content/users-auth-providers/marker/email/users/auth', samples.authBody());
  const asUser = samples.createCaller(standIn, { authorization: `Bearer ${body.accessToken}` });
  assert.equal((await asUser('GET', '/api/content/products/ids?ids=1,2,3,10')).body.length, 4);
});

test('a signed price expires', async () => {
  let now = 1_750_000_000_000;
  const { call } = setUp({ now: () => now });
  const [{ signedPrice }] = (await call('GET', '/api/content/products/ids?ids=10&signPrice=guest_orders')).body;
  const order = samples.guestOrder({ products: [{ productId: 10, quantity: 1, signedPrice }] });
  const place = () => call('POST', '/api/content/orders-storage/marker/guest_orders/orders', order);
  assert.equal((await place()).status, 201);
  now += 600_000;
  says(await place(), 400, 'signedPrice is invalid or has expired');
});

test('the test routes, and paths that do not exist', async () => {
  const { call } = setUp();
  says(await call('GET', '/api/content/system/test404'), 404, 'Not Found');
  says(await call('GET', '/api/content/system/test500'), 500, 'Internal server error');
  says(await call('GET', '/api/content/nothing'), 404, 'Cannot GET /api/content/nothing');
  says(await call('DELETE', '/api/content/forms'), 404, 'Cannot DELETE /api/content/forms');
  says(await call('GET', '/elsewhere'), 404, 'Cannot GET /elsewhere');
});

test('error bodies have three shapes', async () => {
  const { standIn, call } = setUp({ now: () => 0 });
  standIn.change({ errorShape: 'long' });
  assert.deepEqual((await call('GET', '/api/content/system/test404')).body, { statusCode: 404, message: 'Not Found', timestamp: '1970-01-01T00:00:00.000Z', pageData: null });
  standIn.change({ errorShape: 'array' });
  assert.deepEqual((await call('GET', '/api/content/system/test404')).body, { statusCode: 404, message: ['Not Found'] });
});

test('options and settings that do not exist are refused', () => {
  assert.throws(() => createStandIn({ anonymousGuest: true }), /unknown setting anonymousGuest/);
  assert.throws(() => createStandIn({ anonymousGuests: 'yes' }), /cannot be "yes"/);
  assert.throws(() => createStandIn().change({ sessionByOrder: 'list' }), RangeError);
});
