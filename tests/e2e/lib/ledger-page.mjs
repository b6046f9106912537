/** The page of this folder in a browser, with servers and a stand-in of its own. */
import assert from 'node:assert/strict';
import { createServer, request as ask } from 'node:http';
import { fileURLToPath } from 'node:url';
import { asyncScript, skippingScript } from './browser.mjs';
import { eventually } from './eventually.mjs';
import { newPort } from './ports.mjs';
import { serve } from './serve.mjs';

export { eventually, pause } from './eventually.mjs';

const FOLDER = fileURLToPath(new URL('../pages/ledger/', import.meta.url));
/**
 * @param {import('node:test').TestContext} t  Its end closes the servers.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {object} [options]
 * @param {object} [options.settings]  Read by early.js and ledger.mjs.
 * @param {object} [options.standIn]  Options of the stand-in.
 * @param {boolean} [options.cached]  Pages may stay in memory when they are left.
 * @param {boolean} [options.keepAlive]  Of the stand-in's server, see www/serve.mjs.
 * @param {boolean} [options.skipPauses]  From the beginning, see below.
 */
export async function openLedger(t, driver, { settings = {}, standIn: options, cached = false, keepAlive = false, skipPauses = false } = {}) {
  const served = await serve({ standIn: options, pageRoot: FOLDER, keepAlive });
  const { standIn, clock } = served;
  const skip = () => clock.skip(driver, standIn.state.requests);
  let skips = skipPauses;
  const plain = asyncScript(driver);
  const skipping = skippingScript(driver, skip);
  const front = cached ? await withoutNoStore(served.pageUrl) : null;
  const pageUrl = front?.url ?? served.pageUrl;
  const ofRoute = (route) => standIn.state.requests.filter((request) => request.route === route && request.method !== 'OPTIONS');

  const page = {
    driver, standIn, pageUrl, servicesUrl: served.servicesUrl,
    /** @param {object} [more] further settings */
    address: (more) => `${pageUrl}/?settings=${encodeURIComponent(JSON.stringify({ ...settings, ...more }))}`,
    async load(more) {
      await driver.get(page.address(more));
      await page.ready();
    },
    ready: () => eventually(() => driver.executeScript('return document.documentElement.dataset.ready;'), 'the page did not become ready', { until: (ready) => ready === '1' }),
    async reload() {
      await driver.navigate().refresh();
      await page.ready();
    },
    /** What a script in the page gives; it may use await. @param {string} body @param {...unknown} values */
    inPage: (body, ...values) => (skips ? skipping : plain)(body, ...values),
    /** From now on pauses in which nothing can happen are skipped while such a script runs, and in `waits` (clock.mjs). */
    skipPauses() { skips = true; },
    /** Lets time pass for the services, and for pages that are loaded or come back afterwards. @param {number} ms */
    later: async (ms) => clock.forward(ms),
    /** Waits for something that comes after pauses. @param {() => unknown} look @param {string} complaint */
    waits: (look, complaint) => eventually(look, complaint, skips ? { between: skip } : {}),
    place: (notebooks, wishes) => page.inPage('return place(arguments[0], arguments[1] ?? {});', notebooks, wishes ?? null),
    resume: (reference, notebooks, wishes) => page.inPage('return resume(arguments[0], arguments[1], arguments[2] ?? {});', reference, notebooks, wishes ?? null),
    events: (type) => page.inPage('return events.filter(({ type }) => type === arguments[0]);', type),
    /** Requests to a route, without preflights. */
    sent: ofRoute,
    /** How many requests to create an order have come. */
    posts: () => ofRoute('createOrder').length,
    orders: () => standIn.state.orders,
    ordersOf: (notebooks) => standIn.state.orders.filter(({ lines }) => lines[0].quantity === notebooks),
    sessionsOf: (orderId) => standIn.state.paymentSessions.filter((session) => session.orderId === orderId),
    /** What Ocular heard of an order. */
    reportsOf: (orderId) => standIn.state.reports.filter(({ body }) => body.external_id === String(orderId)),
    async hasNoFault() {
      assert.deepEqual(await driver.executeScript('return window.wrong;'), []);
    },
  };
  t.after(async () => {
    await driver.get('about:blank').catch(() => {});
    await served.close();
    await front?.close();
  });
  await page.load();
  return page;
}

/** In front of the page's server: a browser keeps no page in memory that says `no-store`. */
async function withoutNoStore(target) {
  const port = await newPort();
  const server = createServer((incoming, outgoing) => {
    const onward = ask(`${target}${incoming.url}`, { method: incoming.method, agent: false }, (answer) => {
      const { 'cache-control': _, connection: __, ...headers } = answer.headers;
      outgoing.writeHead(answer.statusCode, { ...headers, 'cache-control': 'no-cache' });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    onward.end();
  });
  await new Promise((done) => { server.listen(port, '127.0.0.1', done); });
  return {
    url: `http://localhost:${port}`,
    close: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}
