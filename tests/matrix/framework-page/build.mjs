// Builds one page for each framework in src/. Svelte files are compiled by Svelte's compiler.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const OUT = 'www';
const names = readdirSync('src').filter((file) => file.endsWith('.js')).map((file) => file.replace('.js', ''));

const svelte = {
  name: 'svelte',
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = await import('svelte/compiler');
      const { readFileSync } = await import('node:fs');
      return { contents: compile(readFileSync(path, 'utf8'), { filename: path, generate: 'client' }).js.code };
    });
  },
};
const shared = { bundle: true, logLevel: 'error', conditions: ['browser'], define: { 'process.env.NODE_ENV': '"development"', ngDevMode: 'true', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' } };
await build({ ...shared, entryPoints: names.map((name) => `src/${name}.js`), format: 'iife', outdir: `${OUT}/frameworks`, plugins: [svelte] });
await build({ ...shared, entryPoints: ['page.js'], format: 'esm', outdir: OUT, external: ['order-bridge', 'order-bridge/element'] });
cpSync('node_modules/order-bridge/pkg', `${OUT}/order-bridge`, { recursive: true });

mkdirSync(OUT, { recursive: true });
for (const name of names) {
  writeFileSync(`${OUT}/${name}.html`, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${name}</title>
<link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "order-bridge": "/order-bridge/index.mjs", "order-bridge/element": "/order-bridge/element.mjs" } }</script>
</head>
<body>
<div id="root"></div>
<script src="/frameworks/${name}.js"></script>
<script type="module" src="/page.js"></script>
</body>
</html>
`);
}
