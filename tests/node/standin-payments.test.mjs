import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples } from '../../www/standin/index.mjs';

const ORDERS = '/api/content/orders-storage/marker/guest_orders/orders';
const SESSIONS = '/api/content/payments/sessions';
const { createCaller, GUEST_ID, guestOrder } = samples;

async function setUp(account = 'cash', options = {}) {
  const clock = { now: Date.parse('2025-04-30T21:47:45.344Z') };
  const standIn = createStandIn({ now: () => clock.now, ...options });
  const call = createCaller(standIn);
  await call('POST', ORDERS, guestOrder({ paymentAccountIdentifier: account }));
  const open = (body) => call('POST', SESSIONS, { orderId: 90, type: 'session', automaticTaxEnabled: false, ...body });
  const press = (id, action) => standIn.fetch(new Request(`https://shop.example/standin/pay/${id}`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ action }),
  }));
  return { standIn, call, clock, open, press };
}
const says = (answer, status, message) => assert.deepEqual([answer.status, answer.body], [status, { statusCode: status, message }]);

test('a cash session matches the documented one', async () => {
  const { call, open } = await setUp();
  const documented = {
    id: 47, createdDate: '2025-04-30T21:47:45.344Z', updatedDate: '2025-04-30T21:47:45.344Z', type: 'session', status: 'waiting',
    paymentAccountId: 1, orderId: 90, paymentUrl: null,
  };
  const made = await open();
  assert.deepEqual([made.status, made.body], [201, documented]);
  assert.deepEqual((await call('GET', `${SESSIONS}/order/90`)).body, [documented]);
  assert.deepEqual((await call('GET', `${SESSIONS}/47`)).body, documented);
  assert.deepEqual((await call('GET', `${SESSIONS}/?offset=0&limit=30`)).body, { items: [documented], total: 1 });
});

test('sessions by order are an object when so configured', async () => {
  const { call, open } = await setUp('cash', { sessionByOrder: 'object' });
  says(await call('GET', `${SESSIONS}/order/90`), 404, 'Payment session not found');
  await open();
  assert.equal((await call('GET', `${SESSIONS}/order/90`)).body.id, 47);
});

test('a card session has its payment page at once', async () => {
  const { open } = await setUp('stripe');
  const { body } = await open();
  assert.deepEqual([body.paymentUrl, body.amount, body.paymentAccountId], ['https://shop.example/standin/pay/47', 24.9, 2]);
});

test('a PayPal session gets its URL later', async () => {
  const { call, open, clock } = await setUp('paypal');
  assert.equal((await open()).body.paymentUrl, null);
  clock.now += 1499;
  assert.equal((await call('GET', `${SESSIONS}/order/90`)).body[0].paymentUrl, null);
  clock.now += 1;
  const [session] = (await call('GET', `${SESSIONS}/order/90`)).body;
  assert.equal(session.paymentUrl, 'https://shop.example/standin/pay/47');
  assert.equal(session.updatedDate, '2025-04-30T21:47:46.844Z');
});

test('an intent has a client secret and no payment page', async () => {
  const { open } = await setUp('stripe');
  const { body } = await open({ type: 'intent' });
  assert.equal(body.paymentUrl, null);
  assert.match(body.clientSecret, /^pi_standin_47_secret_/);
});

test('the payment URL can be any text', async () => {
  const { open } = await setUp('stripe', { paymentUrl: 'javascript:alert(1)' });
  assert.equal((await open()).body.paymentUrl, 'javascript:alert(1)');
});

test('when an account is not connected, the order still stands', async () => {
  const { standIn, open } = await setUp('bank');
  says(await open(), 400, 'Your payment account is not connected');
  standIn.change({ notConnectedStatus: 403 });
  says(await open(), 403, 'Your payment account is not connected');
  assert.equal(standIn.state.orders.length, 1);
  assert.equal(standIn.state.paymentSessions.length, 0);
});

test('the body of a session is validated', async () => {
  const { call, open } = await setUp();
  says(await open({ orderId: '90' }), 400, 'orderId must be a number conforming to the specified constraints');
  says(await open({ type: 'page' }), 400, 'type must be one of the following values: session, intent');
  says(await open({ automaticTaxEnabled: 'no' }), 400, 'automaticTaxEnabled must be a boolean value');
  says(await open({ orderId: 91 }), 404, 'Order not found');
  assert.equal((await open({ successUrl: 'https://shop.example/ok' })).status, 201);
  says(await call('GET', `${SESSIONS}/99`), 404, 'Payment session not found');
});

