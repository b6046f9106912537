/** After the order: whatever happens to the payment session, the order stands and at most one session is waiting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS } from '../../www/standin/index.mjs';
import { guestOrder, limitFor, sent, setUp, trace } from './lib/bridge.mjs';

/** fault, code of the problem (none: the session was opened), requests that opened a session */
const CASES = [
  [{ fault: 'slow', ms: 5 }, undefined, 1],
  [{ fault: 'hang' }, undefined, 2],
  [{ fault: 'hang', commit: true }, undefined, 1],
  [{ fault: 'hang', times: null }, 'TIMEOUT', 2],
  [{ fault: 'reset-before' }, undefined, 2],
  [{ fault: 'reset-before', times: null }, 'NETWORK', 2],
  [{ fault: 'lost-after-commit' }, undefined, 1],
  [{ fault: 'truncated' }, undefined, 1],
  [{ fault: 'truncated', broken: true }, undefined, 1],
  [{ fault: 'bad-json' }, undefined, 1],
  [{ fault: 'bad-json', commit: false, times: null }, 'BAD_RESPONSE', 2],
  [{ fault: 'html-200' }, undefined, 2],
  [{ fault: 'html-200', commit: true }, undefined, 1],
  [{ fault: 'empty-200' }, undefined, 1],
  [{ fault: 'status', status: 201, body: { id: 'x' } }, undefined, 2],
  [{ fault: 'status', status: 503 }, undefined, 2],
  [{ fault: 'status', status: 500, times: null }, 'SERVER', 2],
  [{ fault: 'status', status: 400, message: 'Your payment account is not connected' }, 'REJECTED', 1],
  [{ fault: 'status', status: 403, message: 'Your payment account is not connected' }, 'FORBIDDEN', 1],
  [{ fault: 'status', status: 401 }, 'UNAUTHORIZED', 1],
  [{ fault: 'status-after-commit', status: 502 }, undefined, 1],
  [{ fault: 'late-commit', end: 'reset' }, undefined, 2],
  [{ fault: 'late-commit', end: 'hang' }, undefined, 2],
  [{ fault: 'redirect', to: 'https://elsewhere.example/sessions', times: null }, 'NETWORK', 2],
  [{ fault: 'no-cors' }, undefined, 1],
  [{ fault: 'stale-list' }, undefined, 1],
  // Faults by the names in the documentation.
  [{ fault: 'refused' }, undefined, 2],
  [{ fault: 'offline-like' }, 'NETWORK', 2],
  [{ fault: 'rejected' }, 'REJECTED', 1],
  [{ fault: 'unauthorized' }, 'UNAUTHORIZED', 1],
  [{ fault: 'forbidden' }, 'FORBIDDEN', 1],
  [{ fault: 'not-found' }, 'NOT_FOUND', 1],
  [{ fault: 'conflict' }, 'REJECTED', 1],
  ...['busy', 'busy-date', 'busy-garbage'].map((fault) => [{ fault }, undefined, 2]),
  ...['server-error', 'bad-gateway', 'unavailable', 'gateway-timeout'].flatMap((fault) => [
    [{ fault }, undefined, 2],
    [{ fault, commit: true }, undefined, 1],
  ]),
  [{ fault: 'server-error-after-commit' }, undefined, 1],
];

test('every named fault has a case', () => {
  assert.deepEqual([...new Set(CASES.map(([{ fault }]) => fault))].sort(), [...FAULTS].sort());
});

for (const [fault, code, requests] of CASES) {
  test(`createSession, ${JSON.stringify(fault)}: ${code ?? 'opened'}`, async () => {
    const { standIn, guestCheckout } = await setUp({ timeoutMs: limitFor(fault) });
    standIn.faults.add({ route: 'createSession', ...fault });
    const result = await guestCheckout.placeOrder(guestOrder());
    standIn.settle();

    assert.deepEqual([result.outcome, result.order.id, standIn.state.orders.length], ['accepted', 90, 1]);
    assert.deepEqual([result.problem?.code, result.problem?.step], [code, code && 'createSession']);
    assert.deepEqual([sent(standIn, 'createOrder'), sent(standIn, 'createSession')], [1, requests]);
    assert.ok(standIn.state.paymentSessions.filter(({ status }) => status === 'waiting').length <= 1);
    if (code) assert.match(result.problem.message, /has been placed/);
    else assert.deepEqual([result.session.orderId, result.session.status], [90, 'waiting']);
    if (code) assert.equal(result.session, null);
  });
}

