import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createStandIn, FAULTS, ROUTES, samples } from '../../www/standin/index.mjs';

const ORDERS = '/api/content/orders-storage/marker/guest_orders/orders';
const { guestOrder } = samples;

/** Waits take no time unless they are held: then `go` ends one. */
function setUp({ held = false, ...options } = {}) {
  const waits = [];
  const wait = (ms) => new Promise((done) => { waits.push({ ms, go: done }); if (!held) done(); });
  const clock = { now: 1_750_000_000_000 };
  const standIn = createStandIn({ wait, now: () => clock.now, ...options });
  const call = samples.createCaller(standIn);
  const place = () => call('POST', ORDERS, guestOrder());
  return { standIn, call, place, waits, clock, fault: (fault) => standIn.faults.add({ route: 'createOrder', ...fault }) };
}
const orders = (standIn) => standIn.state.orders.length;
const dead = { name: 'TypeError', message: 'Failed to fetch' };
const tick = () => new Promise((done) => { setTimeout(done, 0); });

test('every fault and route has a name, and others are refused', () => {
  const { standIn, fault } = setUp();
  for (const name of ['auth', 'refresh', 'createOrder', 'preview', 'createSession', 'updateSession', 'getSessionByOrderId', 'getAccounts', 'getForm', 'setBuyOrder', 'setBuyOrderState']) {
    assert.ok(ROUTES.includes(name), name);
  }
  assert.equal(new Set(FAULTS).size, FAULTS.length);
  assert.throws(() => fault({ fault: 'gremlins' }), /unknown fault/);
  assert.throws(() => standIn.faults.add({ route: 'nowhere', fault: 'slow' }), /unknown route/);
  assert.throws(() => fault({ fault: 'redirect' }), /address/);
  assert.throws(() => fault({ fault: 'slow', times: 0 }), /times/);
  assert.throws(() => fault({ fault: 'busy', retryAfer: 3 }), /no field retryAfer/);
  assert.deepEqual(standIn.faults.list(), []);
});

test('times, after, always, any route, clear', async () => {
  const { standIn, call, place, fault } = setUp();
  fault({ fault: 'status', times: 2, after: 1 });
  assert.deepEqual([(await place()).status, (await place()).status, (await place()).status, (await place()).status], [201, 500, 500, 201]);
  fault({ fault: 'status', times: null });
  for (let i = 0; i < 4; i += 1) assert.equal((await place()).status, 500);
  assert.equal(standIn.faults.list().length, 1);
  standIn.faults.clear();
  assert.equal((await place()).status, 201);
  standIn.faults.add({ route: '*', fault: 'status', status: 503 });
  assert.equal((await call('GET', '/api/content/payments/accounts')).status, 503);
});

test('slow: the service waits and acts, even when the caller has aborted', async () => {
  const { standIn, waits, fault } = setUp({ held: true });
  fault({ fault: 'slow', ms: 8000 });
  const leave = new AbortController();
  const answer = standIn.fetch(new Request(`https://shop.example${ORDERS}`, {
    method: 'POST', body: JSON.stringify(guestOrder()), signal: leave.signal,
    headers: { 'content-type': 'application/json', 'x-app-token': standIn.token, 'x-guest-id': samples.GUEST_ID },
  }));
  await tick();
  leave.abort();
  await assert.rejects(answer, { name: 'AbortError' });
  assert.deepEqual([waits[0].ms, orders(standIn)], [8000, 0]);
  waits[0].go();
  await tick();
  assert.equal(orders(standIn), 1);
});

test('slow with commit: the service acts first', async () => {
  const { standIn, place, waits, fault } = setUp({ held: true });
  fault({ fault: 'slow', commit: true });
  const answer = place();
  await tick();
  assert.equal(orders(standIn), 1);
  waits[0].go();
  assert.equal((await answer).status, 201);
});

