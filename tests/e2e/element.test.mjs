/** `<guest-checkout>` on a page of somebody else: three lines, a strict policy, an event for every outcome, its own looks. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { DEFAULT_TOKEN } from '../../www/standin/index.mjs';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { newPorts } from './lib/ports.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

const POLICY = (services) => `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self' ${services}; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'`;
const PAGE = `<!doctype html>
<html lang="en"><head><title>Another shop</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><script src="/watch.js"></script><script src="/events.js"></script><script type="module" src="/main.mjs"></script></head>
<body><guest-checkout storage="guest_orders" form="guest_order" reference-marker="order_reference"></guest-checkout></body></html>`;
const EVENTS = `
window.events = [];
for (const name of ['accepted', 'rejected', 'not-sent', 'unknown', 'invalid', 'payment', 'new', 'state']) addEventListener('order-' + name, ({ detail }) => events.push(name + ' ' + (detail?.outcome ?? detail?.state ?? detail?.fields ?? '')));
window.q = (css) => document.querySelector('guest-checkout').shadowRoot.querySelector(css);`;
/** The properties are set before the element is known, as frameworks do. */
const MAIN = (services, token) => `
import { loadOrderBridge } from '/pkg/index.mjs';
const bridge = await loadOrderBridge({ oneEntry: { url: '${services}', token: '${token}' }, ocular: { sessionId: '7' } });
Object.assign(document.querySelector('guest-checkout'), { bridge, products: [{ productId: 10, quantity: 1 }] });
await import('/pkg/element.mjs');`;
const STYLE = 'guest-checkout { --checkout-accent: rgb(1, 2, 3); } guest-checkout::part(main-button) { text-transform: uppercase; }';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/** @param {(page: any) => Promise<void>} body */
const on = (name, body) => test(name, { limitMs: 120_000 }, async (t) => {
  const ports = await newPorts();
  const services = `http://localhost:${ports.servicesPort}`;
  const files = { '/': PAGE, '/events.js': EVENTS, '/main.mjs': MAIN(services, DEFAULT_TOKEN), '/style.css': STYLE };
  const types = { js: 'text/javascript', mjs: 'text/javascript', css: 'text/css' };
  const alter = (path, file) => (files[path] ? { type: types[path.split('.')[1]] ?? 'text/html; charset=utf-8', bytes: files[path] } : file);
  const served = await serve({ ...ports, alter, policy: POLICY(services) });
  t.after(() => served.close());
  const inPage = (script, ...values) => browser.driver.executeScript(script, ...values);
  const page = {
    standIn: served.standIn,
    inPage,
    is: (state) => eventually(() => inPage(`return document.querySelector('guest-checkout').state;`), `the element did not become ${state}`, { until: (seen) => seen === state }),
    place: () => inPage(`
      for (const [name, value] of [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']]) q('[name=' + name + ']').value = value;
      q('#account-stripe').click();
      q('#place-order').click();`),
    events: async () => (await inPage('return events;')).filter((one) => !one.startsWith('state')),
  };
  await browser.driver.get(served.pageUrl);
  await page.is('ready');
  await body(page);
  assert.deepEqual(await inPage('return wrong;'), []);
});

on('under the strictest policy: an order, its event, and the way to start over', async (page) => {
  const policy = (await fetch(await page.inPage('return location.href;'))).headers.get('content-security-policy');
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self' http:/);
  await page.place();
  await page.is('accepted');
  assert.deepEqual(await page.events(), ['accepted accepted']);
  assert.equal(page.standIn.state.orders.length, 1);
  await page.inPage(`q('#new-order').click();`);
  await page.is('ready');
  assert.equal((await page.events()).at(-1), 'new ');
});

on('an event for every other end: nothing filled in, refused, not sent, not known', async (page) => {
  await page.inPage(`q('#place-order').click();`);
  assert.deepEqual(await page.events(), ['invalid guest_name,guest_phone,guest_email']);
  page.standIn.faults.add({ route: 'createOrder', fault: 'rejected' });
  await page.place();
  await eventually(page.events, 'there are not two events', { until: ({ length }) => length === 2 });
  await page.is('ready');
  await page.inPage(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });`);
  await page.place();
  await eventually(page.events, 'there are not three events', { until: ({ length }) => length === 3 });
  await page.is('ready');
  await page.inPage(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true });`);
  page.standIn.change({ guestOrderList: false });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await page.place();
  await page.is('checking');
  assert.deepEqual((await page.events()).slice(1), ['rejected rejected', 'not-sent notSent', 'unknown unknown']);
});

on('a page gives it colours and reaches its parts; a language of its own; no value is kept unless it is asked for', async (page) => {
  const looks = await page.inPage(`const { backgroundColor, textTransform } = getComputedStyle(q('#place-order')); return [backgroundColor, textTransform];`);
  assert.deepEqual(looks, ['rgb(1, 2, 3)', 'uppercase']);
  await page.inPage(`document.querySelector('guest-checkout').lang = 'pt-BR';`);
  assert.equal(await page.inPage(`return q('#place-order').textContent;`), 'Fazer o pedido');
  await page.place();
  await page.is('accepted');
  const kept = await page.inPage('return JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);');
  assert.doesNotMatch(kept, /Christina|18005000500|yourmail/);
  assert.match(kept, /order_bridge_checkout:placed/);
});

on('taken out of the page and put back: it goes on', async (page) => {
  await page.inPage(`const own = document.querySelector('guest-checkout'); own.remove(); document.body.append(own);`);
  await page.is('ready');
  await page.place();
  await page.is('accepted');
  assert.equal(page.standIn.state.orders.length, 1);
});
