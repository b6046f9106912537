/** Every fault on every route, checked by its effect: whether the service acts, and what the caller's fetch sees. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createStandIn, FAULTS, ROUTES, samples } from '../../www/standin/index.mjs';

const USERS = '/api/content/users-auth-providers/marker/email/users';
const STORAGE = '/api/content/orders-storage/marker/guest_orders';
const PAYMENTS = '/api/content/payments';
const OCULAR = '/api/product-management/v1/sessions/1536/order';
const NOW = 1_750_000_000_000;
const ELSEWHERE = 'https://elsewhere.example/other';

/** A successful call of each route, after the set-up below; `user` calls are signed in. */
const CALLS = {
  auth: () => ['POST', `${USERS}/auth`, samples.authBody()],
  refresh: ({ refreshToken }) => ['POST', `${USERS}/refresh`, { refreshToken }],
  logout: ({ refreshToken }) => ['POST', `${USERS}/logout`, { refreshToken }],
  logoutAll: () => ['POST', `${USERS}/logout-all`, undefined, 'user'],
  activeSessions: () => ['GET', `${USERS}/sessions`, undefined, 'user'],
  getStorages: () => ['GET', '/api/content/orders-storage'],
  preview: () => ['POST', '/api/content/orders-storage/orders/preview', { products: [{ productId: 10, quantity: 1 }] }],
  getStorage: () => ['GET', STORAGE],
  getOrderStatuses: () => ['GET', `${STORAGE}/order-statuses`],
  createOrder: () => ['POST', `${STORAGE}/orders`, samples.guestOrder()],
  listOrders: () => ['GET', `${STORAGE}/orders`],
  getOrder: () => ['GET', `${STORAGE}/orders/90`],
  updateOrder: () => ['PUT', `${STORAGE}/orders/90`, samples.guestOrder({ products: [{ productId: 1, quantity: 3 }] })],
  getRefunds: () => ['GET', '/api/content/orders/91/refund', undefined, 'user'],
  createRefund: () => ['POST', '/api/content/orders/91/refund', { products: {} }, 'user'],
  cancelRefund: () => ['DELETE', '/api/content/orders/91/refund', undefined, 'user'],
  getAccounts: () => ['GET', `${PAYMENTS}/accounts`],
  getAccount: () => ['GET', `${PAYMENTS}/accounts/1`],
  createSession: () => ['POST', `${PAYMENTS}/sessions`, { orderId: 90, type: 'session' }],
  listSessions: () => ['GET', `${PAYMENTS}/sessions`],
  getSessionByOrderId: () => ['GET', `${PAYMENTS}/sessions/order/90`],
  getSession: () => ['GET', `${PAYMENTS}/sessions/47`],
  updateSession: () => ['PUT', `${PAYMENTS}/sessions/47`, { status: 'guest_completed' }],
  listForms: () => ['GET', '/api/content/forms'],
  getForm: () => ['GET', '/api/content/forms/marker/guest_order'],
  getProducts: () => ['GET', '/api/content/products/ids?ids=1,10'],
  getProduct: () => ['GET', '/api/content/products/10'],
  test404: () => ['GET', '/api/content/system/test404'],
  test500: () => ['GET', '/api/content/system/test500'],
  getCart: () => ['GET', '/api/content/users/me/cart'],
  putCart: () => ['PUT', '/api/content/users/me/cart', { items: [{ productId: 10, qty: 3 }] }],
  addToCart: () => ['POST', '/api/content/users/me/cart/items', { productId: 10, qty: 2 }],
  removeFromCart: () => ['DELETE', '/api/content/users/me/cart/items/146'],
  setBuyOrder: () => ['POST', OCULAR, samples.buyOrder({ external_id: 'B' })],
  setBuyOrderState: () => ['PUT', OCULAR, { external_id: 'A', payment_status: 1 }],
};
/** Routes whose effect is visible from outside. */
const WRITING = ['createOrder', 'updateOrder', 'createSession', 'updateSession', 'putCart', 'addToCart', 'removeFromCart', 'setBuyOrder', 'setBuyOrderState'];
const READING = ['listOrders', 'getOrder', 'listSessions', 'getSessionByOrderId', 'getSession'];

