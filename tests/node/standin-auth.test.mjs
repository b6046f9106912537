import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples } from '../../www/standin/index.mjs';

const USERS = '/api/content/users-auth-providers/marker/email/users';
const ORDERS = '/api/content/orders-storage/marker/guest_orders/orders';
const { authBody, createCaller, DEVICE, GUEST_ID, guestOrder } = samples;

function setUp(options) {
  let now = Date.parse('2025-04-24T11:33:49.101Z');
  const standIn = createStandIn({ now: () => now, ...options });
  return { standIn, call: createCaller(standIn, { 'x-guest-id': null }), pass: (ms) => { now += ms; } };
}
const says = (answer, status, message) => assert.deepEqual([answer.status, answer.body], [status, { statusCode: status, message }]);

test('sign-in returns the documented object', async () => {
  const { call } = setUp();
  const { status, body } = await call('POST', `${USERS}/auth`, authBody());
  assert.equal(status, 201);
  assert.deepEqual(Object.keys(body), ['userIdentifier', 'authProviderIdentifier', 'accessToken', 'refreshToken']);
  assert.equal(body.userIdentifier, 'guest@onnentry.cloud');
  assert.equal(body.authProviderIdentifier, 'email');
  assert.match(body.accessToken, /^eyJhbGciOiJIUzI1NiIsInR.*pZCI6MTYsImF1dGhQ/);
  assert.match(body.refreshToken, /^1745494429101-[0-9a-f-]{36}$/);
  const payload = JSON.parse(atob(body.accessToken.split('.')[1]));
  assert.deepEqual(Object.keys(payload), ['id', 'authProviderIdentifier', 'userIdentifier', 'userAgent', 'iat', 'exp']);
});

test('every route requires the app token', async () => {
  const { call } = setUp();
  for (const [method, path] of [['POST', `${USERS}/auth`], ['GET', '/api/content/forms/marker/guest_order'], ['POST', ORDERS], ['GET', '/api/content/nothing']]) {
    for (const token of [null, 'wrong']) {
      says(await call(method, path, undefined, { 'x-app-token': token }), 403, 'Resource is closed');
    }
    says(await call(method, path, undefined, { 'x-app-token': null, authorization: 'Bearer standin-app-token' }), 403, 'Resource is closed');
  }
});

test('sign-in requires the device header and names it', async () => {
  const { call } = setUp();
  for (const device of [null, 'UQ_1', '{}', '{"fingerprint":"UQ_1","deviceInfo":{}}']) {
    const answer = await call('POST', `${USERS}/auth`, authBody(), { 'x-device-metadata': device });
    assert.equal(answer.status, 400);
    assert.match(answer.body.message, /x-device-metadata/);
  }
});

test('sign-in refuses unknown fields and wrong values', async () => {
  const { call } = setUp();
  const refused = async (body, status, message) => says(await call('POST', `${USERS}/auth`, body), status, message);
  await refused({ ...authBody(), formIdentifier: 'reg' }, 400, '"formIdentifier" is not allowed');
  await refused({ ...authBody(), langCode: 'en_US' }, 400, '"langCode" is not allowed');
  await refused({}, 400, '"authData" is required');
  await refused({ authData: {} }, 400, '"authData" must be an array');
  await refused({ authData: [{ marker: 'email_reg', type: 'string', value: 'a' }] }, 400, '"authData[0].type" is not allowed');
  await refused({ authData: [{ marker: 'email_reg', value: '' }] }, 400, '"authData[0].value" is not allowed to be empty');
  await refused({ authData: [{ marker: 'login', value: 'a' }] }, 400, "authData includes marker 'login' that is not presented in the form");
  await refused({ authData: [authBody().authData[0]] }, 400, "authData's marker 'password_reg' is required");
  const wrong = authBody();
  wrong.authData[1].value = 'guess';
  await refused(wrong, 401, 'Wrong login or password');
  says(await call('POST', '/api/content/users-auth-providers/marker/phone/users/auth', authBody()), 404, 'Auth provider not found');
});

test('an expired access token gives 401, even on open routes, but signing in still works', async () => {
  const { call, pass } = setUp({ accessTokenMs: 1000 });
  const { body } = await call('POST', `${USERS}/auth`, authBody());
  const bearer = { authorization: `Bearer ${body.accessToken}` };
  assert.equal((await call('GET', ORDERS, undefined, bearer)).status, 200);
  pass(1000);
  says(await call('GET', ORDERS, undefined, bearer), 401, 'Unauthorized');
  says(await call('GET', '/api/content/forms', undefined, bearer), 401, 'Unauthorized');
  says(await call('GET', ORDERS, undefined, { authorization: 'Bearer nonsense' }), 401, 'Unauthorized');
  assert.equal((await call('POST', `${USERS}/auth`, authBody(), bearer)).status, 201);
});

