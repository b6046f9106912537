/** A tab that the browser has frozen in the middle of an order holds the lock of its cart: another tab does not wait for ever. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { engine, openBrowser } from './lib/browser.mjs';
import { eventually, openLedger } from './lib/ledger-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/** More than a call waits for a lock. */
const LONG_MS = 60_000;

// The others can freeze a tab, too, but no driver makes them.
if (engine === 'chromium') {
  test('the other tab is told of the order that may exist; thawed, the first one goes on, and there is one order', async (t) => {
    const { driver } = browser;
    const page = await openLedger(t, driver);
    const [first] = await driver.getAllWindowHandles();
    page.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 3000 });
    await driver.executeScript('window.held = null; void place(1).then((result) => { window.held = result; });');
    await eventually(() => page.posts() === 1, 'nothing was sent');
    const { reference } = (await page.inPage('return pending();'))[0] ?? {};
    const [frozen] = await page.inPage('return (await navigator.locks.query()).held.map(({ name }) => name);');
    assert.match(frozen, /^order-bridge\/order\//);
    await driver.sendDevToolsCommand('Page.setWebLifecycleState', { state: 'frozen' });

    await driver.switchTo().newWindow('tab');
    t.after(async () => {
      for (const handle of await driver.getAllWindowHandles()) {
        if (handle === first) continue;
        await driver.switchTo().window(handle);
        await driver.close();
      }
      await driver.switchTo().window(first);
    });
    await page.load();
    await driver.executeScript('window.second = null; void place(1).then((result) => { window.second = result; });');
    await eventually(() => page.inPage('return (await navigator.locks.query()).pending.length > 0;'), 'the second tab does not wait for the lock');
    await page.later(LONG_MS);
    await driver.executeScript('window.testClock.set(arguments[0]);', LONG_MS);
    const second = await eventually(() => page.inPage('return window.second;'), 'the second tab waits for ever');
    assert.deepEqual([second.outcome, second.code], ['unknown', 'ABORTED']);
    assert.equal(page.posts(), 1, 'never placed without the lock');

    await driver.switchTo().window(first);
    await driver.sendDevToolsCommand('Page.setWebLifecycleState', { state: 'active' });
    const held = await eventually(() => page.inPage('return window.held;'), 'the first tab does not go on');
    assert.equal(held.outcome, 'accepted');
    assert.equal(second.reference, held.reference);
    assert.ok(reference === undefined || reference === held.reference);
    assert.equal(page.orders().length, 1);
    await page.hasNoFault();
  });
}
