/** What `npm run debug-package` does with the scripts: readable ones with source maps, and source maps for those of the release. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { addScripts, lastGlue } from '../../scripts/build.mjs';
import { root } from '../../scripts/lib/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'order-bridge-debug-'));
after(() => rmSync(folder, { recursive: true }));
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
/** Generated next to the sources. */
const GENERATED = /^src\/js\/(order_bridge\.js|wasm-text\.mjs)$/;

test('maps of the release point to the files of the repository', async () => {
  await addScripts(join(root, 'pkg'), lastGlue(), { maps: folder });
  const maps = readdirSync(folder).sort();
  assert.deepEqual(maps, readdirSync(join(root, 'pkg')).filter((name) => /\.m?js$/.test(name)).map((name) => `${name}.map`).sort());
  for (const map of maps) {
    const { sources, mappings } = read(map);
    assert.ok(mappings.length > 10, map);
    assert.deepEqual(sources.filter((path) => !GENERATED.test(path) && !existsSync(join(root, path))), [], map);
  }
  assert.ok(read('index.mjs.map').sources.includes('src/js/load.mjs'));
});

test('readable scripts have their own maps, and place an order', async () => {
  for (const name of ['order_bridge_bg.wasm', 'order_bridge_ocular_bg.wasm']) copyFileSync(join(root, 'pkg', name), join(folder, name));
  await addScripts(folder, lastGlue(), { readable: true });
  const script = readFileSync(join(folder, 'index.mjs'), 'utf8');
  assert.match(script, /function loadOrderBridge|loadOrderBridge = /);
  assert.match(script, /\/\/# sourceMappingURL=index\.mjs\.map\s*$/);
  const load = (name) => import(pathToFileURL(join(folder, name)).href);
  const [{ loadOrderBridge }, { createStandIn, samples }] = await Promise.all([load('node.mjs'), load('testing.mjs')]);
  const { fetch, token } = createStandIn();
  const bridge = await loadOrderBridge({ fetch, oneEntry: { url: 'https://shop.example', token } });
  const { outcome } = await bridge.guestCheckout.placeOrder({ storage: 'guest_orders', ...samples.guestOrder() });
  bridge.dispose();
  assert.equal(outcome, 'accepted');
});
