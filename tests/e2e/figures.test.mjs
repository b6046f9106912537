/** What the page costs: bytes, layout shifts, long tasks. The engine that can tell is Chromium. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { engine } from './browser.mjs';
import { shopTests } from './shop.mjs';

const test = shopTests();
/** Brotli, of all that the shop page itself loads, without the package's own entry and its wasm. */
const MOST_OWN = 34_000;

const observe = (shop) => shop.driver.executeAsyncScript(`
  const done = arguments[0], found = { shift: 0, shifts: [], long: [] };
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { if (!entry.hadRecentInput) { found.shift += entry.value; found.shifts.push(entry.value.toFixed(4) + ' ' + entry.sources.map(({ node }) => (node?.id || node?.className || node?.nodeName || '?')).join(', ')); } })).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration, startTime }) => found.long.push(Math.round(duration) + ' ms at ' + Math.round(startTime)))).observe({ type: 'longtask', buffered: true });
  setTimeout(() => done(found), 1500);`);

// Words of another length wrap elsewhere: what is kept free for the form has to fit each language.
for (const [width, height] of [[1200, 900], [360, 780]]) {
  test(`nothing moves while the page loads, ${width} wide, in en, es and pt`, async (shop) => {
    if (engine !== 'chromium') return;
    await shop.driver.manage().window().setRect({ width, height });
    for (const language of ['en', 'es', 'pt']) {
      await shop.choose('language', language);
      await shop.load();
      const { shift, shifts, long } = await observe(shop);
      console.log(`${language}: layout shift ${shift.toFixed(4)}, long tasks: ${long.join(', ') || 'none'}`);
      assert.ok(shift < 0.001, `${language}: ${shifts.join('; ')}`);
    }
  });
}

test('a scroll bar that comes moves nothing', async (shop) => {
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

test('the page’s own share of bytes', async (shop) => {
  const paths = [...new Set(await shop.inPage(`return [location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)].map((name) => new URL(name)).filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname);`))];
  const wwwOrPkg = (path) => new URL(path.startsWith('/pkg/') ? `../..${path}` : `../../www${path === '/' ? '/index.html' : path}`, import.meta.url);
  const own = paths.filter((path) => !['/services.json', '/watch.js', '/pkg/index.mjs', '/pkg/order_bridge_bg.wasm'].includes(path));
  const bytes = (list) => list.reduce((sum, path) => sum + brotliCompressSync(readFileSync(wwwOrPkg(path))).length, 0);
  const all = bytes([...own, '/pkg/index.mjs', '/pkg/order_bridge_bg.wasm']);
  console.log(`own ${bytes(own)} bytes brotli in ${own.length} files, of which the element ${bytes(['/pkg/element.mjs'])}; with the library ${all}`);
  assert.ok(own.includes('/page/main.mjs') && own.includes('/pkg/element.mjs'), 'what is measured is what is loaded');
  assert.ok(bytes(own) <= MOST_OWN, `${bytes(own)} of ${MOST_OWN}`);
});
