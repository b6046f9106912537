/** The tag in a shop without any other integration: an attention on one page, a purchase on another, and no cost for other page views. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { newPorts } from './lib/ports.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const ITEMS = `[{ item_id: 'SKU-1', item_name: 'Crema facial', price: 23990, quantity: 2 }]`;
const PURCHASE = (id) => `{ event: 'purchase', user_data: { email: 'kim@example.org' }, ecommerce: { transaction_id: '${id}', value: 47980, customer: 'Kim', items: ${ITEMS} } }`;
const page = (body) => `<!doctype html>
<html lang="es"><head><title>Tienda</title><link rel="icon" href="data:,"><script src="/watch.js"></script></head><body>${body}</body></html>`;

/** Serves pages and scripts by path. Scripts are separate files because the policy is strict. @param {Record<string, string>} files */
async function shop(t, files) {
  const ports = await newPorts();
  const services = `http://localhost:${ports.servicesPort}`;
  const tag = (more = '') => `<script async src="/pkg/tag.js" data-currency="CLP" data-ocular-base-url="${services}/api/product-management/v1" ${more}></script>`;
  const all = {
    '/': page(`${tag()}<p>home</p>`),
    '/cart': page(`${tag()}<form><input type="hidden" name="ocular_session_id" value="1536"></form>`),
    '/thanks': page(`<script src="/bought.js"></script>${tag()}${tag()}`),
    '/late': page(`${tag()}<script src="/bought-late.js"></script>`),
    '/bought.js': `window.dataLayer = window.dataLayer || []; dataLayer.push(${PURCHASE('T1')});`,
    '/bought-late.js': `addEventListener('load', () => setTimeout(() => { window.dataLayer = window.dataLayer || []; dataLayer.push(${PURCHASE('T2')}); }, 50));`,
    ...Object.fromEntries(Object.entries(files ?? {}).map(([path, make]) => [path, typeof make === 'function' ? make(tag) : make])),
  };
  const alter = (path, file) => {
    if (all[path]) return { type: path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8', bytes: all[path].replaceAll('PORT', ports.pagePort) };
    // Like a file host that allows pages of other hosts.
    return file && path.startsWith('/pkg/') ? { ...file, headers: { 'access-control-allow-origin': '*' } } : file;
  };
  const other = `http://127.0.0.1:${ports.pagePort}`;
  const served = await serve({ ...ports, alter, policy: `default-src 'none'; script-src 'self' ${other} 'wasm-unsafe-eval'; img-src data:; connect-src 'self' ${other} ${services}; require-trusted-types-for 'script'` });
  t.after(() => served.close());
  const { standIn } = served;
  const inPage = (script) => browser.driver.executeScript(script);
  return {
    standIn, inPage,
    go: (path) => browser.driver.get(served.pageUrl + path),
    reports: () => standIn.state.reports.map(({ session, body }) => `${session} ${body.external_id} ${body.items[0].quantity} × ${body.items[0].price} ${body.items[0].currency}`),
    asked: () => inPage(`return [...new Set(performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.startsWith('/pkg/') || path.startsWith('/api/')))];`),
    databases: () => inPage(`return indexedDB.databases ? indexedDB.databases().then((all) => all.map(({ name }) => name)) : [];`),
    wrong: () => inPage('return wrong;'),
    until: (look, what) => eventually(look, what),
  };
}

test('the attention of the cart page counts on the thank-you page; the report contains no personal data', async (t) => {
  const own = await shop(t);
  await own.go('/cart');
  await own.until(() => own.inPage(`return sessionStorage.getItem('order_bridge_attention');`), 'the attention was not saved');
  assert.deepEqual(await own.asked(), ['/pkg/tag.js']);
  await own.go('/thanks');
  await own.until(() => own.standIn.state.reports.length === 1, 'nothing was reported');
  assert.deepEqual(own.reports(), ['1536 T1 2 × 23990 CLP']);
  assert.doesNotMatch(JSON.stringify(own.standIn.state.reports), /kim|Kim/);
  await own.until(() => own.inPage(`return localStorage.getItem('order_bridge_purchases') === null;`), 'the purchase is still saved');
  // Two more visits push the same purchase again.
  await own.go('/thanks');
  await own.until(() => own.inPage(`return localStorage.getItem('order_bridge_purchases') === null && Boolean(window.ocularOrderTrack);`), 'the second visit was not processed');
  await own.go('/thanks');
  await new Promise((done) => { setTimeout(done, 500); });
  assert.deepEqual(own.reports(), ['1536 T1 2 × 23990 CLP']);
  assert.deepEqual(await own.wrong(), []);
});

test('a page view without an attention loads only the tag: no request, no wasm, no database', async (t) => {
  const own = await shop(t);
  await own.go('/');
  await new Promise((done) => { setTimeout(done, 800); });
  assert.deepEqual(await own.asked(), ['/pkg/tag.js']);
  await own.go('/thanks');
  await new Promise((done) => { setTimeout(done, 800); });
  assert.deepEqual(await own.asked(), ['/pkg/tag.js'], 'a purchase without an attention loads nothing');
  assert.deepEqual(await own.databases(), []);
  assert.equal(await own.inPage('return localStorage.length + sessionStorage.length;'), 0);
  assert.deepEqual([own.standIn.state.reports, await own.wrong()], [[], []]);
});

test('a purchase pushed long after the tag loaded, and an attention that arrives after the purchase', async (t) => {
  const own = await shop(t);
  await own.go('/cart');
  await own.until(() => own.inPage(`return sessionStorage.getItem('order_bridge_attention');`), 'the attention was not saved');
  await own.go('/late');
  await own.until(() => own.standIn.state.reports.length === 1, 'nothing was reported');
  await own.inPage('sessionStorage.clear(); localStorage.clear();');
  await own.go('/thanks');
  await own.inPage(`
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name: 'ocular_session_id' });
    document.body.append(input);
    setTimeout(() => { input.value = '77'; }, 300);`);
  await own.until(() => own.standIn.state.reports.length === 2, 'the purchase was not reported under the late attention');
  assert.deepEqual(own.reports(), ['1536 T2 2 × 23990 CLP', '77 T1 2 × 23990 CLP']);
  assert.deepEqual(await own.wrong(), []);
});

test('an attention counts for two hours, or as long as the tag says', async (t) => {
  const own = await shop(t, { '/never': (tag) => page(`<script src="/bought.js"></script>${tag('data-remember-hours="0"')}`) });
  await own.go('/');
  const note = (hours) => own.inPage(`sessionStorage.setItem('order_bridge_attention', JSON.stringify({ id: '1536', at: Date.now() - ${hours} * 3600000 }));`);
  for (const [hours, path] of [[2.1, '/thanks'], [0.1, '/never']]) {
    await note(hours);
    await own.go(path);
    await new Promise((done) => { setTimeout(done, 700); });
    assert.deepEqual(own.reports(), [], `${hours} ${path}`);
  }
  await note(1.9);
  await own.go('/thanks');
  await own.until(() => own.standIn.state.reports.length === 1, 'nothing was reported');
});

test('a page left before Ocular answers: the next page reports the purchase under the original attention', async (t) => {
  const own = await shop(t);
  await own.go('/cart');
  await own.until(() => own.inPage(`return sessionStorage.getItem('order_bridge_attention');`), 'the attention was not saved');
  own.standIn.faults.add({ route: 'setBuyOrder', fault: 'hang', times: 1 });
  await own.go('/thanks');
  await own.until(() => own.inPage(`return Boolean(localStorage.getItem('order_bridge_purchases'));`), 'the purchase was not saved');
  assert.doesNotMatch(await own.inPage(`return localStorage.getItem('order_bridge_purchases');`), /kim|Kim/);
  await own.inPage('sessionStorage.clear();');
  await own.go('/');
  await own.until(() => own.reports().length >= 1, 'the purchase was lost');
  await own.until(() => own.inPage(`return localStorage.getItem('order_bridge_purchases') === null;`), 'the purchase is still saved');
  assert.deepEqual(new Set(own.reports()), new Set(['1536 T1 2 × 23990 CLP']));
  assert.equal(own.standIn.state.ocularOrders.length, 1, 'the purchase counts once');
});

test('calls to the vendor\'s object wait while the rest loads; each decision is logged in one line', async (t) => {
  const own = await shop(t, { '/debug': (tag) => page(`<script src="/bought.js"></script>${tag('data-debug data-ocular-session-id="9"')}`) });
  await own.go('/');
  await own.inPage(`window.answer = null; ocularOrderTrack.setBuyOrder({ external_id: 'X', items: [] }).then((answer) => { window.answer = answer; });`);
  const answer = await own.until(() => own.inPage('return window.answer;'), 'no answer');
  assert.equal(answer.statusCode, 2);
  await own.go('/debug');
  const lines = () => own.inPage(`return consoleLines.filter((line) => line.includes('order-bridge'));`);
  await own.until(async () => (await lines()).length === 1, 'nothing is logged');
  assert.deepEqual(await lines(), ['console.info: order-bridge: purchase T1: 1 line, CLP 47980, attention 9, sent, statusCode 0']);
  await own.go('/thanks?order-bridge-debug');
  await own.until(async () => (await lines()).length === 1, 'nothing is logged');
  assert.deepEqual(await lines(), ['console.info: order-bridge: no attention: not reported']);
});

test('loaded from another host, with and without crossorigin, and next to another script named tag.js', async (t) => {
  const far = (page) => page.replace('src="/pkg/tag.js"', 'src="http://127.0.0.1:PORT/pkg/tag.js"');
  const own = await shop(t, {
    '/plain': (tag) => page(far(tag('data-ocular-session-id="5"'))),
    '/crossorigin': (tag) => page(far(tag('crossorigin="anonymous" data-ocular-session-id="6"'))),
    '/others': (tag) => page(`<script async src="/metrika/tag.js"></script>${tag('data-ocular-session-id="7"')}`),
    '/metrika/tag.js': 'window.another = true;',
  });
  for (const [path, session] of [['/plain', 5], ['/crossorigin', 6], ['/others', 7]]) {
    await own.go(path);
    await own.inPage(`window.dataLayer = window.dataLayer || []; window.dataLayer.push(${PURCHASE(`T${session}`)});`);
    await own.until(() => own.reports().includes(`${session} T${session} 2 × 23990 CLP`), `${path}: nothing was reported`);
    await own.until(() => own.inPage(`return localStorage.getItem('order_bridge_purchases') === null;`), 'the purchase is still on the list');
  }
  assert.deepEqual(await own.wrong(), []);
});

test('without storage, a purchase is reported if the attention is on the same page', async (t) => {
  const own = await shop(t, {
    '/forbidden.js': `for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });`,
    '/all': (tag) => page(`<script src="/forbidden.js"></script><form><input type="hidden" name="ocular_session_id" value="1536"></form><script src="/bought.js"></script>${tag()}`),
  });
  await own.go('/all');
  await own.until(() => own.reports().length === 1, 'nothing was reported');
  assert.deepEqual([own.reports(), await own.wrong()], [['1536 T1 2 × 23990 CLP'], []]);
});

test('a storage that holds something else does not stop the tag', async (t) => {
  const own = await shop(t, { '/all': (tag) => page(`<form><input type="hidden" name="ocular_session_id" value="1536"></form><script src="/bought.js"></script>${tag()}`) });
  for (const [turn, other] of ['5', '"text"', '{}', 'null', '[null, 5, {}]', 'not JSON'].entries()) {
    await own.go('/');
    await own.inPage(`
      for (const key of ['order_bridge_purchases', 'order_bridge_left', 'order_bridge_reported']) localStorage.setItem(key, ${JSON.stringify(other)});
      sessionStorage.setItem('order_bridge_attention', ${JSON.stringify(other)});`);
    await own.go('/all');
    await own.until(() => own.reports().length === turn + 1, `with ${other} in the storage, nothing was reported`);
    await own.until(() => own.inPage(`return localStorage.getItem('order_bridge_purchases') === null;`), `with ${other} in the storage, the purchase is still saved`);
    assert.deepEqual(await own.wrong(), []);
  }
});

test('a push that cannot be saved is still reported', async (t) => {
  const own = await shop(t);
  await own.go('/cart');
  await own.until(() => own.inPage(`return Boolean(window[Symbol.for('order-bridge.tag')]);`), 'the tag did not load');
  await own.inPage(`(window.dataLayer = window.dataLayer || []).push({ event: 'purchase', ecommerce: { transaction_id: 'T9', value: 1n, items: ${ITEMS} } });`);
  await own.until(() => own.reports().includes('1536 T9 2 × 23990 CLP'), 'nothing was reported');
  assert.deepEqual(await own.wrong(), []);
});

test('a report that was not delivered stays listed when another one is delivered', async (t) => {
  const own = await shop(t);
  await own.go('/cart');
  await own.until(() => own.inPage(`return Boolean(window[Symbol.for('order-bridge.tag')]);`), 'the tag did not load');
  const buy = (id) => own.inPage(`(window.dataLayer = window.dataLayer || []).push(${PURCHASE(id)});`);
  const left = () => own.inPage(`return Object.keys(JSON.parse(localStorage.getItem('order_bridge_left') || '{}'));`);
  own.standIn.faults.add({ route: 'setBuyOrder', fault: 'rejected', times: 1 });
  await buy('T1');
  await own.until(async () => (await left()).join() === 'T1', 'the undelivered report is not listed');
  await buy('T2');
  await own.until(() => own.reports().some((report) => report.includes('T2')), 'the second purchase was not reported');
  await own.until(() => own.inPage(`return localStorage.getItem('order_bridge_purchases') === null;`), 'the purchase is still on the list');
  assert.deepEqual(await left(), ['T1']);
  await buy('T1');
  await own.until(async () => (await left()).length === 0, 'the report was delivered but is still listed');
});
