/** Reports that could not be delivered: kept across reloads, delivered once, in order, by one tab at a time. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { closeAll, DELETE_DATABASE, openPage, pause, reportsOf, reviveServices, waitForReports } from './lib/ocular-page.mjs';
import { newPort } from './lib/ports.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => {
  await browser?.close();
  await closeAll();
});

const numbers = Array.from({ length: 20 }, (_, i) => `ORDER-${i}`);
const all = (ids = numbers) => ids.map((id) => `setBuyOrder ${id} 2990`).sort();

/** Opens a page whose services are on a port where nothing is listening yet. */
async function offline(settings) {
  const port = await newPort();
  const page = await openPage(browser.driver, { settings: { servicesUrl: `http://localhost:${port}`, ...settings } });
  let services;
  return {
    ...page,
    port,
    async online() {
      services = await reviveServices(port);
      return services.standIn;
    },
    async close() {
      await page.close();
      await services?.close();
    },
  };
}

/** By then the requests of a page that was left have been refused. A report's request outlives its page (keepalive). If it succeeds
 *  after the page is gone, the next page reports again, which edits. */
const REFUSED_MS = 1500;

const REPORT = `for (const id of arguments[0]) track(id, 'setBuyOrder', order(id));`;

/** Waits until `count` deliveries are recorded and emitted: both happen after a report has arrived, the event last. */
const settled = (page, count) => eventually(
  async () => ({ delivered: await page.inPage('return tracked.filter(([, code]) => code === 0).length;'), kept: (await page.inPage(KEPT)).length }),
  'a delivery was not recorded or its event was not emitted', { until: ({ delivered, kept }) => delivered >= count && kept === 0 },
);

/** The records that are still queued. */
const KEPT = `
  const database = await new Promise((done, fail) => {
    const request = indexedDB.open('order-bridge');
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const rows = await new Promise((done) => {
    const request = database.transaction('rows').objectStore('rows').getAll();
    request.onsuccess = () => done(request.result);
  });
  database.close();
  return rows.filter(([key]) => key.startsWith('outbox/')).map(([, text]) => JSON.parse(text));`;

test('20 reports made offline all arrive exactly once after a reload online', async () => {
  const page = await offline();
  await page.inPage(REPORT, numbers);
  const answers = await page.answers();
  assert.deepEqual(answers.map(({ label, answer }) => [label, answer]), numbers.map((id) => [id, { statusCode: 1, message: 'Error 0 - Network error', code: 'NETWORK' }]));
  assert.equal((await page.inPage(KEPT)).length, 20);
  await page.leave();
  await pause(REFUSED_MS);
  const standIn = await page.online();
  await page.load();
  const reports = await waitForReports(standIn, 20);
  assert.deepEqual([...reports].sort(), all());
  await settled(page, 20);
  assert.deepEqual((await page.inPage('return tracked;')).sort(), numbers.map((id) => [id, 0]).sort());
  assert.deepEqual(standIn.state.reports.flatMap(({ observations }) => observations), []);
  await page.reload();
  await pause(700);
  assert.equal(reportsOf(standIn).length, 20, 'another reload delivered reports again');
  await page.close();
});

test('a reload during delivery: tabs that end while the services do not respond lose nothing', async () => {
  const page = await openPage(browser.driver);
  page.standIn.faults.add({ route: 'setBuyOrder', fault: 'hang', times: null });
  await page.inPage(REPORT, numbers.slice(0, 5));
  await eventually(() => page.standIn.state.requests.filter(({ route, method }) => route === 'setBuyOrder' && method === 'POST').length >= 5, 'not every report was sent');
  page.standIn.faults.clear();
  await page.reload();
  // A page whose requests are cancelled by the reload may repeat one (in Firefox 38 ms after the reload was requested) and end
  // before the response. The next page then reports it again, which edits. There are five orders, however many reports were sent.
  const reports = await page.reported(5);
  assert.deepEqual([...new Set(reports)].sort(), all(numbers.slice(0, 5)));
  assert.ok(reports.length <= 10, `${reports.length} reports`);
  assert.deepEqual(page.standIn.state.ocularOrders.map(({ external_id: id }) => id).sort(), numbers.slice(0, 5));
  await settled(page, 0);
  await page.close();
});

test('server errors: reports are kept, and delivered by the next page', async () => {
  const page = await openPage(browser.driver);
  page.standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 503, retryAfter: 0, times: null });
  await page.inPage(REPORT, numbers.slice(0, 3));
  const answers = (await page.answers()).map(({ answer }) => answer);
  assert.deepEqual(answers, Array(3).fill({ statusCode: 1, message: 'Error 503 - Service unavailable' }));
  assert.deepEqual(page.reports(), []);
  await page.leave();
  await pause(REFUSED_MS);
  page.standIn.faults.clear();
  await page.load();
  assert.deepEqual([...await page.reported(3)].sort(), all(numbers.slice(0, 3)));
  await page.close();
});

