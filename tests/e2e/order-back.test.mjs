/** A page restored from the back/forward cache: it takes into account what happened in the meantime. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { engine, openBrowser } from './lib/browser.mjs';
import { eventually, openLedger, pause } from './lib/ledger-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/** How often a page was restored from the cache; a browser may always reload it instead. */
let times = 0;

/** Marks the page, and leaves it for another page of the shop. */
async function leave(page) {
  await page.driver.executeScript('window.remembered = true;');
  await page.load({ other: true });
}
/** Goes back, and returns whether the page was restored. */
async function comeBack(page) {
  await page.driver.navigate().back();
  await page.ready();
  const [remembered, shown] = await page.inPage('return [window.remembered === true, window.shown];');
  assert.equal(remembered, shown.at(-1));
  times += Number(remembered);
  return remembered;
}

/** Presses within ten seconds count as the same purchase. If the machine took longer, the attempt is repeated with another cart. */
const SAME_WISH_MS = 10_000;
async function withinOneWish(attempt) {
  for (let cart = 1; ; cart += 1) {
    const started = Date.now();
    const check = await attempt(cart);
    if (Date.now() - started < SAME_WISH_MS) return check();
    assert.ok(cart < 10, 'this machine never pressed twice within ten seconds');
  }
}

test('another page has placed the order in the meantime: the same order', async (t) => {
  const page = await openLedger(t, browser.driver, { cached: true });
  assert.equal((await page.place(70)).outcome, 'accepted');
  await leave(page);
  await withinOneWish(async (cart) => {
    if (cart > 1) await leave(page);
    const other = await page.place(cart);
    assert.equal(other.outcome, 'accepted');
    await comeBack(page);
    const again = await page.place(cart);
    return () => {
      assert.deepEqual([again.outcome, again.orderId, again.reference, again.sessionId], ['accepted', other.orderId, other.reference, other.sessionId]);
      assert.deepEqual([page.ordersOf(cart).length, page.sessionsOf(other.orderId).length], [1, 1]);
    };
  });
  await page.hasNoFault();
});

test('another tab has placed the order in the meantime: the same order', async (t) => {
  const { driver } = browser;
  const page = await openLedger(t, driver, { cached: true });
  const first = await driver.getWindowHandle();
  await withinOneWish(async (cart) => {
    await leave(page);
    await driver.switchTo().newWindow('tab');
    await page.load();
    const other = await page.place(cart);
    await driver.close();
    await driver.switchTo().window(first);
    await comeBack(page);
    const again = await page.place(cart);
    return () => assert.deepEqual([again.outcome, again.orderId, page.ordersOf(cart).length], ['accepted', other.orderId, 1]);
  });
  await page.hasNoFault();
});

test('a response was lost, and another page has found the order in the meantime: the same order', async (t) => {
  const page = await openLedger(t, browser.driver, { cached: true });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const lost = await page.place(1);
  assert.equal(lost.outcome, 'unknown');
  await leave(page);
  // Found by this page, or by the first one just before it was left.
  await eventually(async () => (await page.inPage('return pending();'))[0]?.state === 'orderPlaced', 'the order was not found');
  const resumed = await page.resume(lost.reference, 1);
  assert.equal(resumed.outcome, 'accepted');
  await comeBack(page);
  const again = await page.place(1);
  assert.deepEqual([again.outcome, again.orderId, again.reference], ['accepted', resumed.orderId, lost.reference]);
  assert.deepEqual([page.posts(), page.orders().length, page.standIn.state.paymentSessions.length], [1, 1, 1]);
  await page.hasNoFault();
});

test('a response was lost: a restored page looks the order up immediately', async (t) => {
  const page = await openLedger(t, browser.driver, { cached: true, standIn: { readLagMs: 1000 } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const lost = await page.place(1);
  await page.driver.executeScript('window.remembered = true;');
  // A page of the shop that does not load the bridge.
  await page.driver.get(`${page.pageUrl}/services.json`);
  await page.later(1200);
  const looks = page.sent('listOrders').length;
  await comeBack(page);
  await eventually(async () => (await page.events('found')).length === 1, 'the order was not found');
  assert.equal(page.sent('listOrders').length, looks + 1);
  const again = await page.place(1);
  assert.deepEqual([again.outcome, again.reference, page.posts(), page.orders().length], ['accepted', lost.reference, 1, 1]);
  await page.hasNoFault();
});

test('left during the request, and back: one order', async (t) => {
  const page = await openLedger(t, browser.driver, { cached: true });
  const kept = [];
  for (const [index, fault] of [{ fault: 'hang', commit: true }, { fault: 'slow', ms: 700 }].entries()) {
    const cart = index + 1;
    page.standIn.faults.add({ route: 'createOrder', ...fault });
    await page.driver.executeScript('window.remembered = true; window.first = null; void place(arguments[0]).then((result) => { window.first = result; });', cart);
    await eventually(() => page.posts() === cart, 'nothing was sent');
    await page.driver.get(`${page.pageUrl}/services.json`);
    kept.push(await comeBack(page));
    await eventually(() => page.ordersOf(cart).length === 1, 'the order was not created');
    const pressed = async () => {
      const result = await page.place(cart);
      assert.ok(['accepted', 'unknown'].includes(result.outcome), JSON.stringify(result));
      return result.outcome === 'accepted' && result;
    };
    // Once a page has received its order, pressing again means another order.
    const first = kept.at(-1) && await eventually(() => page.inPage('return window.first;'), 'the first press did not finish');
    const result = first.outcome === 'accepted' ? first : await eventually(pressed, 'the order was not found');
    assert.equal(result.orderId, page.ordersOf(cart)[0].id);
    assert.equal(page.ordersOf(cart).length, 1);
    assert.equal(page.sessionsOf(result.orderId).length, 1);
    assert.equal(page.posts(), cart);
  }
  t.diagnostic(`${engine}: the page was kept: ${kept.join(', ')}`);
});

test('pages were restored from the back/forward cache', async (t) => {
  // Browsers do not restore a page that was busy when it was left, which depends on the machine's load.
  for (let tries = 0; times < 2 && tries < 10; tries += 1) {
    const page = await openLedger(t, browser.driver, { cached: true });
    await leave(page);
    await comeBack(page);
    assert.equal((await page.place(1)).outcome, 'accepted');
    await page.hasNoFault();
  }
  t.diagnostic(`${engine}: ${times} times`);
  assert.ok(times > 1);
});
