/** Detached functions, events, disposal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, line, setUp } from './lib/bridge.mjs';

test('every function works detached', async () => {
  const { standIn, bridge } = await setUp();
  const { validateBuyOrder, validateBuyOrderState, validateGuestOrder, on, dispose } = bridge;
  const { setBuyOrder, setBuyOrderState } = bridge.ocularOrderTrack;
  const { prepare, placeOrder, createOrder, auth, createSession, updateSessionById, getSessionByOrderId } = bridge.guestCheckout;
  const heard = [];
  const off = on('tracked', (event) => heard.push(event));
  assert.equal((await setBuyOrder({ items: [line()] })).statusCode, 0);
  assert.equal((await setBuyOrderState({ payment_status: 0 })).statusCode, 0);
  await prepare();
  assert.ok((await auth()).ok);
  assert.equal((await createOrder(guestOrder())).order.id, 90);
  assert.equal((await placeOrder(guestOrder({ products: [{ productId: 10, quantity: 2 }] }))).order.id, 91);
  assert.ok((await createSession(90)).ok);
  assert.ok((await updateSessionById(47, { status: 'opened' })).ok);
  assert.ok((await getSessionByOrderId(90)).ok);
  for (const validate of [validateBuyOrder, validateBuyOrderState, validateGuestOrder]) assert.equal(validate(7).valid, false);
  off();
  await setBuyOrder({ items: [line()] });
  assert.equal(heard.length, 2);
  assert.equal(standIn.state.orders.length, 2);
  dispose();
});

test('a page cannot change the objects that it holds', async () => {
  const { bridge } = await setUp();
  for (const object of [bridge, bridge.ocularOrderTrack, bridge.guestCheckout, bridge.versions]) assert.ok(Object.isFrozen(object));
});

test('steps, reports and warnings are passed to every listener', async () => {
  const warned = [];
  const { standIn, bridge, guestCheckout, ocularOrderTrack } = await setUp({ onWarning: (warning) => warned.push(warning) });
  standIn.change({ updateSessionRoute: false });
  const heard = { step: [], tracked: [], warning: [] };
  for (const type of Object.keys(heard)) bridge.on(type, (event) => heard[type].push(event));
  const own = [];
  const result = await guestCheckout.placeOrder(guestOrder({ note: 'unknown' }), { sessionStatus: 'opened', track: { items: [line()] }, onStep: (event) => own.push(event) });

  assert.deepStrictEqual(heard.step, own);
  for (const event of own) assert.deepEqual(Object.keys(event).sort(), ['reference', 'state', 'step']);
  assert.deepEqual([...new Set(own.map(({ reference }) => reference))], [result.reference]);
  const states = (name) => own.filter(({ step }) => step === name).map(({ state }) => state);
  assert.deepEqual(['validate', 'createOrder', 'createSession', 'updateSession', 'track'].map(states), [...Array(3).fill(['start', 'done']), ['start', 'failed'], ['start', 'done']]);
  assert.deepEqual(heard.warning, warned);
  assert.deepEqual(warned, result.warnings);
  assert.deepEqual(warned.map(({ code }) => code).sort(), ['SESSION_UPDATE_UNSUPPORTED', 'UNKNOWN_PROPERTY']);

  await ocularOrderTrack.setBuyOrder({ external_id: 'A', items: [line()] });
  await ocularOrderTrack.setBuyOrder({ items: [line()] });
  await ocularOrderTrack.setBuyOrder({ items: [] });
  assert.deepEqual(heard.tracked.map(({ externalId, response }) => [externalId, response.statusCode]), [['90', 0], ['A', 0], [null, 0], [null, 2]]);
});

test('a step that fails is reported as failed', async () => {
  for (const [route, step] of [['createOrder', 'createOrder'], ['createSession', 'createSession']]) {
    const { standIn, guestCheckout } = await setUp();
    standIn.faults.add({ route, fault: 'status', status: 400 });
    const received = [];
    await guestCheckout.placeOrder(guestOrder(), { onStep: (event) => received.push(`${event.step} ${event.state}`) });
    assert.deepEqual(received.slice(-2), [`${step} start`, `${step} failed`]);
  }
  const { guestCheckout } = await setUp();
  const received = [];
  await guestCheckout.placeOrder({}, { onStep: (event) => received.push(`${event.step} ${event.state}`) });
  assert.deepEqual(received, ['validate start', 'validate failed']);
});

test('listeners are removed one by one', async () => {
  const { bridge, ocularOrderTrack } = await setUp();
  const heard = [];
  const off = bridge.on('tracked', () => heard.push('first'));
  bridge.on('tracked', () => heard.push('second'));
  off();
  off();
  await ocularOrderTrack.setBuyOrder({ items: [line()] });
  assert.deepEqual(heard, ['second']);
});

test('a callback that throws does no harm', async () => {
  const { guestCheckout } = await setUp();
  const result = await guestCheckout.placeOrder(guestOrder(), { onStep: () => { throw new Error('mine'); } });
  assert.deepEqual([result.outcome, result.problem], ['accepted', undefined]);
});

test('a listener may call the bridge', async () => {
  const { standIn, bridge, guestCheckout } = await setUp();
  const inner = [];
  const result = await guestCheckout.placeOrder(guestOrder(), {
    onStep: ({ step, state }) => {
      assert.ok(bridge.validateGuestOrder(guestOrder()).valid);
      if (step === 'createSession' && state === 'start') inner.push(guestCheckout.createOrder(guestOrder({ products: [{ productId: 1, quantity: 1 }] })));
    },
  });
  assert.equal(result.order.id, 90);
  assert.equal((await inner[0]).order.id, 91);
  assert.equal(standIn.state.orders.length, 2);
});

test('after dispose every call reports DISPOSED', async () => {
  const { standIn, bridge, guestCheckout, ocularOrderTrack } = await setUp();
  bridge.dispose();
  bridge.dispose();
  const disposed = { name: 'OrderBridgeError', code: 'DISPOSED' };
  const calls = { prepare: [], placeOrder: [guestOrder()], createOrder: [guestOrder()], auth: [], createSession: [90], updateSessionById: [47, { status: 'a' }], getSessionByOrderId: [90] };
  for (const [name, args] of Object.entries(calls)) await assert.rejects(guestCheckout[name](...args), disposed, name);
  for (const name of ['validateBuyOrder', 'validateBuyOrderState', 'validateGuestOrder']) assert.throws(() => bridge[name]({}), disposed, name);
  assert.throws(() => bridge.on('step', () => {}), disposed);
  for (const answer of [await ocularOrderTrack.setBuyOrder({ items: [line()] }), await ocularOrderTrack.setBuyOrderState({ payment_status: 0 })]) {
    assert.deepEqual([answer.statusCode, answer.code], [1, 'DISPOSED'], 'these two never reject');
  }
  assert.equal(standIn.state.requests.length, 0);
});

test('a call in flight outlives dispose and returns the outcome of its order', async () => {
  const { standIn, bridge, guestCheckout } = await setUp();
  standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 40 });
  const heard = [];
  bridge.on('step', (event) => heard.push(event));
  const placing = guestCheckout.placeOrder(guestOrder());
  setTimeout(() => bridge.dispose(), 15);
  const result = await placing;
  assert.deepEqual([result.outcome, standIn.state.orders.length], ['accepted', 1]);
  assert.ok(heard.every(({ step }) => ['validate', 'createOrder'].includes(step)), 'listeners receive nothing after dispose');
});

test('a bridge may be disposed of from its own event', async () => {
  const { bridge, guestCheckout } = await setUp();
  const result = await guestCheckout.placeOrder(guestOrder(), { onStep: () => bridge.dispose() });
  assert.equal(result.outcome, 'accepted');
});

test('on accepts only functions', async () => {
  const { bridge } = await setUp();
  for (const listener of [undefined, null, 7, {}]) assert.throws(() => bridge.on('step', listener), { name: 'OrderBridgeError', code: 'CONFIG' });
});
