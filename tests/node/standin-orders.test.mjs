import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples } from '../../www/standin/index.mjs';

const STORAGE = '/api/content/orders-storage/marker/guest_orders';
const ORDERS = `${STORAGE}/orders`;
const PREVIEW = '/api/content/orders-storage/orders/preview?langCode=en_US';
const { createCaller, formFields, guestOrder } = samples;

function setUp(options) {
  const clock = { now: Date.parse('2025-04-30T21:47:45.344Z') };
  const standIn = createStandIn({ now: () => clock.now, ...options });
  return { standIn, call: createCaller(standIn), clock };
}
const says = (answer, status, message) => assert.deepEqual([answer.status, answer.body], [status, { statusCode: status, message }]);

test('an order is created, with the documented answer', async () => {
  const { call } = setUp();
  const { status, body } = await call('POST', ORDERS, guestOrder({ products: [{ productId: 146, quantity: 2 }] }));
  assert.equal(status, 201);
  assert.deepEqual(body, {
    id: 90,
    formIdentifier: 'guest_order',
    paymentAccountIdentifier: 'cash',
    formData: { en_US: formFields() },
    products: [{ productId: 146, quantity: 2 }],
    currency: '',
    totalSum: 300,
    createdDate: '2025-04-30T21:47:45.344Z',
    statusIdentifier: 'new',
  });
});

test('each POST creates an order: there is no idempotency', async () => {
  const { standIn, call } = setUp({ orderId: 812 });
  const ids = [];
  for (let i = 0; i < 3; i += 1) ids.push((await call('POST', ORDERS, guestOrder())).body.id);
  assert.deepEqual(ids, [812, 813, 814]);
  assert.equal(standIn.state.orders.length, 3);
});

test('unknown top-level keys are tolerated', async () => {
  const { call } = setUp();
  assert.equal((await call('POST', ORDERS, guestOrder({ langCode: 'en_US', currency: 'USD' }))).status, 201);
  assert.equal((await call('POST', ORDERS, guestOrder({ products: [] }))).body.totalSum, 0);
  assert.equal((await call('POST', ORDERS, guestOrder(), { 'x-device-metadata': null })).status, 201);
});

test('coupon, discount and bonus', async () => {
  const { call } = setUp();
  const products = [{ productId: 146, quantity: 2 }];
  const wish = { products, couponCode: 'SPRING', additionalDiscountsMarkers: ['loyalty'], bonusAmount: 50 };
  const made = (await call('POST', ORDERS, guestOrder(wish))).body;
  assert.deepEqual([made.totalSum, made.totalDue, made.bonusApplied, made.couponCode, made.bonusAmount], [300, 220, 50, 'SPRING', 50]);

  const { status, body } = await call('POST', PREVIEW, wish);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    totalSum: 300, totalSumWithDiscount: 270, totalDue: 220, bonusApplied: 50, currency: 'USD',
    orderPreview: [{ id: 146, price: 150, quantity: 2, discountPrice: 135, isGift: false }],
    discountConfig: {
      coupon: { code: 'SPRING', valid: true, applied: true, discountId: 4, discountIdentifier: 'spring' },
      bonus: { availableBalance: 80, bonusApplied: 50, maxBonusDiscount: 50, minBonusAmount: null, minOrderAmountForBonus: null },
      orderDiscounts: [], productDiscounts: [],
      settings: { allowStacking: false, allowGiftStacking: false, maxDiscountValue: null },
    },
  });
  const known = (await call('POST', PREVIEW, { products, couponCode: 'BULK' })).body;
  assert.deepEqual([known.totalDue, known.discountConfig.coupon.valid, known.discountConfig.coupon.applied], [300, false, false]);
  assert.equal(typeof known.message, 'string');
  says(await call('POST', PREVIEW, { products, couponCode: 'OLD' }), 400, 'Coupon OLD is not valid');
  assert.equal((await call('POST', PREVIEW, { products, additionalDiscountsMarkers: ['loyalty'] })).body.totalDue, 285);
});

