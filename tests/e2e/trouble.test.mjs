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

const CHECKING = '.open[data-state="checking"]';
const UNKNOWN = '.open[data-state="unknown"]';
const AGAIN = /\b(again|retry|try|resend|another order)\b/i;
/** Longer than the page looks for an order. */
const LOOKS_MS = 35_000;
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
const cards = (shop) => shop.inPage(`return document.querySelectorAll('#open-orders > *').length;`);
const pressAnyway = (shop) => shop.inPage(`document.getElementById('place-order').click(); document.getElementById('order-form').requestSubmit();`);
/** Loses the answer to the next order. */
async function lose(shop) {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await shop.fill();
  await shop.press();
}
async function withoutMarker(shop) {
  await shop.set({ referenceMarker: '' });
  await shop.ready();
}
/** The state in which nobody knows. */
async function checkUnknown(shop) {
  const words = await shop.text(UNKNOWN);
  assert.match(words, /Not known yet/);
  assert.match(words, /may have been placed/);
  assert.match(words, /1 × Linen tote bag\s*Total\s*\$24\.90/);
  assert.doesNotMatch(words, AGAIN);
  assert.equal(await shop.isDisabled(), true);
  assert.equal(await shop.text('#place-order'), 'Order not confirmed yet');
  await pressAnyway(shop);
}

test('a lost answer: the page checks, finds the order and shows it with its payment', async (shop) => {
  shop.standIn.faults.add({ route: 'listOrders', fault: 'slow', ms: 2000 });
  await lose(shop);
  await shop.appears(CHECKING);
  const words = await shop.text(CHECKING);
  assert.match(words, /We are checking your order/);
  assert.doesNotMatch(words, AGAIN);
  assert.match(await focused(shop), /^open-/);
  assert.equal(await shop.inPage(`return document.querySelector('#open-status[role="status"]').textContent;`), 'We are checking your order.');
  assert.equal(await shop.isDisabled(), true);
  assert.equal(await shop.text('#place-order'), 'Order not confirmed yet');
  assert.equal(await shop.text('#status'), '');
  assert.deepEqual((await shop.steps()).slice(0, 3), ['auth done', 'createOrder unsure', 'createSession skipped']);
  await pressAnyway(shop);

  await shop.reads('#order-number', /^90$/);
  await shop.reads('#status', /^Order 90 is placed\.$/);
  assert.equal(await shop.text('#result-title'), 'Order found: it is placed');
  assert.match(await shop.text('#session-status'), /guest_completed/);
  await shop.reads('#ocular-answer', /Reported as order 90/);
  await shop.vanishes('.open');
  assert.equal(await focused(shop), 'result-title');
  assert.equal(await shop.text('#place-order'), 'Order placed');
  assert.equal(shop.sent('createOrder').length, 1);
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.deepEqual(shop.standIn.state.reports.map(({ body }) => body.external_id), ['90']);
});

test('a lost answer and a reload: found, paid by card, ordered once', async (shop) => {
  shop.standIn.change({ readLagMs: 2500 });
  await shop.pay('card');
  await lose(shop);
  await shop.appears(CHECKING);
  await shop.load();
  await shop.appears(CHECKING);
  assert.equal(await shop.isDisabled(), true);
  assert.notEqual(await focused(shop), `open-${await shop.find(CHECKING).getAttribute('data-reference')}`);
  await shop.reads('#order-number', /^90$/);
  await shop.appears('#pay-link');
  await shop.vanishes('.open');
  assert.equal(shop.sent('createOrder').length, 1);
  assert.equal(shop.standIn.state.paymentSessions.length, 1);
});

test('an order that cannot be looked up stays unknown, also after a reload; another cart is not blocked', async (shop) => {
  await withoutMarker(shop);
  await lose(shop);
  await shop.appears(UNKNOWN);
  await checkUnknown(shop);
  assert.match(await shop.text(UNKNOWN), /connection to the shop failed/);
  await shop.load();
  await shop.appears(UNKNOWN);
  await checkUnknown(shop);
  const reference = await shop.find(UNKNOWN).getAttribute('data-reference');
  assert.equal(await shop.text('.reference'), reference);
  await shop.press('.copy');
  await shop.reads('.copied [role="status"]', /^(Copied|Selected)/);
  assert.deepEqual([shop.sent('createOrder').length, shop.sent('listOrders').length], [1, 0]);

  await shop.press('button[aria-label="One Enamel cup more"]');
  assert.equal(await shop.text('#place-order'), 'Place order for $43.40');
  assert.match(await shop.text(UNKNOWN), /something else now/);
  await shop.press();
  await shop.reads('#order-number', /^91$/);
  assert.equal(await cards(shop), 1);
  await shop.press('#new-order');
  await checkUnknown(shop);
  await pause(200);
  assert.equal(shop.sent('createOrder').length, 2);
});

