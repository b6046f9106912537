/**
 * Kills a tab at every point between a shop's push and Ocular's answer. The shopper then opens another page of the shop in a tab
 * without a video attention. Every purchase arrives under the attention of the first tab, and none counts twice.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before } from 'node:test';
import { engine, openSturdyBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { DEATH, killTab, processOf } from './lib/kill.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openSturdyBrowser(); });
after(() => browser?.close());

const EARLY = new URL('./pages/ledger/early.js', import.meta.url);
const KEYS = ['order_bridge_purchases', 'order_bridge_left'];
/** Faults with which Ocular holds the report while the tab dies. */
const HELD = [{ route: 'setBuyOrder', fault: 'hang' }, { route: 'setBuyOrder', fault: 'hang', commit: true }];

async function openShop(t) {
  const page = (body) => ({ type: 'text/html; charset=utf-8', bytes: `<!doctype html><html lang="es"><head><title>Tienda</title><link rel="icon" href="data:,">
<script src="/watch.js"></script><script src="/services.js"></script><script src="/known.js"></script><script src="/early.js"></script>
<script async src="/pkg/tag.js" data-currency="CLP"></script></head><body>${body}</body></html>` });
  let services = '';
  const alter = async (path, file) => {
    if (path === '/known.js') return { type: 'text/javascript', bytes: `window.services = { servicesUrl: '${services}' };` };
    if (path === '/early.js') return { type: 'text/javascript', bytes: await readFile(EARLY, 'utf8') };
    if (path === '/cart') return page('<form><input type="hidden" name="ocular_session_id" value="1536"></form>');
    return path === '/' ? page('<p>Inicio</p>') : file;
  };
  const served = await serve({ alter });
  t.after(() => served.close());
  services = served.servicesUrl;
  const settings = encodeURIComponent(JSON.stringify({ points: DEATH, keys: KEYS }));
  return { ...served, address: (path) => `${served.pageUrl}${path}?settings=${settings}` };
}

const PUSH = `
  const [id] = arguments;
  setTimeout(() => (window.dataLayer = window.dataLayer || []).push({ event: 'purchase', ecommerce: { transaction_id: id, items: [{ item_id: 'A', item_name: 'Crema', price: 23990, quantity: 2 }] } }), 20);`;

/** Notifies the services when a tab finishes without passing the point: lock requests are not always made in the same order. */
const SAY_WHEN_OVER = `
  const look = () => setTimeout(localStorage.getItem('order_bridge_purchases') ? look : () => void fetch(window.services.servicesUrl + '/ended').catch(() => {}), 500);
  setTimeout(look, 1000);`;

test('a tab dies at every point between the push and the answer', async (t) => {
  const shop = await openShop(t);
  const { driver } = browser;
  const inPage = (script, ...values) => driver.executeScript(script, ...values);
  const { standIn } = shop;
  const reportsOf = (id) => standIn.state.reports.filter(({ body }) => body?.external_id === id);
  const isDone = () => eventually(() => inPage(`return !localStorage.getItem('order_bridge_purchases');`), 'the purchase is still on the list');
  const ready = () => eventually(() => inPage(`return Boolean(window.arm) && Boolean(window[Symbol.for('order-bridge.tag')]);`), 'the tag did not load');
  const keeper = await driver.getWindowHandle();
  const newTab = async (path) => {
    await driver.switchTo().newWindow('tab');
    await driver.get(shop.address(path));
    await ready();
  };
  const forget = () => driver.executeAsyncScript(`
    const done = arguments[0];
    localStorage.clear(); sessionStorage.clear();
    done();`);

  // One complete run without a kill, to collect the list of points.
  await newTab('/cart');
  await inPage('arm(null);');
  await inPage(PUSH, 'T-0');
  await eventually(() => reportsOf('T-0').length === 1, 'nothing was reported');
  await isDone();
  const points = await inPage('return points;');
  assert.ok(points.length >= 8, points.join());
  await driver.close();
  await driver.switchTo().window(keeper);

  const came = new Map();
  /** @type {string[]} */
  const missed = [];
  for (const [index, point] of [...points, ...HELD].entries()) {
    const id = `T-${index + 1}`;
    const name = typeof point === 'string' ? point : JSON.stringify(point);
    await newTab('/cart');
    const pid = await processOf(driver);
    let ending;
    if (typeof point === 'string') {
      await inPage('arm(arguments[0]);', point);
      const calls = (path) => standIn.state.requests.filter((request) => request.path === path).length;
      const before = [calls('/point'), calls('/ended')];
      ending = inPage(PUSH + SAY_WHEN_OVER, id).catch(() => {});
      const came = () => (calls('/point') > before[0] ? 'reached' : calls('/ended') > before[1] && 'over');
      if ((await eventually(came, `"${name}" was not reached`)) === 'over') {
        missed.push(name);
        ending = inPage('stopNow();').catch(() => {});
      }
    } else {
      await inPage('arm(null);');
      standIn.faults.add(point);
      await inPage(PUSH, id);
      await eventually(() => standIn.state.requests.some(({ route, body }) => route === 'setBuyOrder' && JSON.stringify(body ?? '').includes(id)), `${name}: no report was sent`);
      ending = inPage('stopNow();').catch(() => {});
    }
    await killTab(driver, pid, keeper, ending);

    // Another page of the shop, in a tab without an attention.
    await newTab('/');
    await eventually(() => reportsOf(id).length > 0, `${name}: the purchase was lost`);
    await isDone();
    // The shopper returns to the thank-you page, which pushes again.
    await inPage(`sessionStorage.setItem('order_bridge_attention', JSON.stringify({ id: '1536', at: Date.now() }));`);
    await inPage(PUSH, id);
    await new Promise((done) => { setTimeout(done, 200); });
    await isDone();
    const reports = reportsOf(id);
    assert.ok(reports.every(({ session, text }) => session === '1536' && text === reports[0].text), `${name}: reports differ`);
    assert.equal(standIn.state.ocularOrders.filter(({ external_id: own }) => own === id).length, 1, `${name}: orders at Ocular`);
    assert.ok(reports.length <= 3, `${name}: ${reports.length} reports`);
    assert.deepEqual(await inPage('return wrong;'), []);
    const times = ['once', 'twice', 'three times'][reports.length - 1];
    came.set(times, [...came.get(times) ?? [], name]);
    await forget();
    await driver.close();
    await driver.switchTo().window(keeper);
  }
  assert.ok(missed.length <= 3, `not reached: ${missed.join('; ')}`);
  t.diagnostic(`${engine} (${DEATH === 'spin' ? 'process killed' : 'page dead, tab closed'}): ${points.length + HELD.length} kills, every purchase arrived and counts once`);
  for (const [times, names] of came) t.diagnostic(`reported ${times}: ${names.join('; ')}`);
});