test('sums have no binary rounding errors', async () => {
  const { call } = setUp();
  const { body } = await call('POST', PREVIEW, { products: [{ productId: 2, quantity: 3 }, { productId: 147, quantity: 1 }] });
  assert.equal(body.totalSum, 240.07);
});

test('preview refuses properties that belong to an order only', async () => {
  const { call } = setUp();
  says(await call('POST', PREVIEW, { products: [], formData: {} }), 400, 'property formData should not exist');
  says(await call('POST', PREVIEW, {}), 400, 'products must be an array');
  says(await call('POST', PREVIEW, { products: [{ productId: 9171, quantity: 1 }] }), 404, 'Product 9171 not found');
});

test('the shape of the body is checked first', async () => {
  const { call } = setUp();
  const refused = async (changes, message) => says(await call('POST', ORDERS, guestOrder(changes)), 400, message);
  await refused({ formData: formFields() }, '"formData" must be of type object');
  await refused({ formData: 'x' }, '"formData" must be of type object');
  await refused({ formData: undefined }, '"formData" is required');
  await refused({ formData: { en_US: [{ en_US: formFields() }] } }, "formData's marker 'undefined' marker is required");
  await refused({ formData: formFields()[0] }, '"formData.marker" is not allowed');
  await refused({ formData: { en_US: formFields()[0] } }, '"formData.en_US" must be an array');
  await refused({ formData: { en_US: [] } }, 'empty form data section');
  await refused({ formData: {} }, 'empty form data section');
  await refused({ formIdentifier: undefined }, 'formIdentifier must be a string');
  await refused({ paymentAccountIdentifier: '' }, 'paymentAccountIdentifier should not be empty');
  await refused({ products: [{ id: 10, quantity: 1 }] }, 'products.0.productId must be a number conforming to the specified constraints');
  await refused({ products: [{ productId: '10', quantity: 1 }] }, 'products.0.productId must be a number conforming to the specified constraints');
  await refused({ products: [{ productId: 10, quantity: 1.5 }] }, 'products.0.quantity must be an integer number');
  await refused({ products: [{ productId: 10, quantity: 0 }] }, 'products.0.quantity must not be less than 1');
  await refused({ products: {} }, 'products must be an array');
});

test('only JSON is accepted', async () => {
  const { call } = setUp();
  says(await call('POST', ORDERS, JSON.stringify(guestOrder()), { 'content-type': 'text/plain' }), 400, 'Content-Type must be application/json');
  assert.equal((await call('POST', ORDERS, '{"formData":')).status, 400);
});

test('configuration is checked after the form data, and products after the configuration', async () => {
  const { call } = setUp();
  const wrong = 'Payment account identifier is wrong or payment accounts are not defined';
  for (const paymentAccountIdentifier of ['voucher', 'nothing']) says(await call('POST', ORDERS, guestOrder({ paymentAccountIdentifier })), 400, wrong);
  says(await call('POST', '/api/content/orders-storage/marker/protected_orders/orders', guestOrder({ formIdentifier: 'guest_order' })), 400, 'Form identifier is wrong');
  says(await call('POST', '/api/content/orders-storage/marker/contacts/orders', guestOrder({ formIdentifier: 'contact', formData: { en_US: [formFields()[0]] } })), 400, "wrong form's type");
  says(await call('POST', ORDERS, guestOrder({ formIdentifier: 'none' })), 404, 'Form not found');
  says(await call('POST', ORDERS, guestOrder({ products: [{ productId: 9171, quantity: 1 }] })), 404, 'Product 9171 not found');
  says(await call('POST', ORDERS, guestOrder({ products: [{ productId: 99, quantity: 1 }] })), 400, 'Product 99 is out of stock');
  says(await call('POST', '/api/content/orders-storage/marker/none/orders', guestOrder()), 404, 'Orders storage not found');
  const both = guestOrder({ paymentAccountIdentifier: 'nothing', formData: { en_US: formFields().slice(1) } });
  says(await call('POST', ORDERS, both), 400, 'required values are missing or incorrect: guest_name');
});

