/** www/tag.html: a shop that integrates only the tag, with every way in which shops report to Google, and the agent's screen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = /^\/tag(\/\w+)?\.html$/;
const TAG = '<script async src="/pkg/tag.js" data-currency="CLP" data-debug></script>';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/** @param {import('node:test').TestContext} t */
async function openShop(t) {
  const alter = (path, file) => {
    if (path === '/axe.js') return { type: 'text/javascript', bytes: AXE };
    return PAGES.test(path) ? { ...file, bytes: String(file.bytes).replace('<head>', `<head><script src="/watch.js"></script>${path === '/tag.html' ? '<script src="/axe.js"></script>' : ''}`) } : file;
  };
  const served = await serve({ alter });
  t.after(() => served.close());
  const { driver } = browser;
  const inPage = (script, ...values) => driver.executeScript(script, ...values);
  const until = (script, what) => eventually(() => inPage(script), what);
  const go = (path) => driver.get(served.pageUrl + path);
  return {
    driver, inPage, until, go,
    standIn: served.standIn,
    orders: () => served.standIn.state.ocularOrders.map(({ session, external_id: id, reports, items }) => `${session} ${id} ${reports}: ${items.map(({ external_id: item, quantity, price, discount, currency, variants, categories }) => `${item} ${quantity} × ${price}${discount ? ` − ${discount}` : ''} ${currency} ${variants.map(({ value }) => value)} ${categories}`).join(', ')}`),
    says: () => inPage(`return consoleLines.filter((line) => line.includes('order-bridge'));`),
    wrong: () => inPage('return wrong;'),
    /** Goes from the cart, which has the attention, to the thank-you page. */
    async buy(switches, cart = { 'CREMA-01': 2, 'LABIAL-03': 1 }) {
      await go('/tag/account.html');
      await inPage(`
        sessionStorage.setItem('tag-demo:switches', JSON.stringify(arguments[0]));
        sessionStorage.setItem('tienda:carrito', JSON.stringify(arguments[1]));`, switches, cart);
      await go('/tag/cart.html');
      await until(`return Boolean(sessionStorage.getItem('order_bridge_attention'));`, 'the attention was not recorded');
      await go('/tag/thanks.html?pedido=T-1001');
    },
  };
}

const WHOLE = '1536 T-1001 1: CREMA-01 2 × 24990 CLP 50 ml Rostro, LABIAL-03 1 × 8990 CLP Rojo 05 Maquillaje';

for (const shape of ['ga4', 'flat', 'gtag', 'split', 'universal']) {
  test(`${shape}: the order reaches the agent, whether it is pushed before or after the tag loads`, async (t) => {
    const shop = await openShop(t);
    for (const when of ['before', 'after']) {
      shop.standIn.reset();
      await shop.buy({ shape, when });
      await eventually(() => shop.standIn.state.ocularOrders.length === 1, `${when}: no order arrived`);
      assert.deepEqual(shop.orders(), [WHOLE], when);
      assert.deepEqual(await shop.wrong(), []);
      await shop.until(`return !localStorage.getItem('order_bridge_purchases');`, 'the purchase was not removed from the list');
      await shop.inPage('sessionStorage.clear(); localStorage.clear();');
      // A browser does not report a purchase twice, so the second round acts as another shopper.
      await forget(shop);
    }
  });
}

const forget = (shop) => shop.driver.executeAsyncScript(`
  const done = arguments[0];
  const all = indexedDB.databases ? indexedDB.databases() : Promise.resolve([]);
  all.then(async (found) => {
    for (const { name } of found) await new Promise((end) => { const wish = indexedDB.deleteDatabase(name); wish.onsuccess = wish.onerror = wish.onblocked = end; });
    done();
  });`);

test('common mistakes of shops: the right order arrives, or the console says why none does', async (t) => {
  for (const [mistake, switches, expected] of [
    ['texts', {}, WHOLE],
    ['texts', { shape: 'universal' }, WHOLE],
    ['twice', {}, WHOLE],
    ['beside', {}, WHOLE],
    ['beside', { shape: 'universal' }, WHOLE],
    ['replaced', { when: 'after' }, WHOLE],
    ['no-currency', {}, WHOLE],
    ['object', { shape: 'gtag' }, WHOLE],
    ['discount', {}, '1536 T-1001 1: CREMA-01 2 × 24990 − 4998 CLP 50 ml Rostro, LABIAL-03 1 × 8990 − 899 CLP Rojo 05 Maquillaje'],
  ]) {
    await t.test(`${mistake} ${switches.shape ?? ''}`, async (t) => {
      const shop = await openShop(t);
      await shop.buy({ ...switches, mistakes: [mistake] });
      await eventually(() => shop.standIn.state.ocularOrders.length > 0, 'no order arrived');
      await shop.until(`return !localStorage.getItem('order_bridge_purchases');`, 'the purchase was not removed from the list');
      assert.deepEqual(shop.orders(), [expected]);
      assert.deepEqual(await shop.wrong(), []);
    });
  }
  await t.test('no transaction id', async (t) => {
    const shop = await openShop(t);
    await shop.buy({ mistakes: ['no-id'] });
    await eventually(async () => (await shop.says()).length > 0, 'the tag logs nothing');
    assert.match((await shop.says()).join(), /not reported, NO_TRANSACTION_ID/);
    assert.deepEqual(shop.orders(), []);
  });
});