const refused = (status, retryAfter = null) => ({ acts: false, status, service: true, retryAfter });
/** fault → whether the service acts (null: later), and what the caller sees. */
const EXPECTED = {
  slow: { acts: true, usual: true },
  hang: { acts: false, silence: true },
  refused: { acts: false, dead: true },
  'offline-like': { acts: false, dead: true },
  'reset-before': { acts: false, dead: true },
  'lost-after-commit': { acts: true, dead: true },
  truncated: { acts: true, unreadable: true },
  'bad-json': { acts: true, status: 200, text: /^\{"id":90,$/ },
  'html-200': { acts: false, status: 200, text: /^<!doctype html>/ },
  'empty-200': { acts: true, status: 200, text: /^$/ },
  status: refused(500),
  'status-after-commit': { ...refused(500), acts: true },
  'late-commit': { ...refused(504), acts: null },
  rejected: refused(400),
  unauthorized: refused(401),
  forbidden: refused(403),
  'not-found': refused(404),
  conflict: refused(409),
  busy: refused(429, '1'),
  'busy-date': refused(429, new Date(NOW + 1000).toUTCString()),
  'busy-garbage': refused(429, 'soon'),
  'server-error': refused(500),
  'server-error-after-commit': { ...refused(500), acts: true },
  'bad-gateway': refused(502),
  unavailable: refused(503),
  'gateway-timeout': refused(504),
  redirect: { acts: false, status: 307, text: /^$/, location: ELSEWHERE },
  'no-cors': { acts: true, dead: true },
  'stale-list': { acts: true, stale: true },
};

const OCULAR_REASONS = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not found', 409: 'Conflict', 429: 'Too many requests', 500: 'Internal server error', 502: 'Bad gateway', 503: 'Service unavailable', 504: 'Gateway timeout' };
const TEXTS = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Permission data not found. Provide the permission for requested url', 404: 'Not Found', 409: 'Conflict',
  429: 'Too Many Requests', 500: 'Internal server error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};
const REJECTIONS = {
  createOrder: 'required values are missing or incorrect: guest_phone',
  preview: 'Coupon NOPE is not valid',
  createSession: 'Your payment account is not connected',
  auth: '"langCode" is not allowed',
};

/** The documented error of the service behind a route. */
function errorOf(route, status) {
  if (!route.startsWith('setBuyOrder')) return { statusCode: status, message: (status === 400 && REJECTIONS[route]) || TEXTS[status] };
  if (status !== 400) return { statusCode: 1, message: `Error ${status} - ${OCULAR_REASONS[status]}` };
  const field = route === 'setBuyOrder' ? 'items.0.name' : 'payment_status';
  return { statusCode: 2, message: 'Field validation error', detail: { [field]: [`SessionOrderControllerValidator: ${field} is required.`] } };
}

/** A guest with an order, a payment session, a cart and a report; a user with a paid order. */
async function prepared() {
  const waits = [];
  const wait = () => new Promise((done) => { waits.push(done); });
  const standIn = createStandIn({ wait, now: () => NOW });
  const call = samples.createCaller(standIn);
  const { body: user } = await call('POST', `${USERS}/auth`, samples.authBody());
  const signedIn = { authorization: `Bearer ${user.accessToken}` };
  const placed = samples.guestOrder({ paymentAccountIdentifier: 'stripe' });
  await call('POST', `${STORAGE}/orders`, placed);
  await call('POST', `${STORAGE}/orders`, placed, signedIn);
  await call('POST', `${PAYMENTS}/sessions`, { orderId: 90, type: 'session' });
  await call('POST', `${PAYMENTS}/sessions`, { orderId: 91, type: 'session' }, signedIn);
  await standIn.fetch(new Request('https://shop.example/standin/pay/48', { method: 'POST', body: 'action=pay' }));
  await call('PUT', '/api/content/users/me/cart', { items: [{ productId: 146, qty: 1 }] });
  await call('POST', OCULAR, samples.buyOrder({ external_id: 'A' }));

  const snapshot = async () => {
    const { orders, paymentSessions, ocularOrders } = standIn.state;
    const cart = await standIn.exchange(new Request('https://shop.example/api/content/users/me/cart', { headers: { 'x-app-token': standIn.token, 'x-guest-id': samples.GUEST_ID } }));
    return JSON.stringify([orders, paymentSessions, ocularOrders, await cart.response.json()]);
  };
  const send = (route, signal) => {
    const [method, path, body, as] = CALLS[route](user);
    return standIn.fetch(new Request(`https://shop.example${path}`, {
      method, signal, redirect: 'manual', body: body && JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-app-token': standIn.token, 'x-device-metadata': samples.DEVICE, 'x-guest-id': samples.GUEST_ID, ...(as && signedIn) },
    }));
  };
  return { standIn, waits, snapshot, send };
}

const tick = () => new Promise((done) => { setImmediate(done); });

/** What the caller's fetch sees: a status with its text, a lost connection, or silence. */
async function seen({ send, waits }, route, isSlow) {
  const leave = new AbortController();
  const answer = send(route, leave.signal).then(
    async (response) => ({ status: response.status, text: await response.text(), headers: response.headers }),
    (error) => ({ dead: error }),
  );
  for (let i = 0; i < 5; i += 1) {
    await tick();
    if (isSlow) waits.splice(0).forEach((go) => go());
  }
  const first = await Promise.race([answer, tick().then(() => 'silence')]);
  leave.abort();
  await answer;
  return first;
}

test('the table of faults names each one, and says whether it acts', async () => {
  const source = await readFile(new URL('../../www/standin/faults.mjs', import.meta.url), 'utf8');
  const rows = [...source.matchAll(/^ \* \| ([a-z0-9-]+) \| [^|]+ \| (yes|no|later) \|/gm)].map(([, name, acts]) => [name, acts]);
  assert.deepEqual(rows.map(([name]) => name).sort(), [...FAULTS].sort());
  assert.deepEqual(Object.keys(EXPECTED).sort(), [...FAULTS].sort());
  for (const [name, acts] of rows) assert.equal(acts, { true: 'yes', false: 'no', null: 'later' }[EXPECTED[name].acts], name);
  assert.deepEqual(Object.keys(CALLS), ROUTES);
});

for (const route of ROUTES) {
  test(`every fault on ${route}`, async () => {
    const usual = await seen(await prepared(), route);
    assert.equal(usual.status < 300, !route.startsWith('test'), `${route} succeeds without a fault`);
    for (const fault of FAULTS) {
      const world = await prepared();
      const expected = EXPECTED[fault];
      const before = await world.snapshot();
      const { length: other } = world.standIn.state.requests;
      world.standIn.faults.add({ route, fault, ...(fault === 'redirect' && { to: ELSEWHERE }) });
      const what = await seen(world, route, fault === 'slow');
      const label = `${fault} on ${route}`;
      const entry = world.standIn.state.requests[other];
      assert.deepEqual([entry.route, entry.fault], [route, fault], label);

      if (expected.dead) assert.deepEqual([what.dead?.name, what.dead?.message], ['TypeError', 'Failed to fetch'], label);
      else if (expected.silence) assert.equal(what, 'silence', label);
      else if (expected.usual) assert.equal(what.status, usual.status, label);
      else if (expected.unreadable) {
        assert.equal(what.status, usual.status, label);
        assert.ok(what.text.length > 0 || usual.text.length < 2, label);
        assert.equal(usual.text.startsWith(what.text) || route.startsWith('auth') || route === 'refresh', true, label);
        if (usual.text.length > 4) assert.throws(() => JSON.parse(what.text), SyntaxError, label);
      } else if (expected.stale) {
        if (READING.includes(route)) assert.ok(what.status === 404 || what.text === '[]' || JSON.parse(what.text).total === 0, label);
        else assert.equal(what.status, usual.status, label);
      } else {
        assert.equal(what.status, expected.status, label);
        if (expected.service) assert.deepEqual(JSON.parse(what.text), errorOf(route, expected.status), label);
        else assert.match(what.text, expected.text, label);
        assert.equal(what.headers.get('retry-after'), expected.retryAfter ?? null, label);
        assert.equal(what.headers.get('location'), expected.location ?? null, label);
      }

      assert.equal(entry.acted, expected.acts === true, label);
      if (WRITING.includes(route)) assert.equal(await world.snapshot() !== before, expected.acts === true, label);
      if (expected.acts === null) {
        world.standIn.settle();
        assert.equal(entry.acted, true, `${label}, later`);
        if (WRITING.includes(route)) assert.notEqual(await world.snapshot(), before, `${label}, later`);
      }
    }
  });
}