test('reads have sums as strings, products by id, and form data of their locale', async () => {
  const { call } = setUp();
  const { body: made } = await call('POST', ORDERS, guestOrder({ products: [{ productId: 146, quantity: 2 }], paymentAccountIdentifier: 'stripe' }));
  await call('POST', '/api/content/payments/sessions', { orderId: made.id, type: 'session', automaticTaxEnabled: false });
  const list = (await call('GET', `${ORDERS}?langCode=en_US&limit=30&offset=0`)).body;
  assert.equal(list.total, 1);
  assert.deepEqual(list.items[0], {
    id: 90, storageId: 1, createdDate: '2025-04-30T21:47:45.344Z', statusIdentifier: 'new', statusLocalizeInfos: { title: 'New' },
    fulfillmentStatusIdentifier: null, paymentStatusIdentifier: 'inProgress-payment', formIdentifier: 'guest_order', attributeSetIdentifier: 'guest_order_set',
    formData: formFields(), totalSum: '300.00', currency: 'USD', paymentAccountIdentifier: 'stripe', paymentAccountLocalizeInfos: { title: 'Card' },
    paymentUrl: 'https://shop.example/standin/pay/47', isCompleted: null,
    products: [{ id: 146, title: 'Mug', sku: 'MUG-1', previewImage: null, price: 150, quantity: 2, isGift: false }],
  });
  const single = (await call('GET', `${ORDERS}/90?langCode=es_ES`)).body;
  assert.deepEqual(single.formData, []);
  assert.equal(single.totalSumRaw, '300.00');
  assert.equal(single.isPartial, false);
  says(await call('GET', `${ORDERS}/91`), 404, 'Order not found');
  says(await call('GET', `${ORDERS}/abc`), 400, 'Validation failed (numeric string is expected)');
});

test('lists are paged, newest order first', async () => {
  const { call } = setUp();
  for (let i = 0; i < 3; i += 1) await call('POST', ORDERS, guestOrder());
  const { items, total } = (await call('GET', `${ORDERS}?offset=1&limit=1`)).body;
  assert.deepEqual([total, items.map(({ id }) => id)], [3, [91]]);
});

test('reads can lag behind writes', async () => {
  const { call, clock } = setUp({ readLagMs: 5000 });
  await call('POST', ORDERS, guestOrder());
  assert.equal((await call('GET', ORDERS)).body.total, 0);
  says(await call('GET', `${ORDERS}/90`), 404, 'Order not found');
  assert.equal((await call('POST', '/api/content/payments/sessions', { orderId: 90, type: 'session' })).status, 201);
  assert.deepEqual((await call('GET', '/api/content/payments/sessions/order/90')).body, []);
  clock.now += 5000;
  assert.equal((await call('GET', ORDERS)).body.total, 1);
});

test('replacing an order', async () => {
  const { standIn, call } = setUp();
  await call('POST', ORDERS, guestOrder());
  const put = (body) => call('PUT', `${ORDERS}/90?langCode=en_US`, body);
  const { status, body } = await put(guestOrder({ products: [{ productId: 1, quantity: 2 }], statusIdentifier: 'inProgress' }));
  assert.deepEqual([status, body.totalSum, body.statusIdentifier], [200, 37, 'inProgress']);
  says(await put({ statusIdentifier: 'done' }), 400, 'Order must have a payment');
  says(await put(guestOrder({ products: [{ id: 1, quantity: 1 }] })), 400, 'products.0.productId must be a number conforming to the specified constraints');

  await call('POST', '/api/content/payments/sessions', { orderId: 90, type: 'session' });
  assert.equal((await put(guestOrder({ statusIdentifier: 'canceled' }))).status, 200);
  assert.equal(standIn.state.paymentSessions[0].status, 'canceled');
  await call('POST', '/api/content/payments/sessions', { orderId: 90, type: 'session' });
  await call('PUT', '/api/content/payments/sessions/48', { status: 'completed' });
  says(await put(guestOrder({ statusIdentifier: 'canceled' })), 400, 'Payment sessions 48 could not be canceled — the order may have been paid.');
});

