// Builds two pages for each neighbour: loaded before us, and after us. `node build.mjs NAME=FILE...`: scripts that are served unmodified.
import { copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const OUT = 'www';
const classic = Object.fromEntries(process.argv.slice(2).map((pair) => pair.split('=')));
const names = readdirSync('src').map((file) => file.replace('.js', '')).filter((name) => name !== 'wrapped');

await build({ entryPoints: names.map((name) => `src/${name}.js`), bundle: true, minify: true, format: 'iife', outdir: `${OUT}/neighbours`, logLevel: 'error' });
await build({ entryPoints: ['page.js'], bundle: true, format: 'esm', outdir: OUT, external: ['order-bridge'], logLevel: 'error' });
cpSync('node_modules/order-bridge/pkg', `${OUT}/order-bridge`, { recursive: true });
cpSync('node_modules/msw/lib/mockServiceWorker.js', `${OUT}/mockServiceWorker.js`);
mkdirSync(`${OUT}/classic`, { recursive: true });
for (const [name, path] of Object.entries(classic)) copyFileSync(path, `${OUT}/classic/${name}.js`);

const page = (before, after) => `<!doctype html>
<html lang="en" data-after="${after.join(' ')}">
<head>
<meta charset="utf-8">
<title>waiting</title>
<link rel="icon" href="data:,">
${before.map((src) => `<script src="${src}"></script>`).join('\n')}
<script type="importmap">{ "imports": { "order-bridge": "/order-bridge/index.mjs" } }</script>
<script type="module" src="/page.js"></script>
</head>
<body><p>A page with neighbours.</p></body>
</html>
`;
mkdirSync(OUT, { recursive: true });
for (const name of names) {
  const scripts = [...(classic[name] ? [`/classic/${name}.js`] : []), `/neighbours/${name}.js`];
  writeFileSync(`${OUT}/${name}-before.html`, page(scripts, []));
  writeFileSync(`${OUT}/${name}-after.html`, page([], scripts));
}