test('refresh returns a new pair, once, for the same device and provider only', async () => {
  const { call } = setUp();
  const { body: first } = await call('POST', `${USERS}/auth`, authBody());
  const other = DEVICE.replace('UQ_1x9k2f', 'UQ_2x9k2f');
  const refresh = (refreshToken, headers, path = `${USERS}/refresh`) => call('POST', path, { refreshToken }, headers);
  says(await refresh(first.refreshToken, { 'x-device-metadata': other }), 400, 'Refresh token is invalid');
  says(await refresh(first.refreshToken, {}, USERS.replace('email', 'phone') + '/refresh'), 400, 'Refresh token is invalid');
  const second = await refresh(first.refreshToken);
  assert.equal(second.status, 201);
  assert.notEqual(second.body.accessToken, first.accessToken);
  assert.notEqual(second.body.refreshToken, first.refreshToken);
  says(await refresh(first.refreshToken), 400, 'Refresh token is invalid');
  assert.equal((await refresh(second.body.refreshToken)).status, 201);
  assert.match((await refresh('x', { 'x-device-metadata': null })).body.message, /x-device-metadata/);
});

test('logout, active sessions and logout-all', async () => {
  const { call } = setUp();
  const { body: one } = await call('POST', `${USERS}/auth`, authBody());
  const { body: two } = await call('POST', `${USERS}/auth`, authBody());
  const bearer = { authorization: `Bearer ${two.accessToken}` };
  assert.equal((await call('GET', `${USERS}/sessions`, undefined, bearer)).body.length, 2);
  const out = await call('POST', `${USERS}/logout`, { refreshToken: one.refreshToken });
  assert.deepEqual([out.status, out.body], [201, true]);
  says(await call('GET', ORDERS, undefined, { authorization: `Bearer ${one.accessToken}` }), 401, 'Unauthorized');
  says(await call('POST', `${USERS}/logout-all`), 401, 'Unauthorized');
  assert.equal((await call('POST', `${USERS}/logout-all`, undefined, bearer)).body, true);
  says(await call('GET', ORDERS, undefined, bearer), 401, 'Unauthorized');
});

test('both guest models, and a shop that admits only the shared guest user', async () => {
  const { standIn, call } = setUp();
  assert.equal((await call('POST', ORDERS, guestOrder(), { 'x-guest-id': GUEST_ID })).status, 201);
  assert.equal(standIn.state.orders[0].owner, `guest:${GUEST_ID}`);
  const { body } = await call('POST', `${USERS}/auth`, authBody());
  const bearer = { authorization: `Bearer ${body.accessToken}` };
  assert.equal((await call('POST', ORDERS, guestOrder(), bearer)).status, 201);
  assert.equal(standIn.state.orders[1].owner, 'user:16');

  standIn.change({ anonymousGuests: false });
  const closed = 'Permission data not found. Provide the permission for requested url';
  for (const [method, path] of [['POST', ORDERS], ['GET', '/api/content/payments/accounts'], ['POST', '/api/content/payments/sessions'], ['POST', '/api/content/orders-storage/orders/preview']]) {
    says(await call(method, path, method === 'POST' ? guestOrder() : undefined, { 'x-guest-id': GUEST_ID }), 403, closed);
  }
  assert.equal((await call('POST', ORDERS, guestOrder(), bearer)).status, 201);
  assert.equal((await call('GET', '/api/content/forms/marker/guest_order', undefined, { 'x-guest-id': GUEST_ID })).status, 200);
});

test('a guest id that is not a UUID is answered with 201, and nothing is stored', async () => {
  const { standIn, call } = setUp();
  for (const id of ['guest_1', `guest-${GUEST_ID}`, `${GUEST_ID}x`]) {
    const answer = await call('POST', ORDERS, guestOrder(), { 'x-guest-id': id });
    assert.equal(answer.status, 201);
    says(await call('GET', `${ORDERS}/${answer.body.id}`, undefined, { 'x-guest-id': id }), 404, 'Order not found');
    assert.equal((await call('GET', ORDERS, undefined, { 'x-guest-id': id })).body.total, 0);
    says(await call('POST', '/api/content/payments/sessions', { orderId: answer.body.id, type: 'session' }, { 'x-guest-id': id }), 404, 'Order not found');
  }
  assert.deepEqual(standIn.state.orders, []);
});

test('a guest without an id gets one, readable across origins only when exposed', async () => {
  const { standIn, call } = setUp();
  const answer = await call('POST', ORDERS, guestOrder());
  assert.match(answer.headers.get('x-guest-id'), /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.match(answer.headers.get('set-cookie'), /^oe_guest_id=.*SameSite=Lax; Secure$/);
  assert.equal(answer.headers.get('access-control-expose-headers'), null);
  standIn.change({ exposeHeaders: true });
  assert.match((await call('POST', ORDERS, guestOrder())).headers.get('access-control-expose-headers'), /X-Guest-Id/);
});

test('a guest sees only its own orders, and may be refused the list', async () => {
  const { standIn, call } = setUp();
  const mine = { 'x-guest-id': GUEST_ID };
  const other = { 'x-guest-id': GUEST_ID.replace('5f2c', '6f2c') };
  const { body } = await call('POST', ORDERS, guestOrder(), mine);
  assert.equal((await call('GET', `${ORDERS}/${body.id}`, undefined, mine)).status, 200);
  says(await call('GET', `${ORDERS}/${body.id}`, undefined, other), 404, 'Order not found');
  assert.equal((await call('GET', ORDERS, undefined, other)).body.total, 0);
  standIn.change({ guestOrderList: false });
  says(await call('GET', ORDERS, undefined, mine), 403, "User doesn't have permissions to access the requested url or API method");
});
