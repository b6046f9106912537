/** The shared guest user: signed in once, renewed when its token expires, and never the cause of a second order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, sent, setUp, sharedGuest, trace } from './lib/bridge.mjs';

const HOUR = 3_600_000;

async function setUpWithClock(options) {
  const clock = { now: 1_750_000_000_000 };
  const parts = await setUp({ guest: sharedGuest(), standIn: { now: () => clock.now }, ...options });
  return { ...parts, clock };
}

test('all calls share one sign-in, even after prepare was called early and often', async () => {
  const { standIn, guestCheckout } = await setUp({ guest: sharedGuest() });
  assert.equal(await guestCheckout.prepare(), undefined);
  await guestCheckout.prepare();
  await guestCheckout.placeOrder(guestOrder());
  await guestCheckout.getSessionByOrderId(90);
  assert.deepEqual(trace(standIn), ['auth 201', 'createOrder 201', 'createSession 201', 'getSessionByOrderId 200']);
  for (const { route, headers } of standIn.state.requests) {
    assert.equal('authorization' in headers, route !== 'auth', route);
    assert.equal('x-guest-id' in headers, false, `${route}: with a user there is no guest id`);
  }
});

test('an expired access token is renewed, and the order is placed once', async () => {
  const { standIn, guestCheckout, clock } = await setUpWithClock();
  await guestCheckout.prepare();
  clock.now += HOUR;
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, result.order.id, result.problem], ['accepted', 90, undefined]);
  assert.deepEqual(trace(standIn), ['auth 201', 'createOrder 401', 'refresh 201', 'createOrder 201', 'createSession 201']);
  assert.equal(standIn.state.orders.length, 1);
});

test('when the renewal is also refused, the guest signs in again', async () => {
  const { standIn, guestCheckout, clock } = await setUpWithClock();
  await guestCheckout.prepare();
  clock.now += HOUR;
  standIn.faults.add({ route: 'refresh', fault: 'status', status: 400 });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.equal(result.outcome, 'accepted');
  assert.deepEqual(trace(standIn), ['auth 201', 'createOrder 401', 'refresh 400', 'auth 201', 'createOrder 201', 'createSession 201']);
});

test('a token that expires between order and session is renewed at the session', async () => {
  const { standIn, guestCheckout, clock } = await setUpWithClock();
  const placing = guestCheckout.placeOrder(guestOrder(), {
    onStep: ({ step, state }) => { if (step === 'createOrder' && state === 'done') clock.now += HOUR; },
  });
  assert.deepEqual([(await placing).session.id, (await placing).problem], [47, undefined]);
  assert.deepEqual(trace(standIn), ['auth 201', 'createOrder 201', 'createSession 401', 'refresh 201', 'createSession 201']);
});

test('a 401 that persists is a refusal after one more attempt', async () => {
  const { standIn, guestCheckout } = await setUp({ guest: sharedGuest() });
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 401, times: null });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, result.problem.code, result.problem.status], ['rejected', 'UNAUTHORIZED', 401]);
  assert.deepEqual([sent(standIn, 'createOrder'), standIn.state.orders.length], [2, 0]);
});

test('after a renewal, a lost answer is still unknown', async () => {
  const { standIn, guestCheckout, clock } = await setUpWithClock();
  await guestCheckout.prepare();
  clock.now += HOUR;
  standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit', after: 1 });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, sent(standIn, 'createOrder'), standIn.state.orders.length], ['unknown', 2, 1]);
});

test('after a refused sign-in no order is sent', async () => {
  const guest = sharedGuest();
  guest.authData[1].value = 'wrong';
  for (const wrongPasswordStatus of [400, 401, 404]) {
    const { standIn, guestCheckout } = await setUp({ guest, standIn: { wrongPasswordStatus } });
    const result = await guestCheckout.placeOrder(guestOrder());
    assert.deepEqual([result.outcome, result.problem.step, result.problem.status], ['notSent', 'auth', wrongPasswordStatus]);
    assert.deepEqual(result.detail, {});
    const alone = await guestCheckout.auth();
    assert.deepEqual([alone.ok, alone.problem.step, alone.problem.retryable], [false, 'auth', false]);
    assert.equal(await guestCheckout.prepare(), undefined, 'the call that needs the sign-in reports it');
    assert.equal(sent(standIn, 'createOrder'), 0);
  }
});

test('a sign-in is retried, because it places nothing', async () => {
  const { standIn, guestCheckout } = await setUp({ guest: sharedGuest() });
  standIn.faults.add({ route: 'auth', fault: 'status', status: 503 });
  assert.equal((await guestCheckout.placeOrder(guestOrder())).outcome, 'accepted');
  assert.deepEqual([sent(standIn, 'auth'), sent(standIn, 'createOrder')], [2, 1]);
});

test('a sign-in without a usable token fails', async () => {
  for (const body of [{}, { userIdentifier: 'guest@onnentry.cloud' }, { accessToken: '' }, { accessToken: 'a\r\nx: y' }, '<html>']) {
    const { standIn, guestCheckout } = await setUp({ guest: sharedGuest() });
    standIn.faults.add({ route: 'auth', fault: 'status', status: 201, body, times: null });
    const result = await guestCheckout.placeOrder(guestOrder());
    assert.deepEqual([result.outcome, result.problem.code, result.problem.step], ['notSent', 'BAD_RESPONSE', 'auth']);
    assert.equal(sent(standIn, 'createOrder'), 0);
  }
});

test('a project that requires a sign-in refuses the anonymous guest', async () => {
  const { standIn, guestCheckout } = await setUp({ standIn: { anonymousGuests: false } });
  const result = await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual([result.outcome, result.problem.code, standIn.state.orders.length], ['rejected', 'FORBIDDEN', 0]);
});
