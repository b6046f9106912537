/** The payment in `<guest-checkout>`: what is due, a new payment page, and looking until the shop knows. */
import assert from 'node:assert/strict';
import { elementTests } from './lib/element-page.mjs';

const on = elementTests();

on('a new payment page is opened with the options of the page', async (page) => {
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

on('a page that opens no payment page offers none', async (page) => {
  await page.inPage('el().session = false;');
  await page.place();
  await page.is('accepted');
  assert.equal(await page.inPage(`return q('#pay-again');`), null);
  await page.inPage(`q('#check-payment').click();`);
  await page.reads('#payment-state', /no payment page/);
  assert.equal(await page.inPage(`return q('#pay-again');`), null);
  assert.equal(page.sent('createSession').length, 0);
});

on('the receipt shows what is due', async (page) => {
  await page.inPage(`el().order = { couponCode: 'SPRING' };`);
  await page.place();
  await page.is('accepted');
  assert.equal(page.standIn.state.orders[0].totalDue, 22.41);
  assert.equal(await page.text('#order-total'), '22.41');
  await page.reload();
  await page.reads('#order-total', /^22\.41$/);
});

on('paid, but the reads of the shop lag: it looks again and again, and does not invite to pay meanwhile', async (page) => {
  await page.place();
  await page.is('accepted');
  // The link is used, the page stays: the payment page opens in another tab.
  await page.inPage(`const link = q('#pay-link'); link.target = '_blank'; link.addEventListener('click', (event) => event.preventDefault()); link.click();`);
  const { paymentSessions } = page.standIn.state;
  const before = page.sent('getSessionByOrderId').length;
  await page.reads('#payment-state', /^Asking whether your payment has arrived…$/);
  assert.equal(await page.inPage(`return q('#pay-link');`), null);
  await page.until(() => page.sent('getSessionByOrderId').length, 'it does not look', (looks) => looks >= before + 3);
  assert.equal(paymentSessions.at(-1).status, 'waiting');
  await page.payPage('pay');
  await page.reads('#payment-state', /^Paid\.$/);
  assert.deepEqual((await page.events()).filter((one) => one.startsWith('payment')).length >= 1, true);
  assert.equal(await page.inPage(`return q('#pay-link') ?? q('#check-payment');`), null);
});

on('not paid after all: the way to pay comes back', async (page) => {
  await page.place();
  await page.is('accepted');
  await page.inPage(`q('#pay-link').addEventListener('click', (event) => event.preventDefault()); q('#pay-link').click();`);
  await page.reads('#payment-state', /^Asking/);
  await page.reads('#payment-state', /^Waiting for your payment\.$/);
  assert.equal(await page.inPage(`return q('#pay-link').className;`), 'button main');
});

on('the page is seen again after the payment elsewhere: it looks by itself', async (page) => {
  await page.place();
  await page.is('accepted');
  await page.payPage('pay');
  await page.inPage(`document.dispatchEvent(new Event('visibilitychange'));`);
  await page.reads('#payment-state', /^Paid\.$/);
  assert.equal(page.standIn.state.orders.length, 1);
});