test('ordering once more: only after a confirmation in words, and exactly one more', async (shop) => {
  await withoutMarker(shop);
  await lose(shop);
  await shop.appears(UNKNOWN);
  await shop.press('.again > summary');
  assert.match(await shop.text('.again'), /you may have to pay for both[^]*I know that I may get two orders[^]*Order once more for \$24\.90/);
  await shop.press('.order-again');
  assert.match(await shop.text('.again .error'), /tick the box first/);
  assert.match(await focused(shop), /^sure-/);
  assert.equal(shop.sent('createOrder').length, 1);

  await shop.press('.again input');
  assert.equal(await shop.text('.again .error'), '');
  await shop.inPage(`const order = document.querySelector('.order-again'); order.click(); order.click();`);
  await shop.reads('#order-number', /^91$/);
  await shop.vanishes('.open');
  assert.match(await shop.text('#origin'), /although the one before it may exist/);
  await pressAnyway(shop);
  await shop.load();
  await shop.reads('#order-number', /^91$/);
  assert.equal(await cards(shop), 0);
  assert.equal(shop.sent('createOrder').length, 2);
  assert.equal(shop.standIn.state.orders.length, 2);
});

test('a project that shows no orders: looked for in vain; the first order turns up after a second one', async (shop) => {
  shop.standIn.change({ guestOrderList: false });
  await shop.set({ guest: 'anonymous' });
  await shop.ready();
  await lose(shop);
  await shop.appears(CHECKING);
  await shop.driver.wait(async () => (await shop.inPage(`return document.querySelectorAll('${UNKNOWN}').length;`)) === 1, LOOKS_MS);
  await checkUnknown(shop);
  await shop.press('.look');
  await shop.appears(CHECKING);
  assert.match(await focused(shop), /^open-/);
  await shop.appears(UNKNOWN);
  await shop.press('.again > summary');
  await shop.press('.again input');
  await shop.press('.order-again');
  await shop.reads('#order-number', /^91$/);

  shop.standIn.change({ guestOrderList: true });
  await shop.load();
  await shop.reads('.open[data-state="duplicate"]', /You have two orders[^]*it is order 90/);
  assert.equal(await shop.text('#order-number'), '91');
  await shop.load();
  await shop.appears('.open[data-state="duplicate"]');
  await shop.press('.read');
  await shop.vanishes('.open');
  await shop.load();
  assert.equal(await cards(shop), 0);
  assert.equal(shop.standIn.state.orders.length, 2);
});

test('another tab loses an answer: this one hears of it when it is shown from the memory of pages', async (shop) => {
  await shop.inSecondTab(async () => {
    await withoutMarker(shop);
    await lose(shop);
    await shop.appears(UNKNOWN);
  });
  assert.equal(await cards(shop), 0);
  await shop.inPage(`window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));`);
  await shop.appears(UNKNOWN);
  await checkUnknown(shop);
  assert.equal(shop.sent('createOrder').length, 1);
});

test('a lost answer is not looked for in another project', async (shop) => {
  await withoutMarker(shop);
  await lose(shop);
  await shop.appears(UNKNOWN);
  await shop.set({ url: shop.servicesUrl.replace('localhost', '127.0.0.1') });
  await shop.ready();
  assert.equal(await cards(shop), 0);
  await shop.set({ url: shop.servicesUrl });
  await shop.ready();
  await shop.appears(UNKNOWN);
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

test('an order whose payment page is missing stands, and is gone on with without a second order', async (shop) => {
  shop.standIn.faults.add({ route: 'createSession', fault: 'status', status: 403, message: 'Your payment account is not connected' });
  await shop.fill();
  await shop.pay('card');
  await shop.press();
  await shop.appears('#go-on');
  assert.equal(await shop.text('#order-number'), '90');
  assert.match(await shop.text('#problem'), /Your order has been placed and is safe/);
  assert.equal(await cards(shop), 0);
  await shop.load();
  await shop.appears('#go-on');
  await shop.press('#go-on');
  await shop.appears('#pay-link');
  await shop.vanishes('#go-on');
  assert.equal(await focused(shop), 'result-title');
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(shop.sent('createOrder').length, 1);
});

test('an order without a payment page is gone on with in another tab, too', async (shop) => {
  shop.standIn.faults.add({ route: 'createSession', fault: 'status', status: 403, message: 'Your payment account is not connected' });
  await shop.fill();
  await shop.pay('card');
  await shop.press();
  await shop.appears('#go-on');
  await shop.inSecondTab(async () => {
    await shop.reads('.open[data-state="placed"]', /Your order 90 is placed[^]*1 × Linen tote bag[^]*Go on with your order/);
    assert.equal(await shop.text('#place-order'), 'Order placed');
    await shop.press('.go-on');
    await shop.appears('#pay-link');
    await shop.vanishes('.open');
    assert.equal(await shop.text('#order-number'), '90');
  });
  await shop.press('#go-on');
  await shop.appears('#pay-link');
  assert.equal(shop.standIn.state.paymentSessions.length, 1);
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
