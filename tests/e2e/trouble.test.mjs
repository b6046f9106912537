/** Failures during a checkout: explained in plain words, nothing lost, nothing ordered twice. */
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();

const invalid = (shop) => shop.inPage(`return qa('[aria-invalid="true"]').map(({ name }) => name);`);
const values = (shop) => shop.inPage(`return ['guest_name', 'guest_phone', 'guest_email'].map((name) => q('#field-' + name).value);`);
const CHECKING = '.open[data-state="checking"]';
const UNKNOWN = '.open[data-state="unknown"]';
const AGAIN = /\b(again|retry|try|resend|another order)\b/i;
const cards = (shop) => shop.inPage(`return qa('.open').length;`);

test('an empty form: a summary with a link to each field, a message at each field, and nothing sent', async (shop) => {
  await shop.press();
  assert.deepEqual(await invalid(shop), ['guest_name', 'guest_phone', 'guest_email']);
  for (const name of await invalid(shop)) {
    assert.ok((await shop.attribute(`#field-${name}`, 'aria-describedby')).split(' ').includes(`field-${name}-error`));
    assert.equal(await shop.text(`#field-${name}-error`), 'Please fill this in.');
  }
  assert.equal(await shop.text('#summary-title'), 'There is a problem');
  assert.equal(await shop.inPage(`return q('.card[role="alert"]') === document.querySelector('guest-checkout').shadowRoot.activeElement;`), true);
  assert.match(await shop.driver.getTitle(), /^Error: /);
  assert.equal(shop.sent('createOrder').length, 0);
  await shop.press('.card[role="alert"] li:nth-child(3) a');
  assert.equal(await shop.focused(), 'field-guest_email');

  await shop.type({ guest_name: 'Christina Thomas', guest_email: 'guest@' });
  assert.deepEqual(await invalid(shop), ['guest_phone', 'guest_email']);
  await shop.type({ guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' });
  assert.deepEqual(await invalid(shop), []);
  await shop.press();
  await shop.placed();
  assert.doesNotMatch(await shop.driver.getTitle(), /^Error: /);
});

test('an invalid value is reported on blur, cleared when corrected, and never moves the button away from a click', async (shop) => {
  await shop.inPage(`q('#field-guest_name').focus();`);
  await shop.driver.actions().sendKeys('C', Key.TAB, '12').perform();
  assert.deepEqual(await invalid(shop), ['guest_name']);
  await shop.press('#place-order');
  assert.deepEqual(await invalid(shop), ['guest_name', 'guest_phone', 'guest_email']);
  await shop.use('#field-guest_name', (field) => field.sendKeys('h'));
  assert.deepEqual(await invalid(shop), ['guest_phone', 'guest_email']);
});

test('an empty cart shows a hint instead of the form and is not sent; typed values return when it is filled again', async (shop) => {
  await shop.fill();
  await shop.add(10, -1);
  assert.equal(await shop.text('#checkout-hint'), 'Put a product in the cart to order it.');
  assert.equal(await shop.hasForm(), false);
  await shop.pressAnyway();
  await shop.reads('.card[role="alert"]', /at least one product/);
  assert.deepEqual(shop.sent('createOrder'), []);
  await shop.add(10);
  assert.equal(await shop.text('#checkout-hint'), '');
  await shop.press();
  await shop.placed();
  assert.equal(shop.standIn.state.orders[0].formData.en_US[0].value, 'Christina Thomas');
});

/** Loses the response to the next order, and skips the library's pauses from then on. */
async function lose(shop, account = 'cash') {
  shop.skipPauses();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await shop.order(account);
}
async function withoutMarker(shop) {
  await shop.set({ referenceMarker: '' });
  await shop.ready();
}
/** Asserts that the page shows the state `unknown`. */
async function checkUnknown(shop) {
  const words = await shop.text(UNKNOWN);
  assert.match(words, /Not known yet/);
  assert.match(words, /may have been placed/);
  assert.match(words, /1 × Linen tote bag\s*Total\s*\$24\.90/);
  assert.doesNotMatch(words, AGAIN);
  assert.equal(await shop.hasForm(), false);
}

test('a lost response: the page looks the order up, finds it and shows it with its payment', async (shop) => {
  shop.standIn.faults.add({ route: 'listOrders', fault: 'slow', ms: 5000 });
  await lose(shop);
  await shop.appears(CHECKING);
  const words = await shop.text(CHECKING);
  assert.match(words, /We are checking your order/);
  assert.doesNotMatch(words, AGAIN);
  await shop.wait(shop.focused, 'the order being looked up does not have the focus', (id) => /^open-/.test(id));
  assert.match(await shop.inPage(`return document.querySelector('guest-checkout').shadowRoot.querySelector('[role="status"]').textContent;`), /We are checking your order/);
  assert.equal(await shop.hasForm(), false);

  await shop.reads('#order-number', /^90$/);
  await shop.says(/^Order 90 is placed\.$/);
  assert.equal(await shop.text('#receipt-title'), 'Your order was found: it is placed');
  await shop.vanishes('.open');
  assert.equal(await shop.focused(), 'receipt-title');
  assert.equal(shop.sent('createOrder').length, 1);
  assert.equal(shop.standIn.state.orders.length, 1);
  // A report that is not recorded as delivered in time may be sent again, which edits.
  await shop.reads('#got-reports-count', /^[12]$/);
  assert.deepEqual([...new Set(shop.standIn.state.reports.map(({ body }) => body.external_id))], ['90']);
});

test('a lost response and a reload: the order is found, offers the card payment, and is placed once', async (shop) => {
  shop.standIn.change({ readLagMs: 6000 });
  await lose(shop, 'stripe');
  await shop.appears(CHECKING);
  await shop.load();
  await shop.appears(CHECKING);
  assert.equal(await shop.hasForm(), false);
  assert.doesNotMatch(await shop.focused(), /^open-/, 'loading must not move the focus');
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
  await shop.load();
  await shop.appears(UNKNOWN);
  await checkUnknown(shop);
  assert.equal(await shop.text('.reference'), await shop.attribute(UNKNOWN, 'data-reference'));
  assert.deepEqual([shop.sent('createOrder').length, shop.sent('listOrders').length], [1, 0]);

  await shop.add(1);
  assert.equal(await shop.text('#place-order'), 'Place order for $43.40');
  assert.match(await shop.text(UNKNOWN), /different products now/);
  await shop.press();
  await shop.reads('#order-number', /^91$/);
  assert.equal(await cards(shop), 1);
  await shop.press('#new-order');
  await shop.appears(UNKNOWN);
  await checkUnknown(shop);
  assert.equal(shop.sent('createOrder').length, 2);
});

test('ordering once more needs an explicit confirmation, and places exactly one more order', async (shop) => {
  await withoutMarker(shop);
  await lose(shop);
  await shop.appears(UNKNOWN);
  await shop.press('.again > summary');
  assert.match(await shop.text('.again'), /you may have to pay for both[^]*I know that I may get two orders[^]*Order once more for \$24\.90/);
  await shop.press('.order-again');
  assert.match(await shop.text('.again .error'), /tick the box first/);
  assert.match(await shop.focused(), /^sure-/);
  assert.equal(shop.sent('createOrder').length, 1);

  await shop.press('.again input');
  assert.equal(await shop.text('.again .error'), '');
  await shop.inPage(`const order = q('.order-again'); order.click(); order.click();`);
  await shop.reads('#order-number', /^91$/);
  await shop.vanishes('.open');
  assert.match(await shop.text('#origin'), /although the one before it may exist/);
  await shop.pressAnyway();
  await shop.load();
  await shop.reads('#order-number', /^91$/);
  assert.equal(await cards(shop), 0);
  assert.equal(shop.sent('createOrder').length, 2);
  assert.equal(shop.standIn.state.orders.length, 2);
});

test('a project that lists no orders: the lookup finds nothing; the first order appears after a second one', async (shop) => {
  shop.standIn.change({ guestOrderList: false });
  await lose(shop);
  await shop.appears(CHECKING);
  await shop.appears(UNKNOWN);
  await checkUnknown(shop);
  await shop.press('.look');
  await shop.appears(CHECKING);
  assert.match(await shop.focused(), /^open-/);
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

test('another tab loses a response: this one shows it when it is restored from the back/forward cache', async (shop) => {
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

test('an unknown order is shown only in its own project', async (shop) => {
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

test('a rejection: no order, the values survive a reload, and the order can be placed afterwards', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'status', status: 400, message: 'Product 10 is out of stock' });
  await shop.order();
  await shop.reads('#summary-title', /^The shop did not accept the order$/);
  assert.match(await shop.text('.card[role="alert"]'), /No order was placed/);
  assert.deepEqual(shop.standIn.state.orders, []);
  assert.deepEqual(await values(shop), ['Christina Thomas', '+18005000500', 'guest@yourmail.com']);
  await shop.load();
  assert.deepEqual(await values(shop), ['Christina Thomas', '+18005000500', 'guest@yourmail.com']);
  await shop.press();
  await shop.placed();
  assert.equal(shop.standIn.state.orders.length, 1);
});

test('a rejected value is reported at its field and in the summary', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'status', status: 400, message: 'required values are missing or incorrect: guest_phone' });
  await shop.order();
  await shop.appears('#field-guest_phone[aria-invalid="true"]');
  assert.match(await shop.text('#field-guest_phone-error'), /\w{4}/);
  assert.doesNotMatch(await shop.text('.card[role="alert"]'), /guest_phone/, 'a marker is shown to the shopper');
  await shop.press('.card[role="alert"] a');
  assert.equal(await shop.focused(), 'field-guest_phone');
  assert.deepEqual(shop.standIn.state.orders, []);
});

test('a project that refuses the sign-in: no form is shown, and no order is sent', async (shop) => {
  shop.standIn.faults.add({ route: 'auth', fault: 'status', status: 401, message: 'Unauthorized', times: null });
  await shop.set({ guest: 'shared' });
  await shop.ready();
  await shop.is('unavailable');
  assert.match(await shop.text('[part="notice"]'), /cannot be shown right now/);
  assert.equal(await shop.hasForm(), false);
  assert.deepEqual(shop.sent('createOrder'), []);
});

test('no connection when the button is pressed: no order is placed', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'offline-like' });
  await shop.order();
  await shop.wait(shop.state, 'the press did not end', (state) => state !== 'placing');
  assert.deepEqual(shop.sent('createOrder').filter(({ acted }) => acted), []);
  assert.notEqual(await shop.state(), 'accepted');
});