test('a new session cancels the waiting one', async () => {
  const { standIn, call, open } = await setUp();
  await open();
  await open();
  assert.deepEqual((await call('GET', `${SESSIONS}/order/90`)).body.map(({ id, status }) => [id, status]), [[47, 'canceled'], [48, 'waiting']]);
  standIn.change({ sessionOrder: 'newest-first' });
  assert.deepEqual((await call('GET', `${SESSIONS}/order/90`)).body.map(({ id }) => id), [48, 47]);
});

test('a hosted session expires', async () => {
  const { call, open, clock } = await setUp('stripe', { sessionTimeoutMinutes: 15 });
  await open();
  clock.now += 15 * 60_000;
  assert.equal((await call('GET', `${SESSIONS}/47`)).body.status, 'expired');
});

test('another guest sees nothing of a session', async () => {
  const { standIn, open } = await setUp();
  await open();
  const other = createCaller(standIn, { 'x-guest-id': GUEST_ID.replace('5f2c', '6f2c') });
  assert.deepEqual((await other('GET', `${SESSIONS}/order/90`)).body, []);
  says(await other('GET', `${SESSIONS}/47`), 404, 'Payment session not found');
  says(await other('PUT', `${SESSIONS}/47`, { status: 'completed' }), 404, 'Payment session not found');
  says(await other('POST', SESSIONS, { orderId: 90, type: 'session' }), 404, 'Order not found');
});

test('a session can be updated where the route exists', async () => {
  const { standIn, call, open, clock } = await setUp();
  await open();
  clock.now += 1000;
  const { status, body } = await call('PUT', `${SESSIONS}/47`, { status: 'guest_completed', paymentUrl: null });
  assert.deepEqual([status, body.status, body.paymentUrl, body.updatedDate], [200, 'guest_completed', null, '2025-04-30T21:47:46.344Z']);
  says(await call('PUT', `${SESSIONS}/47`, {}), 400, 'status must be a string');
  says(await call('PUT', `${SESSIONS}/47`, { status: '' }), 400, 'status should not be empty');
  says(await call('PUT', `${SESSIONS}/47`, { status: 'x', paymentUrl: 5 }), 400, 'paymentUrl must be a string');
  says(await call('PUT', `${SESSIONS}/47`, { status: 'x', id: 47 }), 400, 'property id should not exist');
  standIn.change({ updateSessionRoute: false });
  says(await call('PUT', `${SESSIONS}/47`, { status: 'x' }), 404, 'Cannot PUT /api/content/payments/sessions/47');
});

test('the list of accounts has those that a shop must not offer, and merchant settings', async () => {
  const { call } = await setUp();
  const { body } = await call('GET', '/api/content/payments/accounts');
  assert.deepEqual(body.map(({ identifier, type, isUsed }) => [identifier, type, isUsed]), [
    ['cash', 'custom', true], ['stripe', 'stripe', true], ['paypal', 'custom', true], ['bank', 'custom', true], ['voucher', 'custom', false],
  ]);
  assert.equal(body[1].testSettings.signingSecretKey, 'whsec_standin_never_log_this');
  assert.equal((await call('GET', '/api/content/payments/accounts/2')).body.identifier, 'stripe');
  says(await call('GET', '/api/content/payments/accounts/77'), 404, 'Payment account not found');
});

test('the payment page ends a session once and returns to the shop', async () => {
  for (const [action, status, back] of [['pay', 'completed', '/ok'], ['decline', 'canceled', '/cancel'], ['expire', 'expired', '/cancel']]) {
    const { standIn, open, press } = await setUp('stripe', { successUrl: 'https://shop.example/ok', cancelUrl: 'https://shop.example/cancel' });
    await open();
    const page = await standIn.fetch(new Request('https://shop.example/standin/pay/47'));
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy'), /form-action 'self' https:\/\/shop\.example;/);
    const text = await page.text();
    for (const name of ['pay', 'decline', 'expire']) assert.match(text, new RegExp(`name="action" value="${name}"`));
    const pressed = await press(47, action);
    assert.deepEqual([pressed.status, pressed.headers.get('location')], [303, `https://shop.example${back}`]);
    assert.equal(standIn.state.paymentSessions[0].status, status);
    assert.equal(standIn.state.orders[0].isCompleted, action === 'pay' ? true : null);
    await press(47, action === 'pay' ? 'decline' : 'pay');
    assert.equal(standIn.state.paymentSessions[0].status, status, 'the second click changes nothing');
    assert.doesNotMatch(await (await standIn.fetch(new Request('https://shop.example/standin/pay/47'))).text(), /<button/);
  }
});

test('the payment page of an unknown session, and without a shop to return to', async () => {
  const { standIn, open, press } = await setUp('stripe');
  assert.equal((await standIn.fetch(new Request('https://shop.example/standin/pay/5'))).status, 404);
  await open();
  assert.match(await (await press(47, 'pay')).text(), /You can close this page/);
});
