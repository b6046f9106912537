/** An import of the errors bundles only the errors: a bundler can see that importing has no other effect. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const absWorkingDir = fileURLToPath(new URL('../../', import.meta.url));

/** What a bundler keeps of the entry for pages. @param {string} contents */
async function left(contents) {
  const { outputFiles } = await build({ absWorkingDir, stdin: { contents, resolveDir: absWorkingDir }, bundle: true, minify: true, format: 'esm', write: false });
  return outputFiles[0].text;
}

test('using only the errors bundles no loader and no wasm', async () => {
  const text = await left("import { isOrderBridgeError } from './pkg/index.mjs'; console.log(isOrderBridgeError(0));");
  assert.ok(text.length < 1000, `${text.length} characters`);
  assert.doesNotMatch(text, /\.wasm/);
});

test('using nothing bundles nothing', async () => {
  assert.doesNotMatch(await left("import { loadOrderBridge } from './pkg/index.mjs';"), /\w+\(/);
});

test('using the loader bundles it with the URL of its wasm', async () => {
  assert.match(await left("import { loadOrderBridge } from './pkg/index.mjs'; loadOrderBridge();"), /new URL\("\.\/order_bridge_bg\.wasm",import\.meta\.url\)/);
});
