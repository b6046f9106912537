/** The documented guest checkout and the anonymous one, with cash, card and a payment page that becomes available later. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './lib/browser.mjs';
import { openPage } from './lib/checkout-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const OWNER = { shared: /^user:16$/, anonymous: /^guest:[0-9a-f-]{36}$/ };
const VALUES = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };

/** Opens the checkout, fills it in and orders. `click`: index of the first request after the click. */
async function ordered(t, guest, account, options) {
  const page = await openPage(t, browser.driver, 'checkout', { query: `?guest=${guest}`, ...options });
  for (const [id, value] of Object.entries(VALUES)) await (await page.find(`#${id}`)).sendKeys(value);
  await page.inPage(`document.getElementById('account').value = arguments[0];`, account);
  const click = page.standIn.state.requests.length;
  await (await page.find('#place-order')).click();
  await page.reads('#order-number', /^\d+$/);
  return { page, click };
}

const oneEntry = (routes) => routes.filter((route) => route !== 'setBuyOrder');

async function hasNoFault(page) {
  assert.equal(await page.inPage('return document.documentElement.dataset.fault ?? null;'), null);
}

function assertPlaced(page, guest, account) {
  const { orders, reports } = page.standIn.state;
  assert.equal(orders.length, 1);
  assert.match(orders[0].owner, OWNER[guest]);
  assert.equal(orders[0].paymentAccountIdentifier, account);
  assert.deepEqual(orders[0].formData, { en_US: Object.entries(VALUES).map(([marker, value]) => ({ marker, type: 'string', value })) });
  assert.equal(reports[0].body.external_id, String(orders[0].id));
}

for (const guest of ['shared', 'anonymous']) {
  test(`${guest} guest, cash: two round trips after the click`, async (t) => {
    const { page, click } = await ordered(t, guest, 'cash');
    assert.equal(await page.text('#total'), '24.9 USD');
    assertPlaced(page, guest, 'cash');
    assert.deepEqual(oneEntry(page.routes(click)), ['createOrder', 'createSession']);
    assert.equal(page.standIn.state.paymentSessions[0].paymentUrl, null);
    assert.equal(await page.inPage('return document.getElementById("pay-link").hidden;'), true);
    // Four concurrent calls before the click share one sign-in.
    assert.equal(page.routes().filter((route) => route === 'auth').length, guest === 'shared' ? 1 : 0);
    assert.equal(await page.inPage('return document.documentElement.dataset.warnings ?? "";'), guest === 'shared' ? 'SHARED_PASSWORD' : '');
    await hasNoFault(page);
  });

  for (const [button, status, paymentStatus] of [['pay', 'completed', 0], ['decline', 'canceled', 1]]) {
    test(`${guest} guest, card: the hosted page, ${button}, and back`, async (t) => {
      const { page, click } = await ordered(t, guest, 'stripe');
      assertPlaced(page, guest, 'stripe');
      assert.deepEqual(oneEntry(page.routes(click)), ['createOrder', 'createSession']);
      await page.appears('#pay-link:not([hidden])');
      await (await page.find('#pay-link')).click();
      await page.appears(`button[value="${button}"]`);
      await (await page.find(`button[value="${button}"]`)).click();
      await page.appears('html[data-ready="1"]');
      assert.equal(await page.text('#payment'), `${status}, Success`);
      const { orders, paymentSessions, reports } = page.standIn.state;
      assert.deepEqual([orders.length, paymentSessions.length], [1, 1]);
      assert.deepEqual(reports.at(-1).body, { external_id: String(orders[0].id), payment_status: paymentStatus });
      await hasNoFault(page);
    });
  }

  test(`${guest} guest: waits for a payment page that becomes available later`, async (t) => {
    const { page, click } = await ordered(t, guest, 'paypal', { standIn: { paymentUrlDelayMs: 2500 } });
    assertPlaced(page, guest, 'paypal');
    const [first, second, ...reads] = oneEntry(page.routes(click));
    assert.deepEqual([first, second], ['createOrder', 'createSession']);
    assert.ok(reads.length >= 2 && reads.every((route) => route === 'getSessionByOrderId'), reads.join());
    await page.appears('#pay-link:not([hidden])');
    await (await page.find('#pay-link')).click();
    await page.appears('button[value="pay"]');
    await (await page.find('button[value="pay"]')).click();
    await page.appears('html[data-ready="1"]');
    assert.equal(await page.text('#payment'), 'completed, Success');
    await hasNoFault(page);
  });
}

test('the page preconnects to the services', async (t) => {
  const page = await openPage(t, browser.driver, 'checkout');
  const link = await page.inPage(`
    const link = document.head.querySelector('link[rel="preconnect"]');
    return link && [new URL(link.href).origin, link.crossOrigin];`);
  assert.deepEqual(link, [page.servicesUrl, 'anonymous']);
  await hasNoFault(page);
});

test('invalid values are reported at their fields, in the language of the page, before anything is sent', async (t) => {
  const page = await openPage(t, browser.driver, 'checkout');
  const sent = page.standIn.state.requests.length;
  await (await page.find('#guest_email')).sendKeys('kim');
  await (await page.find('#place-order')).click();
  await page.reads('#guest_name-error', /^Completa este campo\.$/);
  assert.match(await page.text('#guest_email-error'), /^Escribe un correo/);
  assert.equal(page.standIn.state.requests.length, sent);
  await hasNoFault(page);
});

test('a payment account that is not connected: the order stands, and the shopper is not asked to order again', async (t) => {
  const { page } = await ordered(t, 'anonymous', 'bank');
  await page.reads('#message', /^Esta forma de pago no está disponible en este momento\. Tu pedido está registrado y a salvo\.$/);
  assert.equal(page.standIn.state.orders.length, 1);
  await hasNoFault(page);
});
