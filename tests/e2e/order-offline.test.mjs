/** The connection is lost before, during and after an order, and returns. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { engine, openSturdyBrowser } from './lib/browser.mjs';
import { cable, setOffline } from './lib/offline.mjs';
import { eventually, openLedger, pause } from './lib/ledger-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openSturdyBrowser(); });
after(() => browser?.close());

const SETTINGS = { timeoutMs: 2000, session: '1536', track: true };

async function wired(t) {
  const { driver } = browser;
  const page = await openLedger(t, driver, { settings: SETTINGS });
  const wire = await cable(page.servicesUrl);
  await page.load({ servicesUrl: wire.url });
  const offline = async (is) => {
    await setOffline(driver, wire, is);
    assert.equal(await page.inPage('return navigator.onLine;'), !is);
  };
  t.after(async () => {
    if (!wire.isWhole() || engine === 'chromium') await setOffline(driver, wire, false);
    await wire.cut();
  });
  /** Presses, while the services hold the request. */
  const pressHeld = async (cart, fault) => {
    page.standIn.faults.add(fault);
    const before = page.sent(fault.route).length;
    await driver.executeScript('window.held = null; void place(arguments[0]).then((result) => { window.held = result; });', cart);
    await eventually(() => page.sent(fault.route).length > before, 'nothing was sent');
  };
  const held = () => eventually(() => page.inPage('return window.held;'), 'no answer');
  return { page, offline, pressHeld, held };
}

test('offline before the press: the result is notSent; online again, the same press places one order', async (t) => {
  const { page, offline } = await wired(t);
  await offline(true);
  // Chromium still sends preflights for a page that its driver takes offline.
  const sent = () => page.standIn.state.requests.filter(({ method }) => method !== 'OPTIONS').map(({ route }) => route);
  const before = sent();
  for (let press = 0; press < 3; press += 1) {
    const result = await page.place(1);
    assert.deepEqual([result.outcome, result.code, result.retryable], ['notSent', 'OFFLINE', true]);
  }
  assert.deepEqual(await page.inPage('return pending();'), []);
  await offline(false);
  assert.deepEqual(sent(), before);
  const result = await page.place(1);
  assert.deepEqual([result.outcome, page.posts(), page.orders().length], ['accepted', 1, 1]);
  await page.hasNoFault();
});

for (const commit of [true, false]) {
  test(`offline while the order is in flight, and the order ${commit ? 'exists' : 'does not exist'}`, async (t) => {
    const { page, offline, pressHeld, held } = await wired(t);
    await pressHeld(1, { route: 'createOrder', fault: 'hang', commit });
    await offline(true);
    const lost = await held();
    assert.equal(lost.outcome, 'unknown');
    assert.match(lost.code, /^(NETWORK|TIMEOUT)$/);
    // The page is offline, but the result must not be notSent.
    for (const again of [await page.place(1), await page.resume(lost.reference, 1)]) {
      assert.deepEqual([again.outcome, again.code, again.reference], ['unknown', 'UNKNOWN_OUTCOME', lost.reference]);
    }
    await pause(2500);
    assert.equal(page.sent('listOrders').length, 0, 'the order was looked up while offline');
    const back = Date.now();
    await offline(false);
    if (commit) {
      await eventually(async () => (await page.events('found')).length === 1, 'the order was not found');
      t.diagnostic(`${engine}: ${lost.code}; found ${(await page.events('found'))[0].at - back} ms after the connection came back`);
    } else {
      await eventually(() => page.sent('listOrders').length > 0, 'the order was not looked up');
    }
    const again = await page.place(1);
    assert.deepEqual([again.outcome, again.orderId, again.reference], [commit ? 'accepted' : 'unknown', page.orders()[0]?.id ?? null, lost.reference]);
    assert.deepEqual([page.posts(), page.orders().length, page.standIn.state.paymentSessions.length], [1, Number(commit), Number(commit)]);
    await page.hasNoFault();
  });
}

test('offline between the order and its payment: the order stands, and the payment is opened afterwards', async (t) => {
  const { page, offline, pressHeld, held } = await wired(t);
  await pressHeld(1, { route: 'createSession', fault: 'hang' });
  await offline(true);
  const first = await held();
  const [order] = page.orders();
  assert.deepEqual([first.outcome, first.orderId, first.sessionId], ['accepted', order.id, null]);
  assert.match(first.code, /^(NETWORK|TIMEOUT|OFFLINE)$/);
  await offline(false);
  assert.deepEqual((await page.inPage('return pending();')).map(({ state, orderId }) => [state, orderId]), [['orderPlaced', order.id]]);
  const again = await page.place(1);
  assert.deepEqual([again.outcome, again.orderId, again.code], ['accepted', order.id, null]);
  assert.ok(again.sessionId);
  assert.deepEqual([page.posts(), page.orders().length, page.sessionsOf(order.id).length], [1, 1, 1]);
  await eventually(() => page.reportsOf(order.id).length > 0, 'the order was not reported');
  await page.hasNoFault();
});
