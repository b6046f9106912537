/** The anonymous guest: one id for everything that a bridge sends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samples } from '../../www/standin/index.mjs';
import { guestOrder, setUp, UUID_V4 } from './lib/bridge.mjs';

const guestIds = (standIn) => [...new Set(standIn.state.requests.map(({ headers }) => headers['x-guest-id']))];

test('every request carries the same guest id, and no user', async () => {
  const { standIn, guestCheckout } = await setUp();
  const { value } = await guestCheckout.auth();
  await guestCheckout.prepare();
  await guestCheckout.placeOrder(guestOrder(), { sessionStatus: 'opened' });
  await Promise.all([guestCheckout.getSessionByOrderId(90), guestCheckout.createSession(90)]);
  assert.match(value.userIdentifier, UUID_V4);
  assert.deepEqual(guestIds(standIn), [value.userIdentifier]);
  assert.ok(standIn.state.requests.length >= 5);
  for (const { headers } of standIn.state.requests) assert.equal(headers.authorization, undefined);
  assert.equal(standIn.state.orders[0].owner, `guest:${value.userIdentifier}`);
});

test('concurrent first calls share one id', async () => {
  const { standIn, guestCheckout } = await setUp();
  await Promise.all([1, 2, 3].map((quantity) => guestCheckout.placeOrder(guestOrder({ products: [{ productId: 10, quantity }] }))));
  assert.equal(standIn.state.orders.length, 3);
  assert.equal(guestIds(standIn).length, 1);
});

test('a given id is used', async () => {
  const { standIn, guestCheckout } = await setUp({ guest: { guestId: samples.GUEST_ID } });
  await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual(guestIds(standIn), [samples.GUEST_ID]);
  assert.deepStrictEqual(await guestCheckout.auth(), { ok: true, value: { userIdentifier: samples.GUEST_ID } });
});

test('two bridges are two guests and share nothing', async () => {
  const [a, b] = await Promise.all([setUp(), setUp({ oneEntry: { langCode: 'es_ES' }, ocular: { headers: { 'x-api-key': 'b' } } })]);
  const [first, second] = await Promise.all([a.guestCheckout.placeOrder(guestOrder()), b.guestCheckout.placeOrder(guestOrder())]);
  assert.deepEqual([first.order.id, second.order.id], [90, 90]);
  assert.notEqual(first.reference, second.reference);
  assert.notEqual(guestIds(a.standIn)[0], guestIds(b.standIn)[0]);
  const locales = [a, b].map(({ standIn }) => Object.keys(JSON.parse(standIn.state.requests[0].body).formData));
  assert.deepEqual(locales, [['en_US'], ['es_ES']]);
  a.bridge.dispose();
  assert.equal((await b.guestCheckout.createOrder(guestOrder())).outcome, 'accepted');
});

test('device metadata is sent on POST only, and never changes', async () => {
  const { standIn, guestCheckout } = await setUp();
  await guestCheckout.placeOrder(guestOrder(), { sessionStatus: 'opened' });
  await guestCheckout.getSessionByOrderId(90);
  const received = standIn.state.requests.filter(({ headers }) => 'x-device-metadata' in headers);
  assert.deepEqual(received.map(({ method }) => method), ['POST', 'POST']);
  assert.equal(received[0].headers['x-device-metadata'], received[1].headers['x-device-metadata']);
});