test('deleting the database is not blocked, and later reports are kept and delivered', async () => {
  const page = await openPage(browser.driver);
  await page.inPage(REPORT, ['A']);
  await page.reported(1);
  for (let round = 0; round < 2; round += 1) assert.equal(await page.inPage(DELETE_DATABASE), 'deleted');
  page.standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 503, retryAfter: 0, times: null });
  await page.inPage(REPORT, ['B']);
  await page.answers();
  assert.deepEqual((await page.inPage(KEPT)).length, 1);
  assert.deepEqual(await page.inPage(`return Object.keys(localStorage).filter((key) => key.startsWith('order_bridge_row'));`), []);
  await page.leave();
  await pause(REFUSED_MS);
  page.standIn.faults.clear();
  await page.load();
  assert.deepEqual(await page.reported(2), all(['A', 'B']));
  await page.close();
});

test('several versions of one order arrive in sequence; equal consecutive versions are sent once', async () => {
  const page = await offline();
  await page.inPage(`
    for (const id of ['A', 'B', 'C']) {
      const priced = (price) => order(id, { items: [{ name: 'a', quantity: 1, price, currency: 'CLP' }] });
      track(id, 'setBuyOrder', priced(1));
      track(id, 'setBuyOrder', priced(2));
      track(id, 'setBuyOrder', priced(2));
      track(id, 'setBuyOrderState', { external_id: id, payment_status: 1 });
      track(id, 'setBuyOrder', priced(1));
      track(id, 'setBuyOrderState', { external_id: id, payment_status: 0 });
    }`);
  await eventually(() => page.inPage(KEPT), 'not every report was queued', { until: ({ length }) => length === 18 });
  await page.answers();
  await page.leave();
  await pause(REFUSED_MS);
  const standIn = await page.online();
  await page.load();
  const reports = await waitForReports(standIn, 15);
  for (const id of ['A', 'B', 'C']) {
    assert.deepEqual(reports.filter((report) => report.includes(` ${id} `)), [
      `setBuyOrder ${id} 1`, `setBuyOrder ${id} 2`, `setBuyOrderState ${id} 1`, `setBuyOrder ${id} 1`, `setBuyOrderState ${id} 0`,
    ]);
  }
  assert.equal(reports.length, 15);
  await page.close();
});

test('reporting continues in the same page load when the connection is back', async () => {
  const page = await offline();
  await page.inPage(REPORT, numbers.slice(0, 4));
  await page.answers();
  const standIn = await page.online();
  await page.inPage(`dispatchEvent(new Event('online'));`);
  assert.deepEqual([...await waitForReports(standIn, 4)].sort(), all(numbers.slice(0, 4)));
  await settled(page, 4);
  await page.close();
});

test('a connection that returns while deliveries are still failing is noticed', async () => {
  const page = await offline();
  await page.inPage(REPORT, numbers.slice(0, 4));
  await page.answers();
  await page.inPage(`dispatchEvent(new Event('online')); await new Promise((done) => setTimeout(done, 30));`);
  const standIn = await page.online();
  await page.inPage(`dispatchEvent(new Event('online'));`);
  assert.deepEqual([...await waitForReports(standIn, 4)].sort(), all(numbers.slice(0, 4)));
  await page.close();
});

test('two reports of one order at the same moment each get their own answer', async () => {
  const page = await openPage(browser.driver);
  page.standIn.faults.add({ route: 'setBuyOrder', fault: 'slow', ms: 100 });
  page.standIn.faults.add({ route: 'setBuyOrderState', fault: 'status', status: 422, body: { detail: { payment_status: ['refused'] } } });
  await page.inPage(`track('order', 'setBuyOrder', order('A')); track('state', 'setBuyOrderState', { external_id: 'A', payment_status: 0 });`);
  assert.deepEqual((await page.answers()).map(({ label, answer }) => [label, answer]), [
    ['order', { statusCode: 0, message: 'Success' }],
    ['state', { statusCode: 2, message: 'Field validation error', detail: { payment_status: ['refused'] } }],
  ]);
  await page.close();
});

test('a report kept for the vendor\'s object is not lost by a page that uses the service', async () => {
  const page = await openPage(browser.driver, { settings: { options: { timeoutMs: 300, ocular: { transport: 'widget' } } } });
  await page.inPage(`track('A', 'setBuyOrder', order('A'));`);
  assert.equal((await page.answers())[0].answer.code, 'NO_WIDGET');
  await page.load({ options: {} });
  await pause(700);
  const kept = (await page.inPage(KEPT)).length;
  assert.equal(kept + page.reports().length, 1, `${kept} kept, ${page.reports().length} reported`);
  await page.close();
});

