/** CORS preflights: sent before the click, and not again while the service allows caching them. Also: responses are not cached. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before } from 'node:test';
import { createStandIn, SHARED_GUEST } from '../../www/standin/index.mjs';
import { asyncScript, engine, openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { newPort } from './lib/ports.mjs';
import { servePages } from './lib/safe-server.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

const ORDERS = '/api/content/orders-storage/marker/guest_orders/orders';
const SESSIONS = '/api/content/payments/sessions';

let browser;
let pages;
let keeper;
before(async () => {
  browser = await openBrowser();
  keeper = await serveKept();
  pages = await servePages({ policies: { page: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' http://localhost:*" } });
});
after(async () => {
  await browser?.close();
  await Promise.all([pages, keeper].map((server) => server?.close()));
});

/** Services that allow caching everything for an hour, and record the requests they receive. */
async function serveKept() {
  const standIn = createStandIn();
  const asked = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    asked.push(`${request.method} ${request.url.split('?')[0]}`);
    const body = ['GET', 'HEAD'].includes(request.method) ? undefined : Buffer.concat(parts);
    const { response: answer } = await standIn.exchange(new Request(`http://${request.headers.host}${request.url}`, { method: request.method, headers: request.headers, body }));
    const headers = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, { ...headers, 'cache-control': 'public, max-age=3600, immutable', 'last-modified': 'Tue, 01 Apr 2025 00:00:00 GMT' }).end(await answer.text());
  }).listen(await newPort(), '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`, standIn, asked,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}

/** Runs a script in a page on a separate origin, with `bridge` and `order` in scope. */
async function inPage(options, body) {
  await browser.driver.get(`${pages.url}/page/`);
  await eventually(() => browser.driver.executeScript('return document.documentElement.dataset.ready === "1";'), 'the page did not start');
  return asyncScript(browser.driver)(`
    const [options] = arguments;
    localStorage.clear();
    const { samples } = await import('/pkg/testing.mjs');
    const bridge = await loadOrderBridge(options);
    const order = { storage: 'guest_orders', ...samples.guestOrder({ paymentAccountIdentifier: 'stripe' }) };
    try { ${body} } finally { bridge.dispose(); }`, options);
}

const CHECKOUT = `
  await bridge.guestCheckout.prepare(order);
  await fetch(options.oneEntry.url + '/standin/click', { method: 'POST' }).catch(() => {});
  return (await bridge.guestCheckout.placeOrder(order, { orderAgain: true })).outcome;`;
/** The requests before and after the click, each as `METHOD path`. */
const halves = (requests) => {
  const all = requests.map(({ method, path }) => `${method} ${path.replace('/api/content', '')}`);
  const click = all.findIndex((one) => one.endsWith('/standin/click'));
  return { before: all.slice(0, click).sort(), after: all.slice(click).filter((one) => !one.endsWith('/standin/click')) };
};

for (const [name, guest] of [['an anonymous guest', undefined], ['the shared guest user', { provider: SHARED_GUEST.provider, authData: SHARED_GUEST.authData }]]) {
  test(`${name}: only two requests after the click, without preflights`, async () => {
    // Services on a new port, for which no preflight is cached.
    const requests = [];
    const standIn = createStandIn();
    const watched = { ...standIn, exchange: (request) => (requests.push({ method: request.method, path: new URL(request.url).pathname }), standIn.exchange(request)) };
    const served = await serve({ standIn: watched });
    try {
      const outcome = await inPage({ oneEntry: { url: served.servicesUrl, token: standIn.token, guest } }, CHECKOUT);
      assert.equal(outcome, 'accepted');
      const { before: early, after: late } = halves(requests);
      assert.deepEqual(late, ['POST /orders-storage/marker/guest_orders/orders', 'POST /payments/sessions']);
      const leave = ['/orders-storage/marker/guest_orders/orders', '/payments/sessions'].flatMap((path) => [`HEAD ${path}`, `OPTIONS ${path}`]).sort();
      assert.deepEqual(early.filter((one) => !one.includes('/users-auth-providers/')), leave);
      assert.equal(standIn.state.orders.length, 1);
    } finally {
      await served.close();
    }
  });
}

test('no response is cached, although the service allows it', async () => {
  const { url, standIn, asked } = keeper;
  const script = `
    await bridge.guestCheckout.prepare(order);
    const placed = await bridge.guestCheckout.placeOrder(order, { orderAgain: true, sessionStatus: 'guest_completed' });
    await bridge.guestCheckout.getAccounts();
    await bridge.guestCheckout.getAccounts();
    const { session } = placed;
    const headers = { 'content-type': 'application/json', 'x-app-token': options.oneEntry.token, 'x-guest-id': localStorage.getItem('oneentry_guest_id') };
    const paths = ['${ORDERS}', '${SESSIONS}', '${SESSIONS}/' + session.id, '/api/content/payments/accounts?langCode=en_US', '/api/content/payments/accounts'];
    // Takes any cached response, however old.
    for (const path of paths) await fetch(options.oneEntry.url + path, { cache: 'force-cache', credentials: 'omit', headers });
    // Control: a browser with a working cache answers this repeated request from it, otherwise the test proves nothing.
    await fetch(options.oneEntry.url + paths[0], { cache: 'force-cache', credentials: 'omit', headers });
    return [placed.outcome, session.id];`;
  const [outcome, session] = await inPage({ oneEntry: { url, token: standIn.token } }, script);
  assert.equal(outcome, 'accepted');
  const count = (line) => asked.filter((one) => one === line).length;
  assert.equal(count(`POST ${ORDERS}`), 1);
  // WebKit under automation has no disk cache.
  assert.equal(count(`GET ${ORDERS}`), engine === 'webkit' ? 2 : 1);
  for (const path of [SESSIONS, `${SESSIONS}/${session}`]) assert.equal(count(`GET ${path}`), 1, path);
  assert.equal(count('GET /api/content/payments/accounts'), 4, 'two of our requests, and two that did not find their responses in the cache');
});

test('no preflight is warmed up on the page\'s own origin', async () => {
  const asked = await asyncScript(browser.driver)(`
    const asked = [];
    const fetch = async (url, { method }) => (asked.push(method + ' ' + url), new Response('{}', { status: 404 }));
    const bridge = await loadOrderBridge({ fetch, oneEntry: { url: location.origin, token: 'token' } });
    await bridge.guestCheckout.prepare({ storage: 'guest_orders' });
    bridge.dispose();
    return asked;`);
  assert.deepEqual(asked, []);
});
