/** Two tabs of a shop share one device id, so only one of them may sign in or renew at a time. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { SHARED_GUEST } from '../../www/standin/index.mjs';
import { openBrowser } from './lib/browser.mjs';
import { openPage } from './lib/checkout-page.mjs';
import { eventually, pause } from './lib/eventually.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const SIGNED_IN = '1 of 1';

/** Opens two tabs with the same page; `inTab(n, script, …)` runs a script in one of them. */
async function twoTabs(t) {
  const { driver } = browser;
  const page = await openPage(t, driver, 'checkout');
  const first = await driver.getWindowHandle();
  await driver.switchTo().newWindow('tab');
  const second = await driver.getWindowHandle();
  t.after(async () => {
    await driver.switchTo().window(second);
    await driver.close();
    await driver.switchTo().window(first);
  });
  await page.load();
  const inTab = async (number, script, ...values) => {
    await driver.switchTo().window([first, second][number - 1]);
    return driver.executeScript(script, ...values);
  };
  const auths = () => page.standIn.state.requests.filter(({ route, method }) => route === 'auth' && method !== 'OPTIONS').length;
  return { page, inTab, auths };
}

const HOLD = `navigator.locks.request('order-bridge/sign-in', () => new Promise((release) => { window.release = release; }));`;
const SIGN_IN = `
  const [url, token, authData, timeoutMs] = arguments;
  window.received = '0 of 1';
  import('/pkg/index.mjs').then(async ({ loadOrderBridge }) => {
    const { guestCheckout } = await loadOrderBridge({ timeoutMs, oneEntry: { url, token, guest: { authData } } });
    const { ok } = await guestCheckout.auth();
    window.received = ok ? '1 of 1' : 'failed';
  });`;

test('a sign-in waits for the sign-in of another tab', async (t) => {
  const { page, inTab, auths } = await twoTabs(t);
  await inTab(1, HOLD);
  await inTab(2, SIGN_IN, page.servicesUrl, page.standIn.token, SHARED_GUEST.authData, 10_000);
  await pause(700);
  assert.equal(auths(), 0);
  await inTab(1, 'window.release();');
  await eventually(() => inTab(2, 'return window.received;'), 'the other tab did not sign in', { until: (received) => received === SIGNED_IN });
  assert.equal(auths(), 1);
  // The second tab releases the lock as well.
  assert.equal(await inTab(1, `return navigator.locks.request('order-bridge/sign-in', { ifAvailable: true }, (lock) => lock !== null);`), true);
});

test('a tab that never releases the lock is waited for no longer than the timeout of one request', async (t) => {
  const { page, inTab, auths } = await twoTabs(t);
  await inTab(1, HOLD);
  await inTab(2, SIGN_IN, page.servicesUrl, page.standIn.token, SHARED_GUEST.authData, 1000);
  await eventually(() => inTab(2, 'return window.received;'), 'the other tab did not sign in', { until: (received) => received === SIGNED_IN });
  assert.equal(auths(), 1);
});
