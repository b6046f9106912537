/** Another tab, which the browser has frozen, holds a cart's lock forever. The call ends, and places nothing without the lock. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('../../', import.meta.url));

/** Runs code in a process whose timers are a hundred times as fast. */
async function inHaste(code) {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', `
    const { setTimeout: set } = globalThis;
    globalThis.setTimeout = (callback, ms, ...more) => set(callback, ms / 100, ...more);
    let isFrozen = false;
    const locks = { request: async (name, options, callback) => {
      const isCart = name.startsWith('order-bridge/order/');
      if (!isCart || !isFrozen) return callback({ name });
      return options.ifAvailable ? callback(null) : new Promise(() => {});
    } };
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { onLine: true, language: 'en', locks } });
    const { createStandIn, samples } = await import('./www/standin/index.mjs');
    const { loadOrderBridge } = await import('./pkg/inline.mjs');
    const standIn = createStandIn();
    const { guestCheckout } = await loadOrderBridge({ oneEntry: { url: 'https://shop.example', token: standIn.token }, fetch: standIn.fetch });
    const cart = { storage: 'guest_orders', ...samples.guestOrder() };
    const freeze = () => { isFrozen = true; };
    const said = [];
    const note = ({ outcome, reference, problem }) => said.push([outcome, reference, problem?.code]);
    ${code}
    process.stdout.write(JSON.stringify({ said, orders: standIn.state.orders.length }), () => process.exit());
  `], { cwd, timeout: 30_000 });
  return JSON.parse(stdout);
}

test('placeOrder: notSent when no other order is known', async () => {
  const { said, orders } = await inHaste('freeze(); note(await guestCheckout.placeOrder(cart));');
  assert.deepEqual([said, orders], [[['notSent', null, 'ABORTED']], 0]);
});

test("placeOrder and resume: the reference of the other tab's order when there may be one", async () => {
  const { said, orders } = await inHaste(`
    standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
    note(await guestCheckout.placeOrder(cart));
    freeze();
    note(await guestCheckout.placeOrder(cart));
    note(await guestCheckout.resume(said[0][1]));`);
  const [[, reference]] = said;
  assert.match(reference, /^[0-9a-f-]{36}$/);
  assert.deepEqual(said.map(([outcome, own, code]) => [outcome, own, code]), [['unknown', reference, said[0][2]], ['unknown', reference, 'ABORTED'], ['unknown', reference, 'ABORTED']]);
  assert.equal(orders, 1);
});
