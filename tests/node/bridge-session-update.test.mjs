/** updateSessionById: the documented scenario uses it, but not every server has the route. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, sent, setUp, trace } from './lib/bridge.mjs';

const STATUS = { sessionStatus: 'guest_completed' };

test('in placeOrder, a server without the route causes a warning, not a failure', async () => {
  for (const refuse of [
    (standIn) => standIn.change({ updateSessionRoute: false }),
    ...[403, 404, 405].map((status) => (standIn) => standIn.faults.add({ route: 'updateSession', fault: 'status', status })),
  ]) {
    const warned = [];
    const { standIn, bridge, guestCheckout } = await setUp({ onWarning: (warning) => warned.push(warning) });
    const heard = [];
    bridge.on('warning', (warning) => heard.push(warning));
    refuse(standIn);
    const result = await guestCheckout.placeOrder(guestOrder(), STATUS);
    assert.deepEqual([result.outcome, result.problem, result.session.id, result.session.status], ['accepted', undefined, 47, 'waiting']);
    assert.deepEqual(result.warnings.map(({ code, step }) => [code, step]), [['SESSION_UPDATE_UNSUPPORTED', 'updateSession']]);
    assert.deepEqual(warned, result.warnings);
    assert.deepEqual(heard, result.warnings);
  }
});

test('any other failure is a problem of that step; order and session stand', async () => {
  for (const [fault, code] of [
    [{ fault: 'status', status: 400 }, 'REJECTED'],
    [{ fault: 'status', status: 500, retryAfter: 0, times: null }, 'SERVER'],
    [{ fault: 'html-200' }, 'BAD_RESPONSE'],
  ]) {
    const { standIn, guestCheckout } = await setUp();
    standIn.faults.add({ route: 'updateSession', ...fault });
    const result = await guestCheckout.placeOrder(guestOrder(), STATUS);
    assert.deepEqual([result.outcome, result.order.id, result.session.id], ['accepted', 90, 47]);
    assert.deepEqual([result.problem.code, result.problem.step, result.warnings], [code, 'updateSession', []]);
  }
});

test('the update is retried, because it is idempotent', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'updateSession', fault: 'status', status: 503, retryAfter: 0 });
  standIn.faults.add({ route: 'updateSession', fault: 'status', status: 502, retryAfter: 0 });
  const result = await guestCheckout.placeOrder(guestOrder(), STATUS);
  assert.deepEqual([result.session.status, sent(standIn, 'updateSession')], ['guest_completed', 3]);
});

test('in a direct call, a server without the route is a problem', async () => {
  const { standIn, guestCheckout } = await setUp({ standIn: { updateSessionRoute: false } });
  const answer = await guestCheckout.updateSessionById(47, { status: 'guest_completed', paymentUrl: null });
  assert.deepEqual([answer.ok, answer.problem.code, answer.problem.step, answer.problem.status], [false, 'NOT_FOUND', 'updateSession', 404]);
  assert.equal(standIn.state.requests[0].method, 'PUT');
});

test('the given body is sent unchanged', async () => {
  const { standIn, guestCheckout } = await setUp();
  await guestCheckout.placeOrder(guestOrder());
  for (const body of [{ status: 'a' }, { status: 'b', paymentUrl: null }, { status: 'c', paymentUrl: 'https://pay.example/47' }]) {
    assert.ok((await guestCheckout.updateSessionById(47, Object.freeze(body))).ok);
    assert.deepStrictEqual(JSON.parse(standIn.state.requests.at(-1).body), body);
  }
});

test('without a session there is no update', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createSession', fault: 'status', status: 400 });
  await guestCheckout.placeOrder(guestOrder(), STATUS);
  assert.deepEqual(trace(standIn), ['createOrder 201', 'createSession 400']);
});
