/**
 * Runs before each example in Node. It replaces the network with a stand-in, gives the page a video attention, and defines
 * the globals that the examples use (ambient.d.ts has their types). It places one order and loses the answer to another one.
 * On exit it prints what else reached the services, and how much the example showed.
 */
import { loadOrderBridge } from 'order-bridge';
import { createStandIn, samples } from 'order-bridge/testing';

const APP_TOKEN = 'your-app-token';
const standIn = createStandIn({ tokens: [APP_TOKEN] });
const own = [];
globalThis.fetch = standIn.fetch;
globalThis.document = { querySelectorAll: () => [{ value: '1536' }] };

const bridge = await loadOrderBridge({ oneEntry: { url: 'https://my-project.oneentry.cloud', token: APP_TOKEN }, language: 'en' });
const order = { storage: 'guest_orders', ...samples.guestOrder() };
const { items } = samples.buyOrder();
const placed = await bridge.guestCheckout.placeOrder({ ...order, products: [{ productId: 146, quantity: 1 }] });
standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
const lost = await bridge.guestCheckout.placeOrder({ ...order, products: [{ productId: 146, quantity: 2 }] });
if (placed.outcome !== 'accepted' || lost.outcome !== 'unknown') throw new Error('the set-up of the examples failed');
const before = standIn.state.orders.length;
console.assert = (isTrue) => { if (!isTrue) throw new Error('an assertion of an example failed'); };

Object.assign(globalThis, { APP_TOKEN, bridge, order, items, placed, show: (...shown) => own.push(...shown) });
process.on('exit', () => {
  const { orders, reports } = standIn.state;
  process.stdout.write(`\n${JSON.stringify({ orders: orders.length - before, reports: reports.length, shown: own.length })}\n`);
});
