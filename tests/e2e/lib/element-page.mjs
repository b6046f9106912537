/** `<guest-checkout>` on a third-party page, under the strictest policy. Every error on the page fails the test. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { DEFAULT_TOKEN } from '../../../www/standin/index.mjs';
import { openBrowser } from './browser.mjs';
import { eventually } from './eventually.mjs';
import { newPorts } from './ports.mjs';
import { serve } from './serve.mjs';
import { test } from './test.mjs';

const POLICY = (services) => `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self' ${services}; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'`;
const PAGE = (element) => `<!doctype html>
<html lang="en"><head><title>Another shop</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><script src="/watch.js"></script><script src="/events.js"></script><script type="module" src="/main.mjs"></script></head>
<body>${element}</body></html>`;
const ELEMENT = '<guest-checkout storage="guest_orders" form="guest_order" reference-marker="order_reference"></guest-checkout>';
const EVENTS = `
window.events = [];
for (const name of ['accepted', 'rejected', 'not-sent', 'unknown', 'invalid', 'payment', 'new', 'state']) addEventListener('order-' + name, ({ detail }) => events.push(name + ' ' + (detail?.outcome ?? detail?.state ?? detail?.fields ?? '')));
window.el = () => document.querySelector('guest-checkout');
window.q = (css) => el().shadowRoot.querySelector(css);
window.type = (values) => {
  for (const [name, value] of Object.entries(values)) {
    const input = q('[name=' + name + ']');
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
};`;
/** Sets the properties before the element is defined, as frameworks do. */
const MAIN = (services, token) => `
import { loadOrderBridge } from '/pkg/index.mjs';
window.bridge = await loadOrderBridge({ oneEntry: { url: '${services}', token: '${token}' }, ocular: { sessionId: '7', baseUrl: '${services}' } });
Object.assign(document.querySelector('guest-checkout'), { bridge, products: [{ productId: 10, quantity: 1 }] });
await import('/pkg/element.mjs');`;
const STYLE = 'guest-checkout { --checkout-accent: rgb(1, 2, 3); } guest-checkout::part(main-button) { text-transform: uppercase; }';

/**
 * Returns the `test` function for one file.
 * @typedef {{ standIn?: object, element?: string, first?: string, state?: string }} More  `standIn`: options of the stand-in.
 *   `element`: another tag. `first`: a page script that runs before ours. `state`: the element's initial state.
 * @returns {(name: string, ...rest: [(page: any) => Promise<void>] | [More, (page: any) => Promise<void>]) => void}
 */
export function elementTests() {
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser?.close());

  return (name, ...rest) => test(name, { limitMs: 120_000 }, async (t) => {
    const body = rest.pop();
    const { standIn, element = ELEMENT, first = '', state = 'ready' } = rest[0] ?? {};
    const ports = await newPorts();
    const services = `http://localhost:${ports.servicesPort}`;
    const files = { '/': PAGE(element), '/events.js': EVENTS + first, '/main.mjs': MAIN(services, DEFAULT_TOKEN), '/style.css': STYLE };
    const types = { js: 'text/javascript', mjs: 'text/javascript', css: 'text/css' };
    const alter = (path, file) => (files[path] ? { type: types[path.split('.')[1]] ?? 'text/html; charset=utf-8', bytes: files[path] } : file);
    const served = await serve({ ...ports, standIn, alter, policy: POLICY(services) });
    t.after(() => served.close());
    const inPage = (script, ...values) => browser.driver.executeScript(script, ...values);
    const wait = (look, failure, until) => eventually(look, failure, { until, between: () => served.clock.skip(browser.driver, served.standIn.state.requests) });
    const page = {
      driver: browser.driver,
      standIn: served.standIn,
      inPage,
      until: wait,
      is: (wanted) => wait(() => inPage(`return el().state;`), `the element did not become ${wanted}`, (seen) => seen === wanted),
      text: (css) => inPage('return q(arguments[0])?.textContent ?? null;', css),
      reads: (css, pattern) => wait(() => page.text(css), `${css} does not read ${pattern}`, (seen) => pattern.test(seen ?? '')),
      fill: () => inPage(`type({ guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' });`),
      place: (account = 'stripe') => inPage(`
        type({ guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' });
        q('#account-' + arguments[0]).click();
        q('#place-order').click();`, account),
      /** The shopper's action on the payment page. @param {'pay' | 'expire' | 'cancel'} action */
      payPage: (action) => served.standIn.exchange(new Request(served.standIn.state.paymentSessions.at(-1).paymentUrl, { method: 'POST', body: `action=${action}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } })),
      sent: (route) => served.standIn.state.requests.filter((request) => request.route === route && request.method !== 'OPTIONS'),
      events: async () => (await inPage('return events;')).filter((one) => !one.startsWith('state')),
      reload: async () => {
        await browser.driver.navigate().refresh();
        await wait(() => inPage(`return Boolean(document.querySelector('guest-checkout')?.shadowRoot);`), 'the element did not appear', Boolean);
      },
    };
    await browser.driver.get(served.pageUrl);
    await wait(() => inPage(`return Boolean(document.querySelector('guest-checkout')?.shadowRoot);`), 'the element did not appear', Boolean);
    await page.is(state);
    await body(page);
    assert.deepEqual(await inPage('return wrong;'), []);
  });
}
