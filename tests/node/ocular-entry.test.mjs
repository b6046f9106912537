/** `order-bridge/ocular`: the same reports as in the main entry, without the checkout. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as main from '../../pkg/inline.mjs';
import * as ocular from '../../pkg/ocular-inline.mjs';
import { createStandIn } from '../../pkg/testing.mjs';

const order = (more = {}) => ({ items: [{ name: 'Crema', quantity: 2, price: '2990.00', currency: 'CLP' }], ...more });

async function bridgeOf({ loadOrderBridge }, more = {}) {
  const standIn = createStandIn();
  const bridge = await loadOrderBridge({ fetch: standIn.fetch, timeoutMs: 300, language: 'es', ocular: { baseUrl: 'http://localhost/api/product-management/v1', sessionId: '1536' }, ...more });
  return { bridge, standIn };
}

test('the entry has the names of the main entry, except those of the checkout', async () => {
  assert.deepEqual(Object.keys(ocular).sort(), Object.keys(main).sort());
  const [all, some] = await Promise.all([bridgeOf(main), bridgeOf(ocular)]);
  const names = Object.keys(all.bridge).filter((name) => !['guestCheckout', 'validateGuestOrder'].includes(name));
  assert.deepEqual(Object.keys(some.bridge).sort(), names.sort());
  assert.deepEqual(some.bridge.versions, all.bridge.versions);
  for (const { bridge } of [all, some]) bridge.dispose();
});

test('both entries return, send and emit the same', async () => {
  const stories = await Promise.all([main, ocular].map(async (entry) => {
    const { bridge, standIn } = await bridgeOf(entry);
    const tracked = [];
    bridge.on('tracked', (event) => tracked.push(event));
    standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 403, times: 1 });
    const { setBuyOrder, setBuyOrderState } = bridge.ocularOrderTrack;
    const many = order({ items: Array.from({ length: 600 }, () => order().items[0]) });
    const answers = [];
    for (const params of [order({ external_id: 'A' }), [order(), order({ external_id: 'B' })], order({ external_id: 'C' }), {}, many, null]) answers.push(await setBuyOrder(params));
    answers.push(await setBuyOrderState({ external_id: 'A', payment_status: 0 }));
    const said = [bridge.validateBuyOrder({ items: [{}] }), bridge.validateBuyOrder({ items: [{}] }).messages, bridge.quoteBuyOrder(order()), bridge.encodeBuyOrder(order()), bridge.encodeBuyOrder({})];
    bridge.dispose();
    const requests = standIn.state.requests.map(({ method, path, headers, body }) => ({ method, path, type: headers['content-type'], body }));
    return { answers, said, tracked, requests };
  }));
  assert.deepEqual(stories[1], stories[0]);
  assert.deepEqual([stories[0].requests.length, stories[0].answers.map(({ statusCode }) => statusCode)], [7, [0, 0, 0, 2, 0, 2, 0]], 'the refused report is sent again');
});

test('the option oneEntry is refused with the name of the entry', async () => {
  await assert.rejects(bridgeOf(ocular, { oneEntry: { url: 'https://my-project.oneentry.cloud', token: 't' } }), ({ code, message }) => code === 'CONFIG' && /oneEntry.*order-bridge\/ocular/.test(message));
});

test('its wasm has no code for orders and payments', async () => {
  const bytes = (await readFile(new URL('../../pkg/order_bridge_ocular_bg.wasm', import.meta.url))).toString('latin1');
  for (const word of ['orders-storage', 'payments/sessions', 'x-guest-id', 'formData']) assert.ok(!bytes.includes(word), word);
  assert.ok(bytes.includes('SessionOrderControllerValidator'));
});

test('the wasm of the main entry is refused', async () => {
  const fresh = await import('../../pkg/ocular.mjs');
  const other = await readFile(new URL('../../pkg/order_bridge_bg.wasm', import.meta.url));
  await assert.rejects(fresh.loadOrderBridge({ wasm: other }), { code: 'INTEGRITY' });
  const bridge = await fresh.loadOrderBridge({ wasm: await readFile(new URL('../../pkg/order_bridge_ocular_bg.wasm', import.meta.url)) });
  assert.equal(bridge.validateBuyOrder(order()).valid, true);
  bridge.dispose();
});