test('two tabs wake up together: each report is delivered once', async () => {
  const page = await offline();
  const { driver } = browser;
  const first = await driver.getWindowHandle();
  await page.inPage(REPORT, numbers.slice(0, 10));
  await page.answers();
  await driver.switchTo().newWindow('tab');
  const second = await driver.getWindowHandle();
  await page.load();
  await page.inPage(REPORT, numbers.slice(10));
  await page.answers();
  assert.equal((await page.inPage(KEPT)).length, 20, 'both tabs share one queue');
  // Leave both pages first: a tab that ends during a delivery cannot know whether it has arrived.
  for (const tab of [first, second]) {
    await driver.switchTo().window(tab);
    await page.leave();
  }
  await pause(REFUSED_MS);
  const standIn = await page.online();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'slow', ms: 60, times: null });
  for (const tab of [first, second]) {
    await driver.switchTo().window(tab);
    await driver.executeScript('setTimeout((address) => location.replace(address), 0, arguments[0]);', page.address());
  }
  assert.deepEqual([...await waitForReports(standIn, 20)].sort(), all());
  await driver.close();
  await driver.switchTo().window(first);
  await page.close();
});

test('two tabs report at the same time: each report is delivered once, each call answered', async () => {
  const page = await openPage(browser.driver);
  const { driver } = browser;
  const first = await driver.getWindowHandle();
  await driver.switchTo().newWindow('tab');
  const second = await driver.getWindowHandle();
  await page.load();
  page.standIn.faults.add({ route: 'setBuyOrder', fault: 'slow', ms: 100, times: null });
  for (const [tab, ids] of [[first, numbers.slice(0, 10)], [second, numbers.slice(10)]]) {
    await driver.switchTo().window(tab);
    await page.inPage(REPORT, ids);
    await page.inPage(`dispatchEvent(new Event('online'));`);
  }
  assert.deepEqual([...await page.reported(20)].sort(), all());
  for (const tab of [first, second]) {
    await driver.switchTo().window(tab);
    assert.deepEqual((await page.answers()).map(({ answer }) => answer.statusCode), Array(10).fill(0));
  }
  await driver.close();
  await driver.switchTo().window(first);
  await page.close();
});

test('an order reported during pagehide still arrives', async () => {
  const page = await openPage(browser.driver);
  await page.inPage(`addEventListener('pagehide', () => { window.ocularOrderTrack.setBuyOrder(order('LAST')); });`);
  await page.leave();
  assert.deepEqual(await page.reported(1), ['setBuyOrder LAST 2990']);
  await page.load();
  assert.deepEqual(await page.reported(1), ['setBuyOrder LAST 2990']);
  await page.close();
});

test('a report made just before the page is left arrives, now or at the next visit', async () => {
  const page = await openPage(browser.driver);
  for (let i = 0; i < 5; i += 1) {
    // Like a click on a link in an otherwise idle page.
    await page.inPage(`window.ocularOrderTrack.setBuyOrder(order(arguments[0])); location.href = '/ocular-vendors.js';`, `ORDER-${i}`).catch(() => {});
    await pause(200);
    await page.load();
  }
  const reports = await page.reported(5);
  assert.deepEqual([...new Set(reports)].sort(), all(numbers.slice(0, 5)));
  await page.close();
});

test('no personal data is stored, only products and ids', async () => {
  const page = await offline();
  await page.inPage(`track('1', 'setBuyOrder', { ...order('A'), customer: { email: 'guest@yourmail.com' }, token: 's3cret' });`);
  await page.answers();
  const kept = JSON.stringify([await page.inPage(KEPT), await page.inPage('return { ...localStorage };')]);
  assert.match(kept, /Crema facial/);
  assert.doesNotMatch(kept, /yourmail|s3cret|customer/);
  await page.close();
});

test('a corrupt record is discarded and does not block the others', async () => {
  const page = await offline();
  await page.inPage(REPORT, ['A']);
  await page.answers();
  await page.inPage(`
    const database = await new Promise((done) => { const request = indexedDB.open('order-bridge'); request.onsuccess = () => done(request.result); });
    await new Promise((done) => {
      const writing = database.transaction('rows', 'readwrite');
      const rows = writing.objectStore('rows');
      const put = (key, text) => rows.put([key, text], key);
      put('outbox/0-0-0', 'no json');
      put('outbox/0-0-1', '{"id":"B"}');
      put('outbox/0-0-2', JSON.stringify({ id: 'OLD', kind: 'order', session: '1', body: '{}', at: Date.now() - 8 * 86400000 }));
      writing.oncomplete = done;
    });
    database.close();`);
  const standIn = await page.online();
  await page.reload();
  assert.deepEqual(await waitForReports(standIn, 1), ['setBuyOrder A 2990']);
  assert.deepEqual(await page.inPage(KEPT), []);
  await page.close();
});