test('hang: no answer until the caller aborts', async () => {
  for (const commit of [false, true]) {
    const { standIn, fault } = setUp();
    fault({ fault: 'hang', commit });
    const leave = new AbortController();
    setTimeout(() => leave.abort(), 20);
    const answer = standIn.fetch(new Request(`https://shop.example${ORDERS}`, {
      method: 'POST', body: JSON.stringify(guestOrder()), signal: leave.signal,
      headers: { 'content-type': 'application/json', 'x-app-token': standIn.token, 'x-guest-id': samples.GUEST_ID },
    }));
    await assert.rejects(answer, { name: 'AbortError' });
    assert.equal(orders(standIn), commit ? 1 : 0);
    assert.equal(standIn.state.requests[0].end, 'hang');
  }
});

test('lost connections: before the service acts, and after', async () => {
  const { standIn, place, fault } = setUp();
  fault({ fault: 'reset-before' });
  await assert.rejects(place(), dead);
  assert.equal(orders(standIn), 0);
  fault({ fault: 'lost-after-commit' });
  await assert.rejects(place(), dead);
  assert.equal(orders(standIn), 1);
  assert.deepEqual(standIn.state.requests.map(({ acted, end, status }) => [acted, end, status]), [[false, 'reset', null], [true, 'reset', null]]);
});

