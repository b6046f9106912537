/** The caller's signal: before, during and after the order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, line, sent, setUp, sharedGuest } from './lib/bridge.mjs';

test('aborted before the call: nothing is sent', async () => {
  for (const guest of [undefined, sharedGuest()]) {
    const { standIn, guestCheckout } = await setUp({ guest });
    const result = await guestCheckout.placeOrder(guestOrder(), { signal: AbortSignal.abort() });
    assert.deepEqual([result.outcome, result.problem.code, result.problem.retryable], ['notSent', 'ABORTED', true]);
    assert.equal(standIn.state.requests.length, 0);
  }
});

test('aborted while the order is in flight: it may exist', async () => {
  for (const commit of [false, true]) {
    const { standIn, guestCheckout } = await setUp();
    standIn.faults.add({ route: 'createOrder', fault: 'hang', commit });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('leaving')), 30);
    const result = await guestCheckout.placeOrder(guestOrder(), { signal: controller.signal });
    assert.deepEqual([result.outcome, result.problem.code, result.problem.retryable], ['unknown', 'ABORTED', false]);
    assert.deepEqual([standIn.state.orders.length, sent(standIn, 'createOrder')], [commit ? 1 : 0, 1]);
  }
});

test('aborted during the sign-in: no order was sent', async () => {
  const { standIn, guestCheckout } = await setUp({ guest: sharedGuest() });
  standIn.faults.add({ route: 'auth', fault: 'hang', times: null });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  const result = await guestCheckout.placeOrder(guestOrder(), { signal: controller.signal });
  assert.deepEqual([result.outcome, result.problem.code, result.problem.step], ['notSent', 'ABORTED', 'auth']);
  assert.deepEqual([sent(standIn, 'auth'), sent(standIn, 'createOrder')], [1, 0]);
});

test('aborted after the order was placed: the order is returned', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createSession', fault: 'hang' });
  const controller = new AbortController();
  const onStep = ({ step, state }) => { if (step === 'createSession' && state === 'start') setTimeout(() => controller.abort(), 20); };
  const result = await guestCheckout.placeOrder(guestOrder(), { signal: controller.signal, onStep });
  assert.deepEqual([result.outcome, result.order.id, result.session], ['accepted', 90, null]);
  assert.deepEqual([result.problem.code, result.problem.step], ['ABORTED', 'createSession']);
  assert.match(result.problem.message, /has been placed/);
  assert.equal(sent(standIn, 'createSession'), 1);
});

test('aborted from onStep: steps that have not started are not sent', async () => {
  const { standIn, guestCheckout } = await setUp();
  const controller = new AbortController();
  const result = await guestCheckout.placeOrder(guestOrder(), {
    signal: controller.signal,
    onStep: ({ step, state }) => { if (step === 'createOrder' && state === 'start') controller.abort(); },
  });
  assert.deepEqual([result.outcome, result.problem.code], ['notSent', 'ABORTED']);
  assert.equal(standIn.state.requests.length, 0);
});

test('aborted while waiting after a 429: the refusal is returned at once', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 429, retryAfter: 30 });
  const result = await guestCheckout.placeOrder(guestOrder(), { signal: AbortSignal.timeout(40) });
  assert.deepEqual([result.outcome, result.problem.code], ['rejected', 'RATE_LIMITED']);
  assert.deepEqual([sent(standIn, 'createOrder'), standIn.state.orders.length], [1, 0]);
});

test('aborted while the report is in flight: the order and its session stand', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'hang' });
  const controller = new AbortController();
  const onStep = ({ step, state }) => { if (step === 'createSession' && state === 'done') setTimeout(() => controller.abort(), 20); };
  const result = await guestCheckout.placeOrder(guestOrder(), { signal: controller.signal, onStep, track: { items: [line()] } });
  assert.deepEqual([result.outcome, result.order.id, result.session.id], ['accepted', 90, 47]);
  assert.deepEqual([result.tracking.statusCode, result.tracking.code, result.problem.step], [1, 'ABORTED', 'track']);
});

test('a signal that is aborted after the result changes nothing, and no listener is left on it', async () => {
  const { guestCheckout } = await setUp();
  const controller = new AbortController();
  let listening = 0;
  for (const [method, change] of [['addEventListener', 1], ['removeEventListener', -1]]) {
    const original = controller.signal[method];
    controller.signal[method] = function counted(...args) {
      listening += change;
      return original.apply(this, args);
    };
  }
  const result = await guestCheckout.placeOrder(guestOrder(), { signal: controller.signal });
  controller.abort();
  assert.equal(result.outcome, 'accepted');
  assert.equal(listening, 0);
});

test('a value that is not a signal is refused', async () => {
  const { standIn, guestCheckout } = await setUp();
  for (const signal of [7, 'now', {}, new AbortController()]) {
    await assert.rejects(guestCheckout.placeOrder(guestOrder(), { signal }), { name: 'OrderBridgeError', code: 'CONFIG', message: /signal/ });
  }
  assert.equal(standIn.state.requests.length, 0);
});

test('the timeout covers headers and body together', async () => {
  const endless = () => new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"id":')) }), { status: 201 });
  const { guestCheckout } = await setUp({ fetch: async () => endless(), timeoutMs: 50 });
  const result = await guestCheckout.createOrder(guestOrder());
  assert.deepEqual([result.outcome, result.problem.code], ['unknown', 'TIMEOUT']);
});

test('the request itself is aborted once the caller no longer waits for it', async () => {
  const reasons = [];
  const fetch = (url, { signal }) => new Promise(() => { signal.addEventListener('abort', () => reasons.push(signal.reason?.name)); });
  const { guestCheckout } = await setUp({ fetch, timeoutMs: 40 });
  await guestCheckout.createOrder(guestOrder());
  assert.deepEqual(reasons, ['AbortError']);
});
