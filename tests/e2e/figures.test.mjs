/** The cost of the page: bytes, layout shifts, long tasks. Only Chromium can measure shifts and long tasks. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { engine } from './lib/browser.mjs';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();
/** Brotli bytes of everything the shop page loads, without pictures, the package's main entry and its wasm. */
const MOST_OWN = 35_000;
/** Brotli bytes of everything that loads while the cart is still empty, without pictures. */
const MOST_FIRST = 20_000;
/** Brotli bytes of the pictures of all products. */
const MOST_PICTURES = 2_500;

const observe = (shop) => shop.driver.executeAsyncScript(`
  const done = arguments[0], found = { shift: 0, shifts: [], long: [] };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) { found.shift += entry.value; found.shifts.push(entry.value.toFixed(4) + ' ' + entry.sources.map(({ node }) => (node?.id || node?.className || node?.nodeName || '?')).join(', ')); } })).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration, startTime }) => found.long.push(Math.round(duration) + ' ms at ' + Math.round(startTime)))).observe({ type: 'longtask', buffered: true });
  // Late shifts happen in the frames after the last image, font and request.
  const frames = (count) => (count ? requestAnimationFrame(() => frames(count - 1)) : setTimeout(() => done(found), 0));
  document.fonts.ready.then(() => requestIdleCallback(() => frames(10), { timeout: 1500 }));`);

// Text wraps differently in each language, so the space reserved for the form has to fit all of them.
for (const [width, height] of [[1200, 900], [768, 1024], [360, 780], [320, 640]]) {
  test(`nothing moves while the page loads, ${width} wide, in en, es and pt`, async (shop) => {
    if (engine !== 'chromium') return;
    await shop.driver.manage().window().setRect({ width, height });
    for (const language of ['en', 'es', 'pt']) {
      await shop.firstVisit(language);
      // The panel is rendered last.
      await shop.appears('#fault-hang');
      const first = await observe(shop);
      console.log(`${language}: first visit, layout shift ${first.shift.toFixed(4)}, long tasks: ${first.long.join(', ') || 'none'}`);
      assert.ok(first.shift < 0.001, `${language}, first visit: ${first.shifts.join('; ')}`);
      await shop.add(10);
      await shop.load();
      await shop.appears('#fault-hang');
      const { shift, shifts, long } = await observe(shop);
      console.log(`${language}: layout shift ${shift.toFixed(4)}, long tasks: ${long.join(', ') || 'none'}`);
      assert.ok(shift < 0.001, `${language}: ${shifts.join('; ')}`);
    }
  });
}

test('an appearing scroll bar does not shift the layout', async (shop) => {
  if (engine !== 'chromium') return;
  await shop.driver.manage().window().setRect({ width: 1200, height: 900 });
  const [long, short] = await shop.inPage(`
    const root = document.documentElement;
    const seen = () => [document.querySelector('header').getBoundingClientRect().left, root.scrollHeight > innerHeight];
    const before = seen();
    for (const part of document.querySelectorAll('body > :not(header)')) part.style.display = 'none';
    return [before, seen()];`);
  assert.deepEqual([long[1], short[1]], [true, false]);
  assert.equal(long[0], short[0]);
});

test('bytes of a first visit, and with the checkout', async (shop) => {
  const loaded = async () => [...new Set(await shop.inPage(`return [location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)].map((name) => new URL(name)).filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname);`))]
    .filter((path) => !['/services.json', '/watch.js', '/find.js'].includes(path));
  const file = (path) => new URL(path.startsWith('/pkg/') ? `../..${path}` : `../../www${path === '/' ? '/index.html' : path}`, import.meta.url);
  const bytes = (list) => list.reduce((sum, path) => sum + brotliCompressSync(readFileSync(file(path))).length, 0);
  const LIBRARY = ['/pkg/index.mjs', '/pkg/order_bridge_bg.wasm'];

  await shop.firstVisit();
  await shop.appears('#fault-hang');
  const pictures = (await loaded()).filter((path) => path.startsWith('/pictures/'));
  const others = async () => (await loaded()).filter((path) => !pictures.includes(path));
  const first = await others();
  assert.ok(first.includes('/page/main.mjs') && first.includes('/page/panel.mjs'), 'the list of loaded files is incomplete');
  await shop.add(10);
  await shop.ready();
  const all = await others();
  const own = all.filter((path) => !LIBRARY.includes(path));
  assert.ok(LIBRARY.every((path) => all.includes(path)) && own.includes('/pkg/element.mjs'));
  console.log(`first visit ${bytes(first)} bytes brotli in ${first.length} files; with the checkout ${bytes(all)}, of which the element ${bytes(['/pkg/element.mjs'])}, the library ${bytes(LIBRARY)}; ${pictures.length} pictures ${bytes(pictures)}`);
  assert.ok(bytes(first) <= MOST_FIRST, `${bytes(first)} of ${MOST_FIRST}`);
  assert.ok(bytes(own) <= MOST_OWN, `${bytes(own)} of ${MOST_OWN}`);
  assert.ok(pictures.length > 0 && bytes(pictures) <= MOST_PICTURES, `${bytes(pictures)} of ${MOST_PICTURES}`);
});
