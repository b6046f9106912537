/** What goes wrong: told apart in words, nothing lost, nothing ordered twice. */
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { shopTests } from './shop.mjs';

const test = shopTests();

const invalid = (shop) => shop.inPage(`return [...document.querySelectorAll('[aria-invalid="true"]')].map(({ id }) => id);`);
const focused = (shop) => shop.inPage('return document.activeElement.id;');
const values = (shop) => shop.inPage(`return ['guest_name', 'guest_phone', 'guest_email'].map((id) => document.getElementById(id).value);`);

test('an empty form shows what is missing beside each field and sends nothing', async (shop) => {
  await shop.press();
  assert.deepEqual(await invalid(shop), ['guest_name', 'guest_phone', 'guest_email']);
  for (const id of await invalid(shop)) {
    assert.equal(await shop.find(`#${id}`).getAttribute('aria-describedby'), `${id}-error`);
    assert.match(await shop.text(`#${id}-error`), /^Enter /);
  }
  assert.equal(await focused(shop), 'guest_name');
  assert.match(await shop.text('#status'), /^Nothing was sent: 3 entries need/);
  assert.match(await shop.driver.getTitle(), /^Error: /);
  assert.deepEqual(shop.standIn.state.requests.filter(({ path }) => !path.endsWith('/products/ids')), []);

  await shop.type({ guest_name: 'Christina Thomas', guest_email: 'guest@' });
  assert.deepEqual(await invalid(shop), ['guest_phone', 'guest_email']);
  await shop.type({ guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' });
  assert.deepEqual(await invalid(shop), []);
  await shop.press();
  await shop.appears('#order-number');
});

test('a wrong entry is told when moving on, and never moves the button away from a press', async (shop) => {
  await shop.press('#guest_name');
  await shop.driver.actions().sendKeys('C', Key.TAB, '12').perform();
  assert.deepEqual(await invalid(shop), ['guest_name']);
  await shop.press();
  assert.deepEqual(await invalid(shop), ['guest_name', 'guest_phone', 'guest_email']);
});

test('an empty cart is told and not sent', async (shop) => {
  await shop.fill();
  await shop.press('button[aria-label="One Linen tote bag less"]');
  await shop.press();
  assert.match(await shop.text('#products-error'), /at least one product/);
  assert.deepEqual(shop.sent('createOrder'), []);
});

test('a lost answer: not known, never ordered a second time, not even after a reload', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await shop.fill();
  await shop.press();
  await shop.appears('#reference');
  const check = async () => {
    const words = await shop.text('#result');
    assert.match(words, /Not known yet/);
    assert.match(words, /may have been placed/);
    assert.doesNotMatch(words, /\b(again|retry|try|resend|another order)\b/i);
    assert.equal(await shop.isDisabled(), true);
    assert.equal(await shop.text('#place-order'), 'Order not confirmed yet');
    await shop.inPage(`document.getElementById('place-order').click(); document.getElementById('order-form').requestSubmit();`);
  };
  await check();
  assert.deepEqual((await shop.steps()).slice(0, 3), ['auth done', 'createOrder failed', 'createSession skipped']);
  await shop.load();
  await shop.appears('#reference');
  await check();
  await new Promise((done) => { setTimeout(done, 200); });
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(shop.sent('createOrder').length, 1);
  assert.deepEqual(shop.standIn.state.reports, []);
});

test('a refusal: no order, the values stay, and the order can be placed after it', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'status', status: 400, message: 'Product 10 is out of stock' });
  await shop.fill();
  await shop.press();
  await shop.appears('#reason');
  assert.equal(await shop.text('#result-title'), 'The shop did not accept the order');
  assert.match(await shop.text('#result'), /No order was placed/);
  assert.match(await shop.text('#reason'), /400/);
  assert.deepEqual(shop.standIn.state.orders, []);
  assert.deepEqual(await values(shop), ['Christina Thomas', '+18005000500', 'guest@yourmail.com']);
  assert.equal(await shop.isDisabled(), false);
  await shop.press();
  await shop.appears('#order-number');
  assert.equal(shop.standIn.state.orders.length, 1);
});

test('a refused detail is shown beside its field', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'status', status: 400, message: 'required values are missing or incorrect: guest_phone' });
  await shop.fill();
  await shop.press();
  await shop.appears('#guest_phone[aria-invalid="true"]');
  assert.match(await shop.text('#guest_phone-error'), /did not accept/);
  await shop.reads('#place-order', /^Place order/);
  assert.equal(await focused(shop), 'guest_phone');
  assert.deepEqual(shop.standIn.state.orders, []);
});

test('a project that cannot be signed in to: nothing was sent', async (shop) => {
  shop.standIn.faults.add({ route: 'auth', fault: 'status', status: 401, message: 'Unauthorized', times: null });
  await shop.fill();
  await shop.press();
  await shop.appears('#reason');
  assert.equal(await shop.text('#result-title'), 'Nothing was sent');
  assert.deepEqual(shop.sent('createOrder'), []);
  assert.equal(await shop.isDisabled(), false);
});

test('a project without the update route: the order stands, with a warning', async (shop) => {
  await shop.fill();
  await shop.press();
  await shop.appears('#order-number');
  assert.match(await shop.text('#warnings'), /no route to update a payment session/);
  assert.equal(await shop.text('#result-title'), 'Order placed');
  assert.ok((await shop.steps()).includes('updateSession failed'));
  assert.match(await shop.text('#session-status'), /waiting/);
  assert.deepEqual(shop.standIn.state.reports.map(({ body }) => body.external_id), ['90']);
}, { updateSessionRoute: false });

test('an order whose payment page is missing stands, and gets one without a second order', async (shop) => {
  shop.standIn.faults.add({ route: 'createSession', fault: 'status', status: 403, message: 'Your payment account is not connected' });
  await shop.fill();
  await shop.pay('card');
  await shop.press();
  await shop.appears('#pay-again');
  assert.equal(await shop.text('#order-number'), '90');
  assert.match(await shop.text('#problem'), /Your order has been placed and is safe/);
  await shop.press('#pay-again');
  await shop.appears('#pay-link');
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(shop.sent('createOrder').length, 1);
});

test('a report that fails leaves the order alone and is told', async (shop) => {
  shop.standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 403, message: 'Error 403 - Forbidden', times: null });
  await shop.fill();
  await shop.press();
  await shop.appears('#order-number');
  assert.match(await shop.text('#ocular-answer'), /The report failed, the order is not affected\. Answer: Error 403 - Forbidden/);
  assert.equal(await shop.text('#result-title'), 'Order placed');
  assert.equal(shop.standIn.state.orders.length, 1);
});
