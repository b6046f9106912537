/** The main case: a guest order is placed and reported, checked in the page and at the services. */
import assert from 'node:assert/strict';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();
const SHARED = { guest: 'shared' };

test('a filled form and one press: one order, one session with its status, one report', async (shop) => {
  await shop.set(SHARED);
  await shop.ready();
  await shop.type();
  await shop.press();
  await shop.placed();

  const { orders, paymentSessions, reports } = shop.standIn.state;
  assert.equal(orders.length, 1);
  assert.equal(await shop.text('#order-number'), String(orders[0].id));
  assert.equal(await shop.text('#order-total'), '$24.90');
  assert.equal(await shop.text('#receipt-title'), 'Thank you, your order is placed');
  assert.deepEqual([orders[0].owner, orders[0].storage, orders[0].paymentAccountIdentifier], ['user:16', 'guest_orders', 'cash']);
  assert.deepEqual(orders[0].formData, {
    en_US: [
      { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
      { marker: 'guest_phone', type: 'string', value: '+18005000500' },
      { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
      { marker: 'order_reference', type: 'string', value: orders[0].formData.en_US[3].value },
    ],
  });
  assert.match(orders[0].formData.en_US[3].value, /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  assert.deepEqual(paymentSessions.map(({ orderId, status }) => [orderId, status]), [[orders[0].id, 'guest_completed']]);
  assert.deepEqual(reports.map(({ session, body, answer }) => [session, body.external_id, answer.statusCode ?? JSON.parse(answer.text).statusCode]), [['1536', String(orders[0].id), 0]]);
  assert.match(await shop.text('#payment-state'), /directly/);
  assert.equal(await shop.hasForm(), false);
  await shop.reads('#got-orders', new RegExp(`Order ${orders[0].id}`));
  await shop.reads('#agent', /^Order 90 · attention 1536\s+not paid yet\s[^]*Linen tote bag\s[^]*1 × \$24\.90\s[^]*Total in USD\s+\$24\.90$/m);
  assert.deepEqual([await shop.text('#got-reports-count'), await shop.text('#got-refused-count')], ['1', '0']);
});

test('an anonymous guest orders without signing in', async (shop) => {
  await shop.order();
  await shop.placed();
  assert.match(shop.standIn.state.orders[0].owner, /^guest:[0-9a-f-]{36}$/);
  assert.deepEqual(shop.sent('auth'), []);
});

test('without the hidden input nothing is reported', async (shop) => {
  const inputs = () => shop.inPage(`return [...document.querySelectorAll('input[name="ocular_session_id"]')].map(({ value }) => value);`);
  assert.deepEqual(await inputs(), ['1536']);
  await shop.press('#attention');
  assert.deepEqual(await inputs(), []);
  await shop.order();
  await shop.placed();
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.deepEqual(shop.standIn.state.reports, []);
});

test('a double click places one order', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 500 });
  await shop.fill();
  const at = await shop.inPage(`
    q('#place-order').scrollIntoView({ block: 'center' });
    const { left, top, width, height } = q('#place-order').getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };`);
  await shop.driver.actions().move(at).doubleClick().perform();
  await shop.pressAnyway();
  await shop.placed();
  await shop.pressAnyway();
  await new Promise((done) => { setTimeout(done, 200); });
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(shop.sent('createOrder').length, 1);
});

test('a reload shows the placed order and does not place it again; a new order takes a button press', async (shop) => {
  await shop.order();
  await shop.placed();
  await shop.load();
  await shop.reads('#order-number', /^90$/);
  await shop.reads('#payment-state', /directly/);
  assert.equal(await shop.hasForm(), false);
  await shop.press('#new-order');
  await shop.is('ready');
  assert.equal(await shop.inPage(`return q('#field-guest_name').value;`), '', 'the previous shopper\'s details are still in the form');
  await shop.add(1);
  await shop.fill();
  await shop.press();
  await shop.reads('#order-number', /^91$/);
  assert.deepEqual(shop.standIn.state.orders.map(({ id }) => id), [90, 91]);
});

test('the same cart in a second tab: no second order, and the page says that the order was placed before', async (shop) => {
  await shop.fill();
  await shop.inSecondTab(async () => {
    await shop.order();
    await shop.reads('#order-number', /^90$/);
  });
  await shop.press();
  await shop.reads('#receipt-title', /^This is the order that you placed before$/);
  assert.equal(await shop.text('#order-number'), '90');
  assert.match(await shop.text('#origin'), /No second order was placed/);
  assert.equal(await shop.said(), 'Order 90 was placed before. No second order was placed.');
  assert.equal(shop.sent('createOrder').length, 1);
  await shop.load();
  await shop.reads('#receipt-title', /placed before/);
});

test('without a reference field in the form, no reference is sent', async (shop) => {
  await shop.set({ referenceMarker: '' });
  await shop.ready();
  await shop.order();
  await shop.placed();
  assert.deepEqual(shop.standIn.state.orders[0].formData.en_US.map(({ marker }) => marker), ['guest_name', 'guest_phone', 'guest_email']);
});

test('a slow response: the page says what it is doing, and later that it takes longer than usual', async (shop) => {
  shop.skipPauses();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 7000 });
  await shop.order();
  await shop.says(/^Sending your order…$/);
  assert.equal(await shop.text('#place-order'), 'Placing your order…');
  assert.equal((await shop.steps()).at(-1), 'createOrder start');
  assert.equal(await shop.focused(), 'place-order');
  await shop.says(/takes longer than usual/);
  await shop.placed();
  await shop.says(/^Order 90 is placed\.$/);
  assert.equal(await shop.focused(), 'receipt-title');
});

test('a reload while the order is being placed: the order is found, and placed only once', async (shop) => {
  shop.skipPauses();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 1500, commit: true });
  await shop.order();
  await shop.is('placing');
  await shop.wait(() => shop.standIn.state.orders.length === 1, 'there is no order');
  await shop.load();
  await shop.reads('#order-number', /^90$/);
  assert.equal(shop.sent('createOrder').length, 1);
  assert.equal(shop.standIn.state.orders.length, 1);
});
