import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples } from '../../www/standin/index.mjs';

const ORDERS = '/api/content/orders-storage/marker/guest_orders/orders';
const USERS = '/api/content/users-auth-providers/marker/email/users';

function setUp() {
  const standIn = createStandIn();
  const control = async (method, path, body, headers = {}) => {
    const response = await standIn.fetch(new Request(`http://localhost:8081${path}`, { method, headers, body: body && JSON.stringify(body) }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  };
  return { standIn, call: samples.createCaller(standIn), control };
}

test('preflights', async () => {
  const { standIn } = setUp();
  const ask = async (path, headers = {}) => (await standIn.fetch(new Request(`https://shop.example${path}`, {
    method: 'OPTIONS', headers: { origin: 'https://page.example', 'access-control-request-method': 'POST', ...headers },
  })));
  const answer = await ask(ORDERS);
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://page.example');
  assert.equal(answer.headers.get('access-control-allow-headers'), 'content-type, x-app-token, x-device-metadata, x-guest-id, authorization');
  assert.equal(answer.headers.get('access-control-allow-methods'), 'GET, POST, PUT, DELETE, OPTIONS');
  assert.equal(answer.headers.get('access-control-max-age'), '600');
  assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  standIn.change({ corsGuestHeader: false });
  assert.doesNotMatch((await ask(ORDERS)).headers.get('access-control-allow-headers'), /x-guest-id/);
  const ocular = await ask('/api/product-management/v1/sessions/1/order', { 'access-control-request-headers': 'content-type, x-api-key' });
  assert.equal(ocular.headers.get('access-control-allow-headers'), 'content-type, x-api-key');
  assert.match(ocular.headers.get('access-control-allow-methods'), /PATCH/);
});

test('every answer has CORS headers, including errors and faults', async () => {
  const { standIn, call } = setUp();
  standIn.faults.add({ route: 'getForm', fault: 'status', status: 502 });
  for (const path of ['/api/content/forms/marker/guest_order', '/api/content/forms', '/api/content/system/test500', '/nowhere']) {
    assert.equal((await call('GET', path)).headers.get('access-control-allow-origin'), '*');
    assert.equal((await call('GET', path, undefined, { origin: 'https://page.example' })).headers.get('access-control-allow-origin'), 'https://page.example');
  }
});

test('the state contains everything, and no secret over HTTP', async () => {
  const { standIn, call, control } = setUp();
  const { body: user } = await call('POST', `${USERS}/auth`, samples.authBody());
  await call('POST', `${USERS}/refresh`, { refreshToken: user.refreshToken });
  await call('POST', ORDERS, samples.guestOrder({ paymentAccountIdentifier: 'stripe' }), { authorization: `Bearer ${user.accessToken}` });
  await call('POST', ORDERS, samples.guestOrder({ paymentAccountIdentifier: 'stripe' }));
  await call('POST', '/api/content/payments/sessions', { orderId: 91, type: 'intent' });
  await call('GET', '/api/content/payments/accounts?langCode=en_US');
  await call('POST', '/api/product-management/v1/sessions/1536/order', samples.buyOrder(), { authorization: 'Bearer of-the-shop' });

  const { status, text, headers, json } = await control('GET', '/standin/state');
  assert.equal(status, 200);
  assert.equal(headers.get('cache-control'), 'no-store');
  const state = json();
  assert.deepEqual([state.orders.length, state.paymentSessions.length, state.reports.length, state.ocularOrders.length, state.requests.length], [2, 1, 1, 1, 7]);
  const entry = state.requests[3];
  assert.deepEqual([entry.route, entry.method, entry.path, entry.status, entry.acted], ['createOrder', 'POST', ORDERS, 201, true]);
  assert.deepEqual(JSON.parse(entry.body), samples.guestOrder({ paymentAccountIdentifier: 'stripe' }));
  assert.deepEqual(state.requests[5].query, { langCode: 'en_US' });
  assert.equal(entry.headers['x-guest-id'], samples.GUEST_ID);
  const clientSecret = standIn.state.paymentSessions[0].clientSecret;
  for (const secret of [standIn.token, user.accessToken, user.refreshToken, clientSecret, '12345121334', 'whsec_', 'of-the-shop']) assert.ok(!text.includes(secret), secret);

  assert.equal(standIn.state.requests[2].headers.authorization, `Bearer ${user.accessToken}`, 'unmasked within the process');
  assert.equal(standIn.state.requests[0].headers['x-app-token'], standIn.token);
});

test('faults, settings and reset over HTTP', async () => {
  const { standIn, call, control } = setUp();
  assert.equal((await control('POST', '/standin/faults', { route: 'createOrder', fault: 'status', status: 503, times: 2 })).status, 201);
  await control('POST', '/standin/faults', [{ route: 'preview', fault: 'slow', ms: 1 }, { route: 'getForm', fault: 'hang' }]);
  assert.equal((await control('GET', '/standin/faults')).json().length, 3);
  assert.equal((await call('POST', ORDERS, samples.guestOrder())).status, 503);
  assert.equal((await control('DELETE', '/standin/faults')).status, 200);
  assert.equal((await call('POST', ORDERS, samples.guestOrder())).status, 201);
  const refused = await control('POST', '/standin/faults', { route: 'createOrder', fault: 'gremlins' });
  assert.deepEqual([refused.status, refused.json().message], [400, 'unknown fault gremlins']);

  assert.equal((await control('POST', '/standin/settings', { updateSessionRoute: false })).json().updateSessionRoute, false);
  assert.equal((await control('POST', '/standin/settings', { nothing: 1 })).status, 400);
  standIn.configure({ successUrl: 'https://shop.example/ok' });
  assert.equal((await control('POST', '/standin/reset')).status, 200);
  assert.deepEqual([standIn.settings.updateSessionRoute, standIn.settings.successUrl], [true, 'https://shop.example/ok']);
  assert.deepEqual([standIn.state.orders, standIn.state.requests, standIn.faults.list()], [[], [], []]);
  assert.equal((await call('POST', ORDERS, samples.guestOrder())).body.id, 90);
});

test('only pages on this machine can read the controls', async () => {
  const { control } = setUp();
  assert.equal((await control('OPTIONS', '/standin/faults', undefined, { origin: 'http://localhost:8080' })).headers.get('access-control-allow-origin'), 'http://localhost:8080');
  assert.equal((await control('GET', '/standin/state', undefined, { origin: 'https://page.example' })).headers.get('access-control-allow-origin'), null);
  assert.equal((await control('GET', '/standin/nothing')).status, 404);
});

test('the inspector is one page with its own style and script, under a strict policy', async () => {
  const { control } = setUp();
  const page = await control('GET', '/standin');
  assert.match(page.headers.get('content-security-policy'), /script-src 'self';.*require-trusted-types-for 'script'/);
  assert.match(page.text, /Stand-in services/);
  assert.doesNotMatch(page.text, /<script>|<style>| style=| on\w+=/);
  assert.equal((await control('GET', '/standin/inspector.css')).headers.get('content-type'), 'text/css; charset=utf-8');
  const script = await control('GET', '/standin/inspector.js');
  assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.doesNotThrow(() => new Function(script.text));
  assert.doesNotMatch(script.text, /innerHTML|insertAdjacentHTML|document\.write/);
});
