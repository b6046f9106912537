/** The files that pages load: ours and the peers', each bundled by esbuild as a shop would do it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/paths.mjs';
import { installedTools } from '../../matrix/lib/tools.mjs';
import { options, schema } from './ajv-schema.mjs';

const HERE = join(root, 'tests/bench');
export const OURS = { script: '/ours/shop.js', wasm: '/ours/order_bridge_bg.wasm' };
/** `order-bridge/ocular`, which only reports. */
export const OCULAR = { script: '/ours/ocular.js', wasm: '/ours/order_bridge_ocular_bg.wasm' };
/** The same wasm with function names, for profiles; may be absent. */
export const NAMED = '/ours/named.wasm';
/** Files below this path are served as cacheable. */
export const TAG = '/tag/';
export const SDK = '/sdk/shop.js';
/** The files that a shop with the tag serves. */
const TAG_FILES = ['tag.js', 'ocular.mjs', 'order_bridge_ocular_bg.wasm'];
const PEERS = ['zod', 'valibot', 'ajv'];

/** Returns files by path, and peers' versions. @param {string} work folder for output @param {Uint8Array} [named] the wasm with names */
export async function pack(work, named) {
  const { build } = await import('esbuild');
  const modules = await installedTools(HERE, 'bench');
  const ajvCode = join(work, 'ajv-code.mjs');
  writeFileSync(ajvCode, standalone(modules));
  // The SDK imports these modules only for old Node versions. They are left empty to keep its bundle as small as possible.
  const empty = join(work, 'empty.mjs');
  writeFileSync(empty, 'export {};\n');
  // Use the bench's own packages, not packages of the same name in the repository's node_modules.
  const alias = { buffer: empty, https: empty, ...Object.fromEntries(PEERS.map((name) => [name, join(modules, name)])), 'ajv-code': ajvCode };
  const bundle = async (name) => {
    const { outputFiles: [{ contents }] } = await build({
      entryPoints: [join(HERE, 'pages', name)], bundle: true, minify: true, format: 'esm', target: 'es2020', platform: 'browser', alias, write: false, logLevel: 'silent', legalComments: 'none',
    });
    return Buffer.from(contents);
  };
  const files = {
    [OURS.script]: await bundle('ours.js'),
    [OURS.wasm]: readFileSync(join(root, 'pkg/order_bridge_bg.wasm')),
    [OCULAR.script]: await bundle('ocular.js'),
    [OCULAR.wasm]: readFileSync(join(root, 'pkg/order_bridge_ocular_bg.wasm')),
    [SDK]: await bundle('sdk.js'),
    ...Object.fromEntries(TAG_FILES.map((file) => [`${TAG}${file}`, readFileSync(join(root, 'pkg', file))])),
    ...(named && { [NAMED]: named }),
  };
  for (const name of [...PEERS, 'in-page']) files[`/${name}.js`] = await bundle(`${name}.js`);
  const version = (folder, name) => JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')).version;
  const versions = { oneentry: version(join(root, 'node_modules'), 'oneentry'), ...Object.fromEntries(PEERS.map((name) => [name, version(modules, name)])) };
  return { files, versions };
}

/** Compiles the schema to standalone code, ajv's way to avoid `new Function` in a page. @param {string} modules */
function standalone(modules) {
  const load = createRequire(join(modules, 'bench.cjs'));
  const ajv = new (load('ajv').default)(options);
  return load('ajv/dist/standalone').default(ajv, ajv.compile(schema));
}
