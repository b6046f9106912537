/** Opens the page of pages/ledger in a browser, with separate servers and a separate stand-in. */
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
 * @param {import('node:test').TestContext} t  The servers are closed when this test ends.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {object} [options]
 * @param {object} [options.settings]  Read by early.js and ledger.mjs.
 * @param {object} [options.standIn]  Options of the stand-in.
 * @param {boolean} [options.cached]  Lets the browser keep pages in its back/forward cache.
 * @param {boolean} [options.keepAlive]  Option of the stand-in's server; see www/serve.mjs.
 * @param {boolean} [options.skipPauses]  Skips pauses from the start; see below.
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
    /** Runs a script in the page, which may use await, and returns its result. @param {string} body @param {...unknown} values */
    inPage: (body, ...values) => (skips ? skipping : plain)(body, ...values),
    /** From now on, idle pauses are skipped while such a script runs and in `waits` (clock.mjs). */
    skipPauses() { skips = true; },
    /** Advances the clock for the services and for pages that are loaded or restored later. @param {number} ms */
    later: async (ms) => clock.forward(ms),
    /** Waits for something that happens only after pauses. @param {() => unknown} look @param {string} complaint */
    waits: (look, complaint) => eventually(look, complaint, skips ? { between: skip } : {}),
    place: (notebooks, wishes) => page.inPage('return place(arguments[0], arguments[1] ?? {});', notebooks, wishes ?? null),
    resume: (reference, notebooks, wishes) => page.inPage('return resume(arguments[0], arguments[1], arguments[2] ?? {});', reference, notebooks, wishes ?? null),
    events: (type) => page.inPage('return events.filter(({ type }) => type === arguments[0]);', type),
    /** Requests to a route, without preflights. */
    sent: ofRoute,
    /** The number of requests to create an order. */
    posts: () => ofRoute('createOrder').length,
    orders: () => standIn.state.orders,
    ordersOf: (notebooks) => standIn.state.orders.filter(({ lines }) => lines[0].quantity === notebooks),
    sessionsOf: (orderId) => standIn.state.paymentSessions.filter((session) => session.orderId === orderId),
    /** The reports that Ocular received for an order. */
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

/** A proxy for the page's server that drops `no-store`: browsers do not keep such pages in the back/forward cache. */
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
