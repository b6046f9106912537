/** The report of a placed order: under the order's own id, and never at the order's expense. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn } from '../../www/standin/index.mjs';
import { deepFreeze } from './lib/freeze.mjs';
import { guestOrder, line, sent, setUp } from './lib/bridge.mjs';

const track = () => deepFreeze({ items: [line({ external_id: 'SKU-845-G54' })] });

test('an order is reported with its id', async () => {
  const { standIn, bridge, guestCheckout } = await setUp();
  const received = [];
  bridge.on('tracked', (event) => received.push(event));
  const result = await guestCheckout.placeOrder(guestOrder(), { track: track() });
  assert.deepStrictEqual([result.tracking, result.problem], [{ statusCode: 0, message: 'Success' }, undefined]);
  assert.deepEqual(standIn.state.reports.map(({ body }) => [body.external_id, body.items[0].external_id]), [['90', 'SKU-845-G54']]);
  assert.deepStrictEqual(received, [{ externalId: '90', response: result.tracking }]);
});

test('a report arrives through a server framework that passes on copies of requests', async () => {
  const standIn = createStandIn();
  // As Next does: a stream cannot be sent together with keepalive, which only a page needs.
  const fetch = (address, init) => {
    const { url, method, headers, body, keepalive } = new Request(address, init);
    return standIn.fetch(new Request(url, { method, headers, body, keepalive, duplex: 'half' }));
  };
  const { guestCheckout } = await setUp({ fetch, oneEntry: { token: standIn.token } });
  const { tracking } = await guestCheckout.placeOrder(guestOrder(), { track: track() });
  assert.deepStrictEqual(tracking, { statusCode: 0, message: 'Success' });
});

test('without an order there is no report', async () => {
  for (const fault of [{ fault: 'status', status: 400 }, { fault: 'lost-after-commit' }]) {
    const { standIn, guestCheckout } = await setUp();
    standIn.faults.add({ route: 'createOrder', ...fault });
    await guestCheckout.placeOrder(guestOrder(), { track: track() });
    assert.equal(sent(standIn, 'setBuyOrder'), 0);
  }
});

test('a failed report is a problem of its step; order and session stand', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', retryAfter: 0, times: null });
  const result = await guestCheckout.placeOrder(guestOrder(), { track: track() });
  assert.deepEqual([result.outcome, result.order.id, result.session.id], ['accepted', 90, 47]);
  assert.deepStrictEqual(result.tracking, { statusCode: 1, message: 'Error 500 - Internal server error' });
  assert.equal(result.problem.step, 'track');
  assert.match(result.problem.message, /has been placed/);
  assert.deepEqual([sent(standIn, 'createOrder'), sent(standIn, 'setBuyOrder')], [1, 3], 'a report with an id may be retried');
});

test("invalid lines are reported in the vendor's words and do not stop the order", async () => {
  const { guestCheckout } = await setUp();
  const result = await guestCheckout.placeOrder(guestOrder(), { track: { items: [{ name: 'Crema facial', quantity: 1, price: 2990 }] } });
  assert.deepEqual([result.outcome, result.problem.step, result.problem.code], ['accepted', 'track', 'VALIDATION']);
  assert.deepStrictEqual(result.tracking.detail, { 'items.0.currency': ['SessionOrderControllerValidator: items.0.currency is required.'] });
});

test('without a video attention nothing is reported', async () => {
  const { standIn, guestCheckout } = await setUp({ ocular: { sessionId: undefined } });
  const result = await guestCheckout.placeOrder(guestOrder(), { track: track() });
  assert.deepEqual([result.outcome, result.tracking.statusCode, result.tracking.code], ['accepted', 1, 'NO_OCULAR_SESSION']);
  assert.equal(sent(standIn, 'setBuyOrder'), 0);
});

test('a slow report does not delay the payment session', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'slow', ms: 600 });
  let opened;
  const started = performance.now();
  await guestCheckout.placeOrder(guestOrder(), {
    track: track(),
    onStep: ({ step, state }) => { if (step === 'createSession' && state === 'done') opened = performance.now() - started; },
  });
  assert.ok(opened < 400, `${opened} ms`);
});

test("with two problems, the payment's is returned and the report's is in tracking", async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createSession', fault: 'status', status: 400 });
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 403, body: 'no' });
  const result = await guestCheckout.placeOrder(guestOrder(), { track: track() });
  assert.deepEqual([result.problem.step, result.tracking.code], ['createSession', 'FORBIDDEN']);
});
