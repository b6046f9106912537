/** The wasm traps in the middle of calls: pending calls get a typed answer, and the next call works. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { createStandIn, samples } from '../../www/standin/index.mjs';
import { guestOrder } from './lib/bridge.mjs';

// More memory than the wasm may ever have.
const HUGE = 'x'.repeat(300 * 1024 * 1024);
const URL = 'http://localhost:1';

async function shop() {
  const standIn = createStandIn();
  const bridge = await loadOrderBridge({
    fetch: standIn.fetch,
    oneEntry: { url: URL, token: standIn.token },
    ocular: { baseUrl: `${URL}/api/product-management/v1`, sessionId: '1536' },
  });
  return { standIn, bridge };
}

const crash = (bridge) => assert.throws(() => bridge.validateBuyOrder({ items: [{ name: HUGE }] }), { name: 'OrderBridgeError', code: 'INTERNAL' });

test('a call in which the wasm traps throws a typed error, and the next call works', async (t) => {
  const { bridge, standIn } = await shop();
  t.after(() => bridge.dispose());
  for (let round = 0; round < 3; round += 1) {
    crash(bridge);
    assert.equal(bridge.validateBuyOrder(samples.buyOrder()).valid, true);
  }
  assert.equal((await bridge.guestCheckout.placeOrder(guestOrder())).outcome, 'accepted');
  assert.equal(standIn.state.orders.length, 1);
});

test('pending calls are answered, and none of them claims that nothing was sent', async (t) => {
  const { bridge, standIn } = await shop();
  t.after(() => bridge.dispose());
  standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 300, commit: true });
  const placing = bridge.guestCheckout.placeOrder(guestOrder());
  const reading = bridge.guestCheckout.getAccounts();
  const reporting = bridge.ocularOrderTrack.setBuyOrder(samples.buyOrder());
  await new Promise((done) => { setTimeout(done, 100); });
  const late = bridge.guestCheckout.preview({ products: guestOrder().products });
  crash(bridge);
  const lost = await placing;
  assert.equal(lost.outcome, 'unknown');
  assert.equal(lost.problem.code, 'INTERNAL');
  assert.match(lost.problem.message, /may have been placed/);
  assert.equal((await reading).ok, true, 'it had completed before the trap');
  assert.equal((await reporting).statusCode, 0);
  assert.deepEqual(await late, { ok: false, problem: { code: 'INTERNAL', message: 'The checkout on this page had a fault.', retryable: false } });
  await new Promise((done) => { setTimeout(done, 400); });
  assert.equal(standIn.state.orders.length, 1);
  assert.equal(bridge.validateBuyOrder(samples.buyOrder()).valid, true);
});

test('another bridge of the page keeps working', async (t) => {
  const [one, two] = [await shop(), await shop()];
  t.after(() => [one, two].forEach(({ bridge }) => bridge.dispose()));
  crash(one.bridge);
  assert.equal((await two.bridge.guestCheckout.placeOrder(guestOrder())).outcome, 'accepted');
  assert.equal((await one.bridge.ocularOrderTrack.setBuyOrder(samples.buyOrder())).statusCode, 0);
  one.bridge.dispose();
  assert.throws(() => one.bridge.validateBuyOrder({}), { code: 'DISPOSED' });
});

test('a bridge may be disposed of after the wasm has trapped', async () => {
  const { bridge } = await shop();
  crash(bridge);
  bridge.dispose();
  bridge.dispose();
});
