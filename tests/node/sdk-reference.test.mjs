/**
 * The unmodified OneEntry SDK runs the guest-order scenario against the stand-in, over loopback HTTP:
 * if it sees nothing unusual, the stand-in is close enough to OneEntry.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { defineOneEntry } from 'oneentry';
import { serve } from '../../www/serve.mjs';
import { createStandIn, SHARED_GUEST } from '../../www/standin/index.mjs';

const SEEDED_AT = Date.parse('2025-04-30T21:47:45.344Z');
const { version } = createRequire(import.meta.url)('oneentry/package.json');
let served;
before(async () => { served = await serve({ pagePort: 0, servicesPort: 0, standIn: createStandIn({ now: () => SEEDED_AT }) }); });
after(() => served.close());

const client = (more) => defineOneEntry(served.servicesUrl, { token: served.standIn.token, ...more });
const strict = { validation: { enabled: true, strictMode: true, logErrors: false } };

const authData = () => [
  { marker: 'email_reg', value: 'guest@onnentry.cloud' },
  { marker: 'password_reg', value: '12345121334' },
];
const guestFormData = () => [
  { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
  { marker: 'guest_phone', type: 'string', value: '+18005000500' },
  { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
];
const body = () => ({
  formIdentifier: 'guest_order', paymentAccountIdentifier: 'cash', formData: guestFormData(), products: [{ productId: 10, quantity: 1 }],
});
const seedSession = {
  id: 47, createdDate: '2025-04-30T21:47:45.344Z', updatedDate: '2025-04-30T21:47:45.344Z', type: 'session', status: 'waiting',
  paymentAccountId: 1, orderId: 90, paymentUrl: null,
};

test(`oneentry ${version} runs the documented scenario, step by step`, async (t) => {
  const { AuthProvider, Orders, Payments, Forms } = client(strict);
  const say = (step, value) => t.diagnostic(`${step} -> ${JSON.stringify(value).replace(/("(?:access|refresh)Token":"[^"]{12})[^"]*/g, '$1…')}`);

  assert.deepEqual(SHARED_GUEST.authData, authData());
  const form = await Forms.getFormByMarker('guest_order');
  assert.equal(form.identifier, 'guest_order');
  say('Forms.getFormByMarker', form.attributes.map(({ marker }) => marker));

  const user = await AuthProvider.auth('email', { authData: authData() });
  say('AuthProvider.auth', user);
  assert.deepEqual([user.userIdentifier, user.authProviderIdentifier], ['guest@onnentry.cloud', 'email']);
  assert.match(user.accessToken, /^eyJhbGciOiJIUzI1NiIsInR.*pZCI6MTYsImF1dGhQ/);
  assert.match(user.refreshToken, /^\d{13}-/);
  assert.deepEqual(Object.keys(user).length, 4);

  const accounts = await Payments.getAccounts();
  say('Payments.getAccounts', accounts.map(({ id, identifier }) => `${id} ${identifier}`));
  assert.equal(accounts[0].identifier, 'cash');

  const preview = await Orders.previewOrder({ products: [{ productId: 10, quantity: 1 }] });
  say('Orders.previewOrder', preview);
  assert.equal(preview.totalDue, 24.9);

  const order = await Orders.createOrder('guest_orders', body());
  say('Orders.createOrder', order);
  assert.deepEqual([order.id, order.totalSum], [90, 24.9]);

  const payment = await Payments.createSession(order.id, 'session', false);
  say('Payments.createSession', payment);
  assert.deepEqual(payment, seedSession);

  const asArray = await Payments.getSessionByOrderId(order.id);
  say('Payments.getSessionByOrderId', asArray);
  assert.deepEqual(asArray, [seedSession]);
  served.standIn.change({ sessionByOrder: 'object' });
  const asObject = await Payments.getSessionByOrderId(order.id);
  say('Payments.getSessionByOrderId, as documented', asObject);
  assert.deepEqual(asObject, seedSession);

  assert.equal(Payments.updateSessionById, undefined, 'no SDK has the documented method');

  const list = await Orders.getAllOrdersByMarker('guest_orders');
  say('Orders.getAllOrdersByMarker', list.items.map(({ id, totalSum }) => `${id} ${totalSum}`));
  assert.deepEqual([list.total, list.items[0].id, list.items[0].totalSum], [1, 90, '24.90']);
  const single = await Orders.getOrderByMarkerAndId('guest_orders', 90);
  assert.deepEqual(single.formData, guestFormData());

  const requests = served.standIn.state.requests;
  assert.deepEqual(requests.map(({ route, status }) => `${route} ${status}`), [
    'getForm 200', 'auth 201', 'getAccounts 200', 'preview 200', 'createOrder 201', 'createSession 201',
    'getSessionByOrderId 200', 'getSessionByOrderId 200', 'listOrders 200', 'getOrder 200',
  ]);
  assert.ok(requests.filter(({ method }) => method === 'POST').every(({ headers }) => 'x-device-metadata' in headers));
});

test('the other reads of the SDK pass its own response schemas', async () => {
  const { AuthProvider, Orders, Payments, Products, Forms, System } = client(strict);
  await AuthProvider.auth('email', { authData: authData() });
  assert.equal((await Orders.getOrdersStorageByMarker('guest_orders')).formIdentifier, 'guest_order');
  assert.ok(Array.isArray(await Orders.getAllOrdersStorage()));
  assert.equal((await Orders.getAllStatusesByStorageMarker('guest_orders'))[0].identifier, 'new');
  assert.equal((await Payments.getAccountById(2)).identifier, 'stripe');
  assert.equal(typeof (await Payments.getSessions()).total, 'number');
  assert.equal((await Products.getProductById(146)).price, 150);
  assert.deepEqual((await Products.getProductsByIds('1,10')).map(({ id }) => id), [1, 10]);
  assert.equal(typeof (await Forms.getAllForms()).total, 'number');
  assert.equal((await System.test404()).statusCode, 404);
  assert.equal((await System.test500()).statusCode, 500);
});

test('the SDK refreshes and signs out', async () => {
  const { AuthProvider, Orders } = client();
  const first = await AuthProvider.auth('email', { authData: authData() });
  const second = await AuthProvider.refresh('email', first.refreshToken);
  assert.notEqual(second.accessToken, first.accessToken);
  assert.equal(typeof (await Orders.getAllOrdersByMarker('guest_orders')).total, 'number');
  assert.equal(await AuthProvider.logout('email', second.refreshToken), true);
});

test("the SDK passes on the stand-in's refusals unchanged", async () => {
  served.standIn.change({ anonymousGuests: false });
  const { AuthProvider, Orders, Payments } = client();
  assert.deepEqual(await Orders.createOrder('guest_orders', body()), {
    statusCode: 403, message: 'Permission data not found. Provide the permission for requested url',
  });
  assert.equal((await client({ token: 'wrong' }).Forms.getAllForms()).message, 'Resource is closed');
  await AuthProvider.auth('email', { authData: authData() });
  const reused = body();
  assert.equal((await Orders.createOrder('guest_orders', reused)).formIdentifier, 'guest_order');
  assert.deepEqual(await Orders.createOrder('guest_orders', reused), { statusCode: 400, message: "formData's marker 'undefined' marker is required" }, "the SDK nests its caller's form data a second time");
  const bank = await Orders.createOrder('guest_orders', { ...body(), paymentAccountIdentifier: 'bank' });
  assert.equal((await Payments.createSession(bank.id, 'session', false)).message, 'Your payment account is not connected');
});