test('stale reads never leave two sessions waiting', async () => {
  const { standIn, guestCheckout } = await setUp({ standIn: { readLagMs: 60_000 } });
  standIn.faults.add({ route: 'createSession', fault: 'lost-after-commit' });
  const result = await guestCheckout.placeOrder(guestOrder());
  const waiting = standIn.state.paymentSessions.filter(({ status }) => status === 'waiting');
  assert.deepEqual(waiting.map(({ id }) => id), [result.session.id]);
});

test('a session that cannot be looked up is not opened again', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createSession', fault: 'lost-after-commit' });
  standIn.faults.add({ route: 'getSessionByOrderId', fault: 'status', status: 403, times: null });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, result.problem.step, sent(standIn, 'createSession')], ['accepted', 'createSession', 1]);
});

test('createSession alone returns a result or a problem, and never throws', async () => {
  const { standIn, guestCheckout } = await setUp();
  const missing = await guestCheckout.createSession(7);
  assert.deepEqual([missing.ok, missing.problem.code, missing.problem.status], [false, 'NOT_FOUND', 404]);
  await guestCheckout.createOrder(guestOrder({ paymentAccountIdentifier: 'bank' }));
  const bank = await guestCheckout.createSession(90);
  assert.deepEqual([bank.ok, bank.problem.code, bank.problem.step], [false, 'REJECTED', 'createSession']);
  assert.equal(sent(standIn, 'createSession'), 2);
});

test("an intent has the provider's secret and no payment URL", async () => {
  const { standIn, guestCheckout } = await setUp();
  const result = await guestCheckout.placeOrder(guestOrder({ paymentAccountIdentifier: 'stripe' }), { session: { type: 'intent' } });
  assert.equal(result.session.type, 'intent');
  assert.match(result.session.clientSecret, /^pi_standin_47_secret_/);
  assert.deepEqual([result.paymentUrl, sent(standIn, 'getSessionByOrderId')], [null, 0]);
});

test('of several sessions the newest waiting one is used, in whatever order they are listed', async () => {
  for (const sessionOrder of ['oldest-first', 'newest-first']) {
    const { guestCheckout } = await setUp({ standIn: { sessionOrder } });
    await guestCheckout.createOrder(guestOrder());
    for (let i = 0; i < 3; i += 1) await guestCheckout.createSession(90);
    const { value } = await guestCheckout.getSessionByOrderId(90);
    assert.deepEqual([value.id, value.status], [49, 'waiting']);
    await guestCheckout.updateSessionById(48, { status: 'waiting' });
    await guestCheckout.updateSessionById(49, { status: 'expired' });
    assert.equal((await guestCheckout.getSessionByOrderId(90)).value.id, 48);
  }
});

test('an order without a session is reported as NOT_FOUND', async () => {
  for (const sessionByOrder of ['array', 'object']) {
    const { guestCheckout } = await setUp({ standIn: { sessionByOrder } });
    await guestCheckout.createOrder(guestOrder());
    const answer = await guestCheckout.getSessionByOrderId(90);
    assert.deepEqual([answer.ok, answer.problem.code, answer.problem.step], [false, 'NOT_FOUND', 'getSession']);
  }
});

test('a read is attempted three times', async () => {
  const { standIn, guestCheckout } = await setUp();
  await guestCheckout.placeOrder(guestOrder());
  standIn.faults.add({ route: 'getSessionByOrderId', fault: 'status', status: 503, retryAfter: 0, times: 2 });
  assert.equal((await guestCheckout.getSessionByOrderId(90)).value.id, 47);
  standIn.faults.add({ route: 'getSessionByOrderId', fault: 'status', status: 503, retryAfter: 0, times: null });
  const failed = await guestCheckout.getSessionByOrderId(90);
  assert.deepEqual([failed.ok, failed.problem.code, failed.problem.retryable], [false, 'SERVER', true]);
  assert.deepEqual(trace(standIn).slice(2), ['getSessionByOrderId 503', 'getSessionByOrderId 503', 'getSessionByOrderId 200', ...Array(3).fill('getSessionByOrderId 503')]);
});
