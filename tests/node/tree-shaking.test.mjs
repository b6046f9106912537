/** Who needs only the errors gets only those: a bundler can see that nothing else happens on import. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const absWorkingDir = fileURLToPath(new URL('../../', import.meta.url));

/** What is left of the entry for pages. @param {string} contents */
async function left(contents) {
  const { outputFiles } = await build({ absWorkingDir, stdin: { contents, resolveDir: absWorkingDir }, bundle: true, minify: true, format: 'esm', write: false });
  return outputFiles[0].text;
}

test('only the errors are used: no loader, no wasm', async () => {
  const text = await left("import { isOrderBridgeError } from './pkg/index.mjs'; console.log(isOrderBridgeError(0));");
  assert.ok(text.length < 1000, `${text.length} characters`);
  assert.doesNotMatch(text, /\.wasm/);
});

test('nothing is used: nothing is left', async () => {
  assert.doesNotMatch(await left("import { loadOrderBridge } from './pkg/index.mjs';"), /\w+\(/);
});

test('the loader is used: it comes with the address of its wasm', async () => {
  assert.match(await left("import { loadOrderBridge } from './pkg/index.mjs'; loadOrderBridge();"), /new URL\("\.\/order_bridge_bg\.wasm",import\.meta\.url\)/);
});