test('unusable answers', async () => {
  const cases = [
    [{ fault: 'truncated' }, 201, 1, /^\{"id":90,/],
    [{ fault: 'bad-json' }, 200, 1, /^\{"id":90,$/],
    [{ fault: 'bad-json', commit: false }, 200, 0, /^\{"id":90,$/],
    [{ fault: 'html-200' }, 200, 0, /^<!doctype html>/],
    [{ fault: 'html-200', commit: true }, 200, 1, /^<!doctype html>/],
    [{ fault: 'empty-200' }, 200, 1, /^$/],
    [{ fault: 'empty-200', commit: false }, 200, 0, /^$/],
  ];
  for (const [rule, status, made, text] of cases) {
    const { standIn, place, fault } = setUp();
    fault(rule);
    const answer = await place();
    assert.deepEqual([answer.status, answer.body, orders(standIn)], [status, undefined, made], rule.fault);
    assert.match(answer.text, text);
  }
});

test('truncated and broken: the body ends in a network error', async () => {
  const { standIn, place, fault } = setUp();
  fault({ fault: 'truncated', broken: true });
  await assert.rejects(place(), { name: 'TypeError' });
  assert.equal(orders(standIn), 1);
});

test('any status, before or after acting', async () => {
  const { standIn, place, fault } = setUp();
  for (const status of [400, 408, 425, 429, 500, 502, 503, 504]) {
    fault({ fault: 'status', status });
    const answer = await place();
    assert.deepEqual([answer.status, answer.body.statusCode, orders(standIn)], [status, status, 0]);
  }
  fault({ fault: 'status', status: 429, retryAfter: 7, body: 'slow down' });
  const limited = await place();
  assert.deepEqual([limited.headers.get('retry-after'), limited.text], ['7', 'slow down']);
  fault({ fault: 'status', status: 401, message: 'Unauthorized' });
  assert.deepEqual((await place()).body, { statusCode: 401, message: 'Unauthorized' });
  fault({ fault: 'status', status: 204 });
  assert.equal((await place()).text, '');
  fault({ fault: 'status', status: 200, body: { id: 0 } });
  assert.deepEqual((await place()).body, { id: 0 });
  fault({ fault: 'status-after-commit', status: 502 });
  assert.equal((await place()).status, 502);
  assert.equal(orders(standIn), 1);
});

test('late commit: refuses now, acts later', async () => {
  const { standIn, place, waits, fault } = setUp({ held: true });
  fault({ fault: 'late-commit', ms: 60_000 });
  assert.equal((await place()).status, 504);
  assert.deepEqual([orders(standIn), waits[0].ms], [0, 60_000]);
  waits[0].go();
  await tick();
  assert.equal(orders(standIn), 1);
  fault({ fault: 'late-commit', end: 'reset' });
  await assert.rejects(place(), dead);
  standIn.settle();
  assert.equal(orders(standIn), 2);
  waits[1].go();
  await tick();
  assert.equal(orders(standIn), 2, 'it acts once');
  fault({ fault: 'late-commit' });
  await place();
  standIn.reset();
  waits[2].go();
  await tick();
  assert.equal(orders(standIn), 0);
});

test('redirects follow the mode of the request, and the log shows what a second origin would get', async () => {
  const send = (standIn, redirect) => standIn.fetch(new Request(`https://shop.example${ORDERS}`, {
    method: 'POST', body: JSON.stringify(guestOrder()), redirect,
    headers: { 'content-type': 'application/json', 'x-app-token': standIn.token, 'x-guest-id': samples.GUEST_ID, authorization: 'Bearer x' },
  }));
  const to = `https://elsewhere.example${ORDERS}`;
  for (const status of [301, 302, 303, 307, 308]) {
    const { standIn, fault } = setUp();
    fault({ fault: 'redirect', to, status });
    await assert.rejects(send(standIn, 'error'), dead);
    assert.equal(standIn.state.requests.length, 1);
    fault({ fault: 'redirect', to, status });
    assert.equal((await send(standIn, 'manual')).status, status);
    fault({ fault: 'redirect', to, status });
    await send(standIn, 'follow');
    const last = standIn.state.requests.at(-1);
    assert.equal(new URL(last.url).origin, 'https://elsewhere.example');
    assert.deepEqual([last.method, last.headers['x-app-token'], last.headers.authorization], [status < 304 ? 'GET' : 'POST', standIn.token, undefined]);
  }
});

test('without CORS headers the service acts, and the answer is unreadable', async () => {
  const { standIn, place, fault } = setUp();
  fault({ fault: 'no-cors' });
  await assert.rejects(place(), dead);
  assert.equal(orders(standIn), 1);
  fault({ fault: 'status', status: 502, cors: false });
  await assert.rejects(place(), dead);
  fault({ fault: 'no-cors' });
  const { response } = await standIn.exchange(new Request(`https://shop.example${ORDERS}`, { method: 'POST', headers: { origin: 'https://page.example' } }));
  assert.equal(response.headers.get('access-control-allow-origin'), null);
});

test('a failed preflight', async () => {
  const { standIn, fault } = setUp();
  fault({ fault: 'no-cors', preflight: true });
  const ask = () => standIn.exchange(new Request(`https://shop.example${ORDERS}`, { method: 'OPTIONS', headers: { origin: 'https://page.example', 'access-control-request-method': 'POST' } }));
  assert.equal((await ask()).response.headers.get('access-control-allow-origin'), null);
  assert.equal((await ask()).response.headers.get('access-control-allow-origin'), 'https://page.example');
});

test('a service that stays unreachable answers no preflight either', async () => {
  const { standIn, place, fault } = setUp();
  const ask = async () => (await standIn.exchange(new Request(`https://shop.example${ORDERS}`, { method: 'OPTIONS', headers: { origin: 'https://page.example', 'access-control-request-method': 'POST' } }))).end;
  for (const name of ['refused', 'offline-like']) {
    fault({ fault: name, times: 1 });
    assert.equal(await ask(), 'answer', 'a fault that counts calls does not affect preflights');
    await assert.rejects(place(), dead);
    fault({ fault: name, times: null, after: 1 });
    assert.deepEqual([await ask(), (await place()).status, await ask(), await ask()], ['answer', 201, 'reset', 'reset'], name);
    assert.equal(standIn.state.requests.at(-1).fault, name);
    standIn.faults.clear();
  }
  fault({ fault: 'slow' });
  fault({ fault: 'refused', times: null });
  assert.equal(await ask(), 'answer', 'the next call has another fault');
  await place();
  assert.equal(await ask(), 'reset');
  standIn.faults.clear();
  fault({ fault: 'reset-before', times: null });
  assert.equal(await ask(), 'answer', 'this connection is lost after the preflight');
});

test('offline lasts until it is cleared', async () => {
  const { standIn, call, place } = setUp();
  standIn.faults.add({ route: '*', fault: 'offline-like' });
  for (let i = 0; i < 3; i += 1) await assert.rejects(place(), dead);
  await assert.rejects(call('GET', '/api/content/forms'), dead);
  assert.equal(standIn.faults.list()[0].times, null);
  standIn.faults.clear();
  assert.equal((await place()).status, 201);
  assert.equal(orders(standIn), 1);
});

test('the fields of a fault override the defaults of its name', async () => {
  const { standIn, call, place, fault, clock } = setUp();
  fault({ fault: 'rejected', status: 422, message: 'Coupon NOPE is not valid' });
  assert.deepEqual((await place()).body, { statusCode: 422, message: 'Coupon NOPE is not valid' });
  fault({ fault: 'rejected', status: undefined });
  assert.deepEqual((await place()).body, { statusCode: 400, message: 'required values are missing or incorrect: guest_phone' });
  for (const [name, status] of [['bad-gateway', 502], ['unavailable', 503], ['gateway-timeout', 504], ['server-error', 500]]) {
    const before = orders(standIn);
    fault({ fault: name, commit: true, body: '<h1>Proxy</h1>' });
    const answer = await place();
    assert.deepEqual([answer.status, answer.text, orders(standIn)], [status, '<h1>Proxy</h1>', before + 1]);
  }
  fault({ fault: 'busy', retryAfter: 7 });
  fault({ fault: 'busy-date', retryAfter: 7 });
  assert.equal((await place()).headers.get('retry-after'), '7');
  clock.now += 1;
  assert.equal(Date.parse((await place()).headers.get('retry-after')), clock.now - 1 + 8000, 'whole seconds, never too early');
  standIn.change({ errorShape: 'array' });
  fault({ fault: 'conflict' });
  assert.deepEqual((await place()).body, { statusCode: 409, message: ['Conflict'] });
  standIn.faults.add({ route: 'setBuyOrder', fault: 'rejected', status: 422, message: 'No' });
  const refused = await call('POST', '/api/product-management/v1/sessions/1536/order', samples.buyOrder());
  assert.deepEqual([refused.status, refused.body.statusCode, refused.body.message], [422, 2, 'No']);
});

test('stale lists', async () => {
  const { standIn, call, place, clock } = setUp();
  await place();
  clock.now += 9_999;
  for (const route of ['listOrders', 'getSessionByOrderId']) standIn.faults.add({ route, fault: 'stale-list' });
  await call('POST', '/api/content/payments/sessions', { orderId: 90, type: 'session' });
  assert.equal((await call('GET', ORDERS)).body.total, 0);
  assert.deepEqual((await call('GET', '/api/content/payments/sessions/order/90')).body, []);
  assert.equal((await call('GET', ORDERS)).body.total, 1);
});

test('faults of the Ocular routes', async () => {
  const { standIn, call } = setUp();
  const report = () => call('POST', '/api/product-management/v1/sessions/1536/order', samples.buyOrder());
  standIn.faults.add({ route: 'setBuyOrder', fault: 'lost-after-commit' });
  await assert.rejects(report(), dead);
  await report();
  assert.deepEqual([standIn.state.reports.length, standIn.state.ocularOrders.length], [2, 1]);
});

test('a caller can abort a call that hangs, even after garbage collection', async () => {
  setFlagsFromString('--expose-gc');
  const tidyUp = runInNewContext('gc');
  const standIn = createStandIn();
  standIn.faults.add({ route: 'getAccounts', fault: 'hang' });
  const leave = new AbortController();
  const asked = standIn.fetch(new Request('https://shop.example/api/content/payments/accounts', { headers: { 'x-app-token': standIn.token }, signal: leave.signal }));
  for (let i = 0; i < 5; i += 1) {
    await new Promise((done) => { setTimeout(done, 5); });
    tidyUp();
  }
  leave.abort();
  const late = new Promise((done) => { setTimeout(done, 2000, 'still waiting'); });
  assert.equal(await Promise.race([asked.catch(({ name }) => name), late]), 'AbortError');
});
