/**
 * The outcome of an order, decided by evidence: for every fault of the stand-in, at the one request
 * that must never be resent automatically.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS } from '../../www/standin/index.mjs';
import { guestOrder, limitFor, sent, setUp } from './lib/bridge.mjs';

const ELSEWHERE = 'https://elsewhere.example/orders';

/** fault, outcome, code of the problem, orders that the service has at the end */
const CASES = [
  [{ fault: 'slow', ms: 5 }, 'accepted', undefined, 1],
  [{ fault: 'slow', ms: 400, commit: true }, 'unknown', 'TIMEOUT', 1],
  [{ fault: 'hang' }, 'unknown', 'TIMEOUT', 0],
  [{ fault: 'hang', commit: true }, 'unknown', 'TIMEOUT', 1],
  [{ fault: 'reset-before' }, 'unknown', 'NETWORK', 0],
  [{ fault: 'lost-after-commit' }, 'unknown', 'NETWORK', 1],
  [{ fault: 'truncated' }, 'unknown', 'BAD_RESPONSE', 1],
  [{ fault: 'truncated', broken: true }, 'unknown', 'BAD_RESPONSE', 1],
  [{ fault: 'bad-json' }, 'unknown', 'BAD_RESPONSE', 1],
  [{ fault: 'bad-json', commit: false }, 'unknown', 'BAD_RESPONSE', 0],
  [{ fault: 'html-200' }, 'unknown', 'BAD_RESPONSE', 0],
  [{ fault: 'html-200', commit: true }, 'unknown', 'BAD_RESPONSE', 1],
  [{ fault: 'empty-200' }, 'unknown', 'BAD_RESPONSE', 1],
  [{ fault: 'empty-200', commit: false }, 'unknown', 'BAD_RESPONSE', 0],
  [{ fault: 'status', status: 204 }, 'unknown', 'BAD_RESPONSE', 0],
  ...[{}, { id: 0 }, { id: -90 }, { id: '90' }, { id: 90.5 }, [90], 90, null, [{ id: 90 }]].map((body) => (
    [{ fault: 'status', status: 201, body }, 'unknown', 'BAD_RESPONSE', 0])),
  ...[500, 502, 503, 504, 599].map((status) => [{ fault: 'status', status }, 'unknown', 'SERVER', 0]),
  ...[408, 425].map((status) => [{ fault: 'status', status }, 'unknown', undefined, 0]),
  ...[400, 409, 422].map((status) => [{ fault: 'status', status }, 'rejected', 'REJECTED', 0]),
  [{ fault: 'status', status: 401 }, 'rejected', 'UNAUTHORIZED', 0],
  [{ fault: 'status', status: 403 }, 'rejected', 'FORBIDDEN', 0],
  [{ fault: 'status', status: 404 }, 'rejected', 'NOT_FOUND', 0],
  [{ fault: 'status', status: 400, body: { message: 'no' } }, 'rejected', 'REJECTED', 0],
  ...['<html>Bad request</html>', '', '[]', '{}', '"no"', '{"error":'].map((body) => (
    [{ fault: 'status', status: 400, body }, 'unknown', undefined, 0])),
  [{ fault: 'status-after-commit', status: 500 }, 'unknown', 'SERVER', 1],
  [{ fault: 'status-after-commit', status: 502, body: '<html>Bad gateway</html>' }, 'unknown', 'SERVER', 1],
  [{ fault: 'status-after-commit', status: 408 }, 'unknown', undefined, 1],
  [{ fault: 'late-commit' }, 'unknown', 'SERVER', 1],
  [{ fault: 'late-commit', end: 'reset' }, 'unknown', 'NETWORK', 1],
  [{ fault: 'late-commit', end: 'hang' }, 'unknown', 'TIMEOUT', 1],
  ...[301, 302, 303, 307, 308].map((status) => [{ fault: 'redirect', to: ELSEWHERE, status }, 'unknown', 'NETWORK', 0]),
  [{ fault: 'redirect', to: ELSEWHERE, commit: true }, 'unknown', 'NETWORK', 1],
  [{ fault: 'no-cors' }, 'unknown', 'NETWORK', 1],
  [{ fault: 'stale-list' }, 'accepted', undefined, 1],
  // Faults by the names in the documentation.
  [{ fault: 'refused' }, 'unknown', 'NETWORK', 0],
  [{ fault: 'offline-like' }, 'unknown', 'NETWORK', 0],
  [{ fault: 'rejected' }, 'rejected', 'REJECTED', 0],
  [{ fault: 'rejected', status: 422 }, 'rejected', 'REJECTED', 0],
  [{ fault: 'unauthorized' }, 'rejected', 'UNAUTHORIZED', 0],
  [{ fault: 'forbidden' }, 'rejected', 'FORBIDDEN', 0],
  [{ fault: 'not-found' }, 'rejected', 'NOT_FOUND', 0],
  [{ fault: 'conflict' }, 'rejected', 'REJECTED', 0],
  ...['busy', 'busy-date', 'busy-garbage'].map((fault) => [{ fault }, 'accepted', undefined, 1]),
  ...['server-error', 'bad-gateway', 'unavailable', 'gateway-timeout'].flatMap((fault) => [
    [{ fault }, 'unknown', 'SERVER', 0],
    [{ fault, commit: true }, 'unknown', 'SERVER', 1],
  ]),
  [{ fault: 'server-error-after-commit' }, 'unknown', 'SERVER', 1],
];

