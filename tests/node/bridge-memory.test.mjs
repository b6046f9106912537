/** What calls leave behind in the wasm: no value that JavaScript passed in, and no timer's promise. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { samples } from '../../www/standin/index.mjs';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Every wasm instance, so that the test can inspect its exports. */
const instances = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const made = await instantiate(...args);
  instances.push(made.instance ?? made);
  return made;
};
const { guestOrder, setUp, sharedGuest } = await import('./lib/bridge.mjs');

/** Counts the used entries of the wasm's tables after garbage collection. */
async function handles() {
  for (let i = 0; i < 5; i += 1) {
    await new Promise((done) => { setTimeout(done, 10); });
    collect();
  }
  const tables = instances.flatMap(({ exports }) => Object.values(exports)).filter((value) => value instanceof WebAssembly.Table);
  assert.ok(tables.length > 0, 'the wasm has tables');
  let used = 0;
  for (const table of tables) for (let i = 0; i < table.length; i += 1) used += table.get(i) == null ? 0 : 1;
  return used;
}

let quantity = 0;
const order = () => guestOrder({ products: [{ productId: 10, quantity: (quantity += 1) }], paymentAccountIdentifier: 'stripe' });

test('checkouts, reports and reads release every handle', async () => {
  const { guestCheckout, ocularOrderTrack, standIn } = await setUp({ guest: sharedGuest(), timeoutMs: 600_000 });
  const work = async () => {
    for (let i = 0; i < 10; i += 1) {
      assert.equal((await guestCheckout.placeOrder(order(), { track: { items: [samples.buyOrder().items[0]] }, signal: new AbortController().signal })).outcome, 'accepted');
      assert.equal((await ocularOrderTrack.setBuyOrder(samples.buyOrder())).statusCode, 0);
      assert.ok((await guestCheckout.getAccounts()).ok);
    }
  };
  await work();
  const before = await handles();
  await work();
  assert.equal(await handles(), before);
  assert.equal(standIn.state.orders.length, 20);
});

test('aborted and timed-out calls release every handle', async () => {
  const { guestCheckout, standIn } = await setUp({ timeoutMs: 50 });
  const work = async () => {
    for (let i = 0; i < 5; i += 1) {
      standIn.faults.add({ route: 'createOrder', fault: 'hang' });
      assert.equal((await guestCheckout.placeOrder(order())).outcome, 'unknown');
      const controller = new AbortController();
      const preview = guestCheckout.preview({ products: order().products }, { signal: controller.signal });
      controller.abort();
      assert.equal((await preview).ok, false);
    }
  };
  await work();
  const before = await handles();
  await work();
  assert.equal(await handles(), before);
});
