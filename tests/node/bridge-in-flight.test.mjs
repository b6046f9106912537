/** Concurrent calls, and the objects that callers pass. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepFreeze } from './lib/freeze.mjs';
import { guestOrder, line, sent, setUp, sharedGuest } from './lib/bridge.mjs';

test('two identical concurrent calls place one order, and both return it', async () => {
  for (const guest of [undefined, sharedGuest()]) {
    const { standIn, guestCheckout } = await setUp({ guest });
    const results = await Promise.all([guestCheckout.placeOrder(guestOrder()), guestCheckout.placeOrder(guestOrder())]);
    assert.deepEqual(results.map(({ order, session }) => [order.id, session.id]), [[90, 47], [90, 47]]);
    assert.equal(results[0].reference, results[1].reference);
    assert.deepEqual([standIn.state.orders.length, sent(standIn, 'createOrder'), sent(standIn, 'createSession')], [1, 1, 1]);
  }
});

test('neither the order of properties nor the form of the form data makes two orders different', async () => {
  const { standIn, guestCheckout } = await setUp();
  const { storage, formData, ...rest } = guestOrder();
  await Promise.all([
    guestCheckout.placeOrder({ storage, formData, ...rest }),
    guestCheckout.placeOrder({ ...rest, formData: { en_US: formData }, storage, couponCode: null }),
  ]);
  assert.equal(standIn.state.orders.length, 1);
});

test('a second click late in the first call still returns the same order', async () => {
  const { standIn, guestCheckout } = await setUp();
  let second;
  const first = await guestCheckout.placeOrder(guestOrder(), {
    onStep: ({ step, state }) => { if (step === 'createSession' && state === 'start') second = guestCheckout.placeOrder(guestOrder()); },
  });
  assert.equal((await second).order.id, first.order.id);
  assert.equal(standIn.state.orders.length, 1);
});

test('different orders are placed separately, and so is the same order with orderAgain', async () => {
  const { standIn, guestCheckout } = await setUp();
  await Promise.all([guestCheckout.placeOrder(guestOrder()), guestCheckout.placeOrder(guestOrder({ products: [{ productId: 10, quantity: 2 }] }))]);
  assert.equal(standIn.state.orders.length, 2);
  await guestCheckout.placeOrder(guestOrder());
  assert.equal(standIn.state.orders.length, 2, 'immediately after the first: a double click');
  await guestCheckout.placeOrder(guestOrder(), { orderAgain: true });
  assert.equal(standIn.state.orders.length, 3);
});

test('a call that failed is not remembered', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 400 });
  assert.equal((await guestCheckout.placeOrder(guestOrder())).outcome, 'rejected');
  assert.equal((await guestCheckout.placeOrder(guestOrder())).outcome, 'accepted');
});

test('placeOrder alongside createOrder of the same order: one order, and placeOrder has its session', async () => {
  const { standIn, guestCheckout } = await setUp();
  const [created, placed] = await Promise.all([guestCheckout.createOrder(guestOrder()), guestCheckout.placeOrder(guestOrder())]);
  assert.deepEqual([created.order.id, placed.order.id, standIn.state.orders.length], [90, 90, 1]);
  assert.equal(placed.session?.id ?? placed.problem?.step, 47, 'a placeOrder without session and without problem would leave the shopper unable to pay');
});

test('a second call that asks for more than the first gets it, or a problem', async () => {
  const { standIn, guestCheckout } = await setUp();
  const [, second] = await Promise.all([
    guestCheckout.placeOrder(guestOrder(), { session: false }),
    guestCheckout.placeOrder(guestOrder(), { sessionStatus: 'opened', track: { items: [line()] } }),
  ]);
  assert.deepEqual([second.outcome, standIn.state.orders.length], ['accepted', 1]);
  const whole = second.session?.status === 'opened' && second.tracking?.statusCode === 0;
  assert.ok(whole || second.problem, 'neither session nor report, and no problem');
});

test('a caller who aborts a shared call does not cause a second order', async () => {
  const { standIn, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 60 });
  const controller = new AbortController();
  const calls = [guestCheckout.placeOrder(guestOrder(), { signal: controller.signal }), guestCheckout.placeOrder(guestOrder())];
  setTimeout(() => controller.abort(), 20);
  for (const { outcome } of await Promise.all(calls)) assert.ok(['accepted', 'unknown'].includes(outcome), outcome);
  await new Promise((done) => { setTimeout(done, 80); });
  assert.deepEqual([standIn.state.orders.length, sent(standIn, 'createOrder')], [1, 1]);
});

test('frozen objects are accepted', async () => {
  const { guestCheckout, ocularOrderTrack } = await setUp();
  const options = deepFreeze({ session: { type: 'session', automaticTaxEnabled: true }, sessionStatus: 'opened', track: { items: [line()] } });
  assert.equal((await guestCheckout.placeOrder(deepFreeze(guestOrder()), options)).problem, undefined);
  assert.equal((await ocularOrderTrack.setBuyOrderState(Object.freeze({ payment_status: 0 }))).statusCode, 0);
});

test("each of the caller's properties is read at most once, and none is written", async () => {
  const reads = new Map();
  const watched = (value, path) => {
    if (value === null || typeof value !== 'object') return value;
    return new Proxy(value, {
      get(target, key) {
        const at = `${path}.${String(key)}`;
        reads.set(at, (reads.get(at) ?? 0) + 1);
        return watched(Reflect.get(target, key), at);
      },
      set: () => assert.fail(`wrote ${path}`),
      defineProperty: () => assert.fail(`defined ${path}`),
      deleteProperty: () => assert.fail(`deleted ${path}`),
      setPrototypeOf: () => assert.fail(`changed ${path}`),
      preventExtensions: () => assert.fail(`froze ${path}`),
    });
  };
  const { guestCheckout, ocularOrderTrack } = await setUp();
  const options = { session: { type: 'session' }, sessionStatus: 'opened', track: { items: [line({ variants: [{ name: 'Color', value: 'Negro' }] })] } };
  const result = await guestCheckout.placeOrder(watched(guestOrder(), 'order'), watched(options, 'options'));
  await guestCheckout.updateSessionById(47, watched({ status: 'closed', paymentUrl: null }, 'update'));
  await ocularOrderTrack.setBuyOrder(watched({ items: [line()] }, 'params'));
  await ocularOrderTrack.setBuyOrderState(watched({ payment_status: 0 }, 'state'));
  assert.deepEqual([result.outcome, result.problem], ['accepted', undefined]);
  for (const path of ['order.formData.0.value', 'options.session.type', 'update.status', 'params.items.0.name', 'state.payment_status']) assert.equal(reads.get(path), 1, path);
  assert.deepEqual([...reads].filter(([, times]) => times > 1), []);
});
