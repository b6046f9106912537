/** Orders that are paid on a hosted page: away from the shop and back. */
import assert from 'node:assert/strict';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();

async function placeWith(shop, account) {
  await shop.order(account);
  await shop.placed();
}

const onThePayPage = (shop) => shop.wait(() => shop.inPage('return location.origin === arguments[0] && document.querySelector("button.pay") !== null;', shop.servicesUrl), 'the payment page did not load');

/** Follows the payment link and presses a button there. */
async function atPayment(shop, action) {
  await shop.press('#pay-link');
  await onThePayPage(shop);
  await (await shop.driver.findElement({ css: `button[value="${action}"]` })).click();
  await shop.ready();
  await shop.placed();
}

test('card: paid on the hosted page, and back: the shop shows the payment and reports it to Ocular', async (shop) => {
  await placeWith(shop, 'stripe');
  assert.match(await shop.text('#payment-state'), /Waiting for your payment/);
  await atPayment(shop, 'pay');
  await shop.reads('#payment-state', /^Paid\.$/);
  assert.equal(await shop.text('#receipt-title'), 'Thank you, your order is paid');
  assert.equal(await shop.text('#order-number'), '90');
  assert.equal(await shop.inPage('return location.search;'), '');
  assert.deepEqual(shop.standIn.state.paymentSessions.map(({ status }) => status), ['completed']);
  assert.deepEqual(shop.standIn.state.ocularOrders.map(({ external_id, payment_status }) => [external_id, payment_status]), [['90', 0]]);
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(await shop.hasForm(), false);
});

test('the payment state is read from the project, not from the address', async (shop) => {
  await placeWith(shop, 'stripe');
  await shop.load(`${shop.pageUrl}/?payment=success`);
  await shop.placed();
  await shop.reads('#payment-state', /Waiting for your payment/);
  assert.equal(await shop.text('#receipt-title'), 'Thank you, your order is placed');
});

for (const [action, status, words] of [['decline', 'canceled', /Declined or canceled\. Nothing was paid\./], ['expire', 'expired', /has expired\. Nothing was paid\./]]) {
  test(`a payment that ends with ${action}: the order stands, and a new payment page is offered instead of a second order`, async (shop) => {
    await placeWith(shop, 'stripe');
    await atPayment(shop, action);
    await shop.reads('#payment-state', words);
    assert.equal(await shop.text('#receipt-title'), 'Your order is placed, but not paid');
    assert.deepEqual(shop.standIn.state.ocularOrders.map(({ payment_status }) => payment_status), [1]);
    await shop.press('#pay-again');
    await shop.appears('#pay-link');
    assert.equal(await shop.focused(), 'receipt-title');
    await atPayment(shop, 'pay');
    await shop.reads('#receipt-title', /is paid/);
    assert.deepEqual(shop.standIn.state.paymentSessions.map((session) => session.status), [status, 'completed']);
    assert.equal(shop.standIn.state.orders.length, 1);
  });
}

test('PayPal: the shop waits for a payment page that becomes available later', async (shop) => {
  await placeWith(shop, 'paypal');
  const [{ id }] = shop.standIn.state.paymentSessions;
  assert.equal(await shop.attribute('#pay-link', 'href'), `${shop.servicesUrl}/standin/pay/${id}`);
});

test('the back button on the payment page: the order is still there, awaits payment, and is not placed again', async (shop) => {
  await placeWith(shop, 'stripe');
  await shop.press('#pay-link');
  await onThePayPage(shop);
  await shop.driver.navigate().back();
  await shop.ready();
  await shop.reads('#payment-state', /^Asking whether your payment has arrived…$/);
  assert.equal(await shop.inPage(`return q('#pay-link');`), null, 'no payment is offered while the state is checked');
  await shop.press('#check-payment');
  await shop.reads('#payment-state', /Waiting for your payment/);
  await shop.reads('#pay-link', /payment page/);
  assert.equal(await shop.hasForm(), false);
  await shop.pressAnyway();
  assert.equal(shop.sent('createOrder').length, 1);
});

test('the back button after the payment: the order stays paid, and is placed and paid only once', async (shop) => {
  await placeWith(shop, 'stripe');
  await atPayment(shop, 'pay');
  await shop.driver.navigate().back();
  // Restored from the back/forward cache, the payment page still has its button. Pressing it must not pay twice.
  const [again] = await shop.driver.findElements({ css: 'button.pay' });
  if (again) {
    await again.click();
    await shop.ready();
  }
  await shop.load();
  await shop.reads('#payment-state', /^Paid\.$/);
  assert.equal(await shop.hasForm(), false);
  assert.equal(shop.sent('createOrder').length, 1);
  assert.deepEqual(shop.standIn.state.paymentSessions.map(({ status }) => status), ['completed']);
});
