/** A redirect would send the token and the order to whatever host it names, so none is followed. Over loopback HTTP. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { guestOrder, line, sent, sharedGuest } from './lib/bridge.mjs';
import { servedStandIn } from './lib/served.mjs';

/** A server of another origin that records the requests that reach it. */
async function stranger(t) {
  const received = [];
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":666,"statusCode":0,"accessToken":"taken"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => new Promise((done) => { server.close(done); server.closeAllConnections(); }));
  return { url: `http://127.0.0.1:${server.address().port}/`, received };
}

async function setUp(t, guest) {
  const { standIn, url } = await servedStandIn(t);
  const bridge = await loadOrderBridge({
    language: 'en', timeoutMs: 3000, oneEntry: { url, token: standIn.token, guest },
    ocular: { baseUrl: `${url}/api/product-management/v1`, sessionId: 1536, headers: { 'x-api-key': 'key' } },
  });
  return { standIn, url, bridge, other: await stranger(t) };
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`createOrder is redirected with ${status} to another origin: unknown, and that origin receives nothing`, async (t) => {
    const { standIn, bridge, other } = await setUp(t);
    standIn.faults.add({ route: 'createOrder', fault: 'redirect', status, to: other.url });
    const result = await bridge.guestCheckout.placeOrder(guestOrder());
    assert.deepEqual([result.outcome, result.problem.code], ['unknown', 'NETWORK']);
    assert.deepEqual([sent(standIn, 'createOrder'), standIn.state.orders.length], [1, 0]);
    assert.deepEqual(other.received, []);
  });
}

test('a redirect within the same origin is not followed either', async (t) => {
  const { standIn, url, bridge } = await setUp(t);
  standIn.faults.add({ route: 'createOrder', fault: 'redirect', to: `${url}/api/content/orders-storage/marker/guest_orders/orders` });
  const result = await bridge.guestCheckout.createOrder(guestOrder());
  assert.deepEqual([result.outcome, standIn.state.orders.length], ['unknown', 0]);
});

test('a redirect of the sign-in is not followed', async (t) => {
  const { standIn, bridge, other } = await setUp(t, sharedGuest());
  standIn.faults.add({ route: 'auth', fault: 'redirect', to: other.url, times: null });
  const result = await bridge.guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, result.problem.step, sent(standIn, 'createOrder')], ['notSent', 'auth', 0]);
  assert.deepEqual(other.received, []);
});

test('redirects of later steps and of the report are not followed', async (t) => {
  const { standIn, bridge, other } = await setUp(t);
  for (const route of ['createSession', 'updateSession', 'getSessionByOrderId', 'setBuyOrder', 'setBuyOrderState']) {
    standIn.faults.add({ route, fault: 'redirect', to: other.url, times: null });
  }
  const [result, state] = await Promise.all([
    bridge.guestCheckout.placeOrder(guestOrder(), { session: false }),
    bridge.ocularOrderTrack.setBuyOrderState({ payment_status: 0 }),
  ]);
  const [session, report] = await Promise.all([
    bridge.guestCheckout.createSession(result.order.id),
    bridge.ocularOrderTrack.setBuyOrder({ items: [line()] }),
  ]);
  assert.deepEqual([session.ok, session.problem.code, report.code, state.code], [false, 'NETWORK', 'NETWORK', 'NETWORK']);
  assert.deepEqual(other.received, []);
});

test('cookies are neither stored nor sent', async (t) => {
  const { standIn, bridge } = await setUp(t);
  for (const fault of ['createOrder', 'createSession']) standIn.faults.add({ route: fault, fault: 'status', status: 400, headers: { 'set-cookie': 'oe_guest_id=other; Path=/' } });
  await bridge.guestCheckout.createOrder(guestOrder());
  await bridge.guestCheckout.createSession(90);
  await bridge.guestCheckout.createOrder(guestOrder());
  assert.ok(standIn.state.requests.length === 3 && standIn.state.requests.every(({ headers }) => headers.cookie === undefined));
});

test('fetch is called without redirects and without credentials', async () => {
  const asked = [];
  const bridge = await loadOrderBridge({
    oneEntry: { url: 'https://project.example', token: 'token' },
    ocular: { sessionId: 1536 },
    fetch: async (url, init) => {
      asked.push(init);
      return new Response('{"id":90,"statusCode":0}', { status: 201 });
    },
  });
  await bridge.guestCheckout.placeOrder(guestOrder(), { sessionStatus: 'opened', track: { items: [line()] } });
  assert.equal(asked.length, 4);
  for (const { redirect, credentials } of asked) assert.deepEqual({ redirect, credentials }, { redirect: 'error', credentials: 'omit' });
});