test('a project without the update route: the order stands', async (shop) => {
  await shop.order();
  await shop.placed();
  assert.equal(await shop.text('#receipt-title'), 'Thank you, your order is placed');
  await shop.reads('#got-reports-count', /^1$/);
  assert.deepEqual(shop.standIn.state.reports.map(({ body }) => body.external_id), ['90']);
}, { updateSessionRoute: false });

test('an order without a payment page stands, and is continued without a second order', async (shop) => {
  shop.standIn.faults.add({ route: 'createSession', fault: 'status', status: 403, message: 'Your payment account is not connected' });
  await shop.order('stripe');
  await shop.appears('#go-on');
  assert.equal(await shop.text('#order-number'), '90');
  assert.match(await shop.text('#problem'), /Your order has been placed and is safe/);
  await shop.load();
  // Before it has read the payment, the element renders the button twice.
  await shop.reads('#payment-state', /There is no payment page yet/);
  await shop.press('#go-on');
  await shop.appears('#pay-link');
  await shop.vanishes('#go-on');
  assert.equal(await shop.focused(), 'receipt-title');
  assert.equal(shop.standIn.state.orders.length, 1);
  assert.equal(shop.sent('createOrder').length, 1);
});

test('an order without a payment page can also be continued in another tab', async (shop) => {
  shop.standIn.faults.add({ route: 'createSession', fault: 'status', status: 403, message: 'Your payment account is not connected' });
  await shop.order('stripe');
  await shop.appears('#go-on');
  await shop.inSecondTab(async () => {
    await shop.reads('.open[data-state="placed"]', /Your order 90 is placed[^]*1 × Linen tote bag[^]*Go on with this order/);
    assert.equal(await shop.hasForm(), false);
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

test('a form that cannot be loaded is reported, with a button to load it again', async (shop) => {
  shop.standIn.faults.add({ route: 'getForm', fault: 'status', status: 503, times: null });
  await shop.load();
  await shop.is('unavailable');
  assert.equal(await shop.hasForm(), false);
  shop.standIn.faults.clear();
  await shop.press('[part="notice"] button');
  await shop.is('ready');
  await shop.order();
  await shop.placed();
});

test('a failed report does not affect the order, and is not shown to the shopper', async (shop) => {
  shop.standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 403, message: 'Error 403 - Forbidden', times: null });
  await shop.order();
  await shop.placed();
  assert.equal(await shop.text('#receipt-title'), 'Thank you, your order is placed');
  assert.equal(await shop.inPage(`return q('#problem');`), null);
  assert.equal(shop.standIn.state.orders.length, 1);
});