test('storages and statuses', async () => {
  const { call } = setUp();
  assert.deepEqual((await call('GET', `${STORAGE}?langCode=en_US`)).body, {
    id: 1, identifier: 'guest_orders', localizeInfos: { title: 'Guest orders' }, generalTypeId: 21, formIdentifier: 'guest_order', position: 1,
    paymentAccountIdentifiers: ['cash', 'stripe', 'paypal', 'bank', 'voucher'].map((identifier) => ({ identifier })),
  });
  const all = (await call('GET', '/api/content/orders-storage?langCode=en_US&limit=2&offset=0')).body;
  assert.equal(Array.isArray(all) && all.length, 2);
  says(await call('GET', '/api/content/orders-storage/marker/none'), 404, 'Orders storage not found');
  const statuses = (await call('GET', `${STORAGE}/order-statuses?langCode=en_US&offset=0&limit=30`)).body;
  assert.deepEqual([statuses[0].identifier, statuses[0].isDefault, statuses[0].localizeInfos], ['new', true, { title: 'New' }]);
});

test('refunds: only for users, and only of paid orders', async () => {
  const { standIn, call } = setUp();
  says(await call('GET', '/api/content/orders/90/refund'), 403, 'Permission data not found. Provide the permission for requested url');
  const { body: user } = await call('POST', '/api/content/users-auth-providers/marker/email/users/auth', samples.authBody());
  const asUser = createCaller(standIn, { authorization: `Bearer ${user.accessToken}`, 'x-guest-id': null });
  await asUser('POST', ORDERS, guestOrder({ paymentAccountIdentifier: 'stripe' }));
  await asUser('POST', '/api/content/payments/sessions', { orderId: 90, type: 'session' });
  says(await asUser('POST', '/api/content/orders/90/refund', { products: {} }), 404, 'You cannot refund uncompleted order');
  await standIn.fetch(new Request('https://shop.example/standin/pay/47', { method: 'POST', body: 'action=pay', redirect: 'manual' }));
  assert.equal((await asUser('POST', '/api/content/orders/90/refund', { products: { 10: { quantity: 1 } }, note: 'broken' })).body, true);
  assert.equal((await asUser('GET', '/api/content/orders/90/refund')).body[0].note, 'broken');
  assert.equal((await asUser('DELETE', '/api/content/orders/90/refund')).body, true);
  assert.deepEqual((await asUser('GET', '/api/content/orders/90/refund')).body, []);
});

test('the cart of a guest', async () => {
  const { call } = setUp();
  const CART = '/api/content/users/me/cart';
  says(await call('GET', CART, undefined, { 'x-guest-id': null }), 400, 'x-guest-id header is required');
  await call('POST', `${CART}/items`, { productId: 146, qty: 1 });
  await call('POST', `${CART}/items`, { productId: 146, qty: 2 });
  assert.deepEqual((await call('GET', CART)).body, { items: [{ productId: 146, qty: 2, addedAt: '2025-04-30T21:47:45.344Z' }], total: 1 });
  assert.equal((await call('DELETE', `${CART}/items/146`)).body.total, 0);
  assert.equal((await call('PUT', CART, { items: [{ productId: 1, qty: 3 }] })).body.total, 1);
  says(await call('PUT', CART, { items: Array.from({ length: 501 }, (_, i) => ({ productId: i + 1, qty: 1 })) }), 400, 'items must contain no more than 500 elements');
  assert.equal((await call('POST', `${CART}/items`, { productId: 1, qty: 1 }, { 'x-guest-id': 'guest_1' })).status, 201);
  assert.equal((await call('GET', CART, undefined, { 'x-guest-id': 'guest_1' })).body.total, 0);
  says(await call('GET', '/api/content/users/cart'), 404, 'Cannot GET /api/content/users/cart');
});
