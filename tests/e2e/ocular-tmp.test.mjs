import { after, before, test } from 'node:test';
import { openBrowser, engine } from './browser.mjs';
import { openPage, pause } from './pages/ocular-open.mjs';
let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());
for (const ms of [-1, 0, 5, 20, 50, 100, 200]) {
  test(`leave after ${ms}`, async () => {
    const page = await openPage(browser.driver);
    for (let i = 0; i < 5; i += 1) {
      await page.inPage(`window.ocularOrderTrack.setBuyOrder(order(arguments[0])); const go = () => { location.href = '/ocular-vendors.js'; }; if (arguments[1] < 0) go(); else setTimeout(go, arguments[1]);`, `ORDER-${i}`, ms).catch(() => {});
      await pause(300);
    const at = page.reports().length;
      await page.load();
    }
    await pause(1000);
    console.log(engine, 'leave after', ms, 'arrived', page.reports().length, 'distinct', new Set(page.reports()).size);
    await page.close();
  });
}
