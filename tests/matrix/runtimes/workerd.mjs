// Runs a Worker in Cloudflare's workerd runtime, bundled as wrangler does it, with the wasm as a separate module.
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const [SERVICES, TOKEN] = process.argv.slice(2);
const wasm = { name: 'wasm', setup: ({ onResolve }) => onResolve({ filter: /^order-bridge\/wasm$/ }, () => ({ path: './order_bridge_bg.wasm', external: true })) };
const { outputFiles: [script] } = await build({ entryPoints: ['worker.mjs'], bundle: true, write: false, format: 'esm', conditions: ['workerd', 'worker', 'browser'], plugins: [wasm] });
const worker = new Miniflare({
  modules: [
    { type: 'ESModule', path: 'worker.mjs', contents: script.text },
    { type: 'CompiledWasm', path: 'order_bridge_bg.wasm', contents: readFileSync('node_modules/order-bridge/pkg/order_bridge_bg.wasm') },
  ],
  bindings: { SERVICES, TOKEN },
  compatibilityDate: '2025-11-01',
});
console.log(await (await worker.dispatchFetch('http://shop.example/')).text());
await worker.dispose();
