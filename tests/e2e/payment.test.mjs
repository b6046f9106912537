/** Orders that are paid on a hosted page: out of the shop and back again. */
import assert from 'node:assert/strict';
import { shopTests } from './shop.mjs';

const test = shopTests();

async function placeWith(shop, account) {
  await shop.fill();
  await shop.pay(account);
  await shop.press();
  await shop.appears('#order-number');
}

/** Follows the payment link and presses a button there. */
async function atPayment(shop, action) {
  await shop.press('#pay-link');
  await shop.appears(`button[value="${action}"]`);
  assert.equal(await shop.inPage('return location.origin;'), shop.servicesUrl);
  await shop.press(`button[value="${action}"]`);
  await shop.ready();
  await shop.appears('#order-number');
}

test('card: the hosted page, paid, and back: the page shows the completed session', async (shop) => {
  await placeWith(shop, 'card');
  assert.match(await shop.text('#session-status'), /Waiting for your payment\. waiting/);
  assert.ok((await shop.steps()).includes('updateSession skipped'));
  await atPayment(shop, 'pay');
  assert.match(await shop.text('#session-status'), /Paid\. completed/);
  assert.equal(await shop.text('#result-title'), 'Order paid');
  assert.equal(await shop.text('#order-number'), '90');
  assert.equal(await shop.inPage('return location.search;'), '');
  assert.deepEqual(shop.standIn.state.paymentSessions.map(({ status }) => status), ['completed']);
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(await shop.isDisabled(), true);
});

test('what the address claims is not believed: the state is read from the project', async (shop) => {
  await placeWith(shop, 'card');
  await shop.driver.get(`${shop.pageUrl}/?payment=success`);
  await shop.appears('#order-number');
  assert.match(await shop.text('#session-status'), /waiting/);
  assert.equal(await shop.text('#result-title'), 'Order placed');
});

test('a declined payment: the order stands, and gets a new payment page instead of a second order', async (shop) => {
  await placeWith(shop, 'card');
  await atPayment(shop, 'decline');
  assert.match(await shop.text('#session-status'), /Nothing was paid\. canceled/);
  assert.equal(await shop.text('#result-title'), 'Order placed, not paid');
  await shop.press('#pay-again');
  await shop.appears('#pay-link');
  await atPayment(shop, 'pay');
  assert.equal(await shop.text('#result-title'), 'Order paid');
  assert.deepEqual(shop.standIn.state.paymentSessions.map(({ status }) => status), ['canceled', 'completed']);
  assert.equal(shop.standIn.state.orders.length, 1);
});

test('PayPal: the payment page that comes later is waited for', async (shop) => {
  await placeWith(shop, 'paypal');
  const [{ id }] = shop.standIn.state.paymentSessions;
  assert.equal(await shop.find('#pay-link').getAttribute('href'), `${shop.servicesUrl}/standin/pay/${id}`);
});
