// `npm run debug-package`: makes the npm package `order-bridge-debug` in target/order-bridge-debug, to be published next to the release.
// Its `pkg/` has the same entries as the release, but is unoptimised: the wasm has names and debug information, the scripts are not
// minified and have source maps. `maps/` has the source maps of the scripts of the release itself.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { addScripts, build, compile, lastGlue } from './build.mjs';
import { filesBelow } from './lib/fingerprint.mjs';
import { root } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';
import { printSizes } from './lib/sizes.mjs';
import { setUp } from './setup.mjs';

const OUT = join(root, 'target', 'order-bridge-debug');
const README = `# order-bridge-debug

[order-bridge](https://www.npmjs.com/package/order-bridge), unoptimised: the wasm has function names and debug information, the scripts are
readable and have source maps. The main entry is 11 MB instead of 0.3 MB, so use it for development only. Install it in place of the release:

    npm install order-bridge@npm:order-bridge-debug

\`maps/\` has the source maps of the minified scripts of the release of the same version. In the browser's debugger, add one to its
script with "Add source map".
`;

async function debugPackage() {
  const { tools } = await setUp({ for: 'start' });
  await build(tools);
  rmSync(OUT, { recursive: true, force: true });
  for (const folder of ['pkg', 'maps']) mkdirSync(join(OUT, folder), { recursive: true });

  const pkg = join(OUT, 'pkg');
  await addScripts(pkg, await compile(tools, pkg, true), { readable: true });
  await addScripts(join(root, 'pkg'), lastGlue(), { maps: join(OUT, 'maps') });

  const { files, scripts, devDependencies, ...manifest } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const own = { ...manifest, name: `${manifest.name}-debug`, description: `${manifest.description} Unoptimised, for development.`, files: ['pkg', 'maps'] };
  writeFileSync(join(OUT, 'package.json'), `${JSON.stringify(own, null, 2)}\n`);
  writeFileSync(join(OUT, 'README.md'), README);
  for (const licence of ['LICENSE-APACHE', 'LICENSE-MIT']) cpSync(join(root, licence), join(OUT, licence));
  printSizes(pkg, filesBelow(pkg, '.').map((name) => name.replace('./', '')).filter((name) => /\.(wasm|m?js)$/.test(name)).sort());
  console.log(`✓ ${relative(root, OUT)}: npm publish it with the release`);
}

await main(debugPackage);