test('a tag manager loads the tag; without the code nothing is requested or reported', async (t) => {
  const shop = await openShop(t);
  await shop.buy({ brings: 'manager' });
  await eventually(() => shop.standIn.state.ocularOrders.length === 1, 'no order arrived');
  assert.deepEqual(shop.orders(), [WHOLE]);
  shop.standIn.reset();
  await shop.go('/tag/account.html');
  await shop.inPage(`sessionStorage.clear(); localStorage.clear(); sessionStorage.setItem('tag-demo:switches', '{"code":""}'); sessionStorage.setItem('tienda:carrito', '{"CREMA-01":1}');`);
  await shop.go('/tag/thanks.html?pedido=T-1002');
  await new Promise((done) => { setTimeout(done, 1000); });
  assert.equal(await shop.inPage(`return performance.getEntriesByType('resource').filter(({ name }) => /pkg/.test(name)).length;`), 0);
  assert.deepEqual(shop.standIn.state.reports, []);
});

test('by hand from product to cart, bank and thank-you page: the agent sees the order with picture, variant and total', async (t) => {
  const shop = await openShop(t);
  const { driver } = shop;
  await driver.manage().window().setRect({ width: 1280, height: 1000 });
  await shop.go('/tag.html');
  await shop.until(`return document.getElementById('where').textContent === '/tag/product.html';`, 'the shop did not load');
  const inShop = (script) => shop.inPage(`const d = document.getElementById('shop').contentDocument; ${script}`);
  const at = (path) => shop.until(`return document.getElementById('where').textContent.startsWith('${path}');`, `the shop is not at ${path}`);
  await inShop(`const [first] = d.querySelectorAll('#products button'); first.click(); first.click(); d.querySelector('a.button').click();`);
  await at('/tag/cart.html');
  await eventually(() => inShop(`return Boolean(d.querySelector('[name=ocular_session_id]'));`), 'the attention did not start');
  await eventually(() => shop.inPage(`return Boolean(sessionStorage.getItem('order_bridge_attention'));`), 'the attention was not recorded');
  await inShop(`d.getElementById('pay').click();`);
  await at('The page of the bank');
  await driver.switchTo().frame(await driver.findElement({ css: '#shop' }));
  await driver.executeScript(`document.getElementById('paid').click();`);
  await driver.switchTo().defaultContent();
  await at('/tag/thanks.html');
  await shop.until(`return /T-1001/.test(document.getElementById('agent').textContent);`, 'the agent does not see the order');
  const screen = await shop.inPage(`return document.getElementById('agent').innerText;`);
  for (const part of [/attention 1536/, /not paid yet/, /Crema facial/, /2 × \$24,990/, /50 ml/, /\$49,980/]) assert.match(screen, part);
  assert.equal(await shop.inPage(`return document.querySelector('#agent img').getAttribute('src');`), '/pictures/CREMA-01.svg');
  await shop.until(`return /purchase T-1001: 1 line, CLP 49980, attention 1536, sent, statusCode 0/.test(document.getElementById('says').textContent);`, 'the tag logs nothing');

  for (const theme of ['light', 'dark']) {
    await shop.inPage(`document.documentElement.dataset.theme = arguments[0];`, theme);
    const found = await driver.executeAsyncScript(`
      const done = arguments[0];
      window.axe.run({ exclude: [['iframe']] }, { iframes: false, resultTypes: ['violations'] }).then(({ violations }) => done(violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target))), (error) => done(String(error)));`);
    assert.deepEqual(found, [], theme);
  }
  await driver.manage().window().setRect({ width: 400, height: 800 });
  assert.equal(await shop.inPage('return document.documentElement.scrollWidth <= innerWidth;'), true, 'the page is wider than a phone');

  // Changed switches apply immediately; starting again clears everything.
  await shop.inPage(`document.getElementById('no-code').click();`);
  assert.equal(await shop.inPage(`return JSON.parse(sessionStorage.getItem('tag-demo:switches')).code;`), '');
  await shop.inPage(`document.getElementById('own-code').click();`);
  assert.equal(await shop.inPage(`return JSON.parse(sessionStorage.getItem('tag-demo:switches')).code;`), TAG);
  await at('/tag/thanks.html');
  // The load event of a reload that has just ended must not count: the thank-you page would report its purchase again.
  const [place, isKept] = await driver.executeAsyncScript(`
    const [frame, done] = [document.getElementById('shop'), arguments[0]];
    document.getElementById('again').click();
    frame.dispatchEvent(new Event('load'));
    Promise.resolve().then(() => {}).then(() => done([frame.contentWindow.location.pathname, sessionStorage.getItem('tienda:pedidos') !== null]));`);
  assert.ok(isKept || place === 'blank', `cleared while the shop is at ${place}`);
  await at('/tag/product.html');
  await shop.until(`return document.getElementById('agent').querySelectorAll('img').length === 0;`, 'the order is still there');
  assert.deepEqual(shop.standIn.state.ocularOrders, []);
  assert.equal(await shop.inPage(`return sessionStorage.getItem('tienda:pedidos');`), null);
});
