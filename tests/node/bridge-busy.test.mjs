/** 429: the service asks for a pause, then the order is sent once more. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, sent, setUp } from './lib/bridge.mjs';

test('after Retry-After the order is sent once more', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 429, retryAfter: 1 });
  const started = performance.now();
  const result = await guestCheckout.placeOrder(guestOrder());
  const waited = performance.now() - started;
  assert.deepEqual([result.outcome, result.order.id], ['accepted', 90]);
  assert.deepEqual([sent(standIn, 'createOrder'), standIn.state.orders.length], [2, 1]);
  assert.ok(waited >= 990 && waited < 1990, `${waited} ms`);
});

test('without Retry-After the pause is two seconds', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 429, body: 'slow down' });
  const started = performance.now();
  assert.equal((await guestCheckout.createOrder(guestOrder())).outcome, 'accepted');
  const waited = performance.now() - started;
  assert.ok(waited >= 1990 && waited < 6000, `${waited} ms`);
});

test('a second 429 is final', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 429, retryAfter: 0, times: null });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, result.problem.code, result.problem.status, result.problem.retryable], ['rejected', 'RATE_LIMITED', 429, true]);
  assert.deepEqual([sent(standIn, 'createOrder'), standIn.state.orders.length], [2, 0]);
});

test('the answer after the pause counts', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 429, retryAfter: 0 });
  standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, sent(standIn, 'createOrder'), standIn.state.orders.length], ['unknown', 2, 1]);
});