test('every named fault has a case', () => {
  assert.deepEqual([...new Set(CASES.map(([{ fault }]) => fault))].sort(), [...FAULTS].sort());
});

for (const [fault, outcome, code, orders] of CASES) {
  test(`createOrder, ${JSON.stringify(fault)}: ${outcome}`, async () => {
    const { standIn, guestCheckout } = await setUp({ timeoutMs: limitFor(fault) });
    standIn.faults.add({ route: 'createOrder', ...fault });
    const result = await guestCheckout.placeOrder(guestOrder());
    standIn.settle();

    assert.equal(result.outcome, outcome);
    assert.equal(standIn.state.orders.length, orders);
    assert.equal(sent(standIn, 'createOrder'), fault.fault.startsWith('busy') ? 2 : 1, 'sent once, and again only when the service did nothing');
    assert.match(result.reference, /\S/);
    if (outcome === 'accepted') {
      assert.deepEqual([result.order.id, result.session.id, result.problem], [90, 47, undefined]);
      return;
    }
    assert.equal(result.problem.step, 'createOrder');
    if (code) assert.equal(result.problem.code, code);
    assert.equal(sent(standIn, 'createSession'), 0);
    standIn.close();
    if (outcome === 'unknown') holdsBack(result);
    else assert.deepEqual([result.problem.status, typeof result.detail], [standIn.state.requests.at(-1).status, 'object']);
  });
}

/** While an order may exist, nothing invites a second one. */
function holdsBack({ problem, detail, order }) {
  assert.deepEqual([problem.retryable, detail, order], [false, undefined, undefined]);
  assert.match(problem.message, /may have been placed/);
  assert.doesNotMatch(problem.message, /\b(again|retry|try)\b/i);
  assert.doesNotMatch(problem.message, /did not accept|does not allow|does not know/, 'the message does not say that the order was refused');
}

test('a refusal lists the fields that the service names', async () => {
  const { guestCheckout } = await setUp();
  const result = await guestCheckout.createOrder(guestOrder({ formData: [{ marker: 'guest_name', type: 'string', value: 'Christina Thomas' }] }));
  assert.equal(result.outcome, 'rejected');
  assert.deepEqual(Object.keys(result.detail), ['guest_phone']);
  assert.equal(typeof result.detail.guest_phone[0], 'string');
});

test('an order that breaks a rule is not sent, and every broken rule is reported', async () => {
  const { standIn, bridge, guestCheckout } = await setUp();
  const wrong = guestOrder({
    storage: ' ', formIdentifier: 7, paymentAccountIdentifier: 'x'.repeat(256), formData: [{ marker: '', type: 'string', value: 1 }, 'field'],
    products: [{ productId: 0, quantity: 1 }, { productId: 1, quantity: 1_000_001 }, { quantity: '2' }],
  });
  const result = await guestCheckout.placeOrder(wrong);
  assert.deepStrictEqual(result.detail, {
    storage: ['storage is required.'],
    formIdentifier: ['formIdentifier must be a string.'],
    paymentAccountIdentifier: ['paymentAccountIdentifier exceeds the maximum number of characters 255.'],
    'formData.0.marker': ['formData.0.marker is required.'],
    'formData.1': ['formData.1 must be an object.'],
    'products.0.productId': ['products.0.productId must be at least 1.'],
    'products.1.quantity': ['products.1.quantity must be at most 1000000.'],
    'products.2.productId': ['products.2.productId is required.'],
    'products.2.quantity': ['products.2.quantity must be an integer.'],
  });
  assert.deepEqual([result.outcome, result.problem.code, result.problem.step], ['notSent', 'VALIDATION', 'validate']);
  assert.deepStrictEqual(bridge.validateGuestOrder(wrong), { valid: false, detail: result.detail });
  assert.deepStrictEqual(bridge.validateGuestOrder(guestOrder()), { valid: true, detail: {} });
  assert.equal(standIn.state.requests.length, 0);
});

test('any value passed as an order gives a result', async () => {
  const { standIn, guestCheckout } = await setUp();
  const cyclic = guestOrder();
  cyclic.formData.push({ marker: 'm', type: 'string', value: cyclic });
  const throwing = { ...guestOrder(), get storage() { throw new Error('no'); } };
  const hostile = new Proxy({}, { ownKeys() { throw new Error('no'); } });
  for (const order of [undefined, null, 7, 'order', [], true, 5n, Symbol('s'), () => {}, new Date(0), new Map(), cyclic, throwing, hostile]) {
    for (const call of ['placeOrder', 'createOrder']) {
      const result = await guestCheckout[call](order);
      assert.deepEqual([result.outcome, result.problem.code], ['notSent', 'VALIDATION'], `${call} ${typeof order}`);
      assert.notDeepEqual(result.detail, {});
    }
  }
  assert.equal(standIn.state.requests.length, 0);
});
