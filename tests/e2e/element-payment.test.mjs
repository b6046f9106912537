/** The payment in `<guest-checkout>`: the amount due, a new payment page, and polling until the shop knows the result. */
import assert from 'node:assert/strict';
import { elementTests } from './lib/element-page.mjs';

const on = elementTests();

on('a new payment page is opened with the session options of the page', async (page) => {
  await page.inPage(`el().session = { type: 'session', automaticTaxEnabled: true };`);
  await page.place();
  await page.is('accepted');
  await page.payPage('expire');
  await page.inPage(`q('#check-payment').click();`);
  await page.reads('#pay-again', /new payment page/);
  await page.inPage(`q('#pay-again').click();`);
  await page.reads('#payment-state', /^Waiting for your payment\.$/);
  assert.deepEqual(page.sent('createSession').map(({ body }) => JSON.parse(body).automaticTaxEnabled), [true, true]);
});

on('with payment pages turned off, none is offered', async (page) => {
  await page.inPage('el().session = false;');
  await page.place();
  await page.is('accepted');
  assert.equal(await page.inPage(`return q('#pay-again');`), null);
  await page.inPage(`q('#check-payment').click();`);
  await page.reads('#payment-state', /no payment page/);
  assert.equal(await page.inPage(`return q('#pay-again');`), null);
  assert.equal(page.sent('createSession').length, 0);
});

on('the receipt shows the amount due', async (page) => {
  await page.inPage(`el().order = { couponCode: 'SPRING' };`);
  await page.place();
  await page.is('accepted');
  assert.equal(page.standIn.state.orders[0].totalDue, 22.41);
  assert.equal(await page.text('#order-total'), '22.41');
  await page.reload();
  await page.reads('#order-total', /^22\.41$/);
});

on('a price that has changed is shown to the shopper in her language, and to the page in English', async (page) => {
  await page.inPage(`el().lang = 'es'; window.warned = []; addEventListener('order-accepted', ({ detail }) => warned.push(...detail.warnings.map(({ code, message }) => code + ': ' + message)));`);
  await page.inPage('return bridge.guestCheckout.preview({ products: el().products }).then(({ ok }) => ok);');
  page.standIn.faults.add({ route: 'createOrder', fault: 'status', status: 201, body: { id: 777, totalSum: 99.9, currency: '' } });
  await page.place();
  await page.is('accepted');
  assert.equal(await page.text('[data-code]'), 'El precio ha cambiado desde que lo viste. El total de tu pedido aparece abajo.');
  assert.match(await page.text('#order-total'), /99/);
  assert.deepEqual(await page.inPage('return warned;'), ['TOTAL_CHANGED: The preview said 24.9, but the placed order costs 99.9.']);
});

on('paid, but the shop\'s reads lag: the element keeps polling and offers no payment meanwhile', async (page) => {
  await page.place();
  await page.is('accepted');
  // The link is clicked but the page stays open, as if the payment page opened in another tab.
  await page.inPage(`const link = q('#pay-link'); link.target = '_blank'; link.addEventListener('click', (event) => event.preventDefault()); link.click();`);
  const { paymentSessions } = page.standIn.state;
  const before = page.sent('getSessionByOrderId').length;
  await page.reads('#payment-state', /^Asking whether your payment has arrived…$/);
  assert.equal(await page.inPage(`return q('#pay-link');`), null);
  await page.until(() => page.sent('getSessionByOrderId').length, 'the element does not poll', (looks) => looks >= before + 3);
  assert.equal(paymentSessions.at(-1).status, 'waiting');
  await page.payPage('pay');
  await page.reads('#payment-state', /^Paid\.$/);
  assert.deepEqual((await page.events()).filter((one) => one.startsWith('payment')).length >= 1, true);
  assert.equal(await page.inPage(`return q('#pay-link') ?? q('#check-payment');`), null);
});

on('not paid after all: the payment link returns', async (page) => {
  await page.place();
  await page.is('accepted');
  await page.inPage(`q('#pay-link').addEventListener('click', (event) => event.preventDefault()); q('#pay-link').click();`);
  await page.reads('#payment-state', /^Asking/);
  await page.reads('#payment-state', /^Waiting for your payment\.$/);
  assert.equal(await page.inPage(`return q('#pay-link').className;`), 'button main');
});

on('the page becomes visible again after a payment in another tab: it checks automatically', async (page) => {
  await page.place();
  await page.is('accepted');
  await page.payPage('pay');
  await page.inPage(`document.dispatchEvent(new Event('visibilitychange'));`);
  await page.reads('#payment-state', /^Paid\.$/);
  assert.equal(page.standIn.state.orders.length, 1);
});
