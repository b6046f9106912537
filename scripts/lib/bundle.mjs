// Bundles src/js into the JavaScript of the package. Each entry becomes one file, so that a page requests one script and the wasm
// and nothing else.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FROM } from './import-numbers.mjs';
import { sri } from './integrity.mjs';
import { textOf } from './inline-text.mjs';
import { minify } from './minify.mjs';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';

// Older than the oldest engine that runs the wasm (src/js/engine.mjs), so that an engine that is slightly too old reports the
// message from there instead of a syntax error.
const SYNTAX = 'es2020';
/** One crate, two wasms. `features` are arguments for Cargo; the second wasm has no checkout. */
export const WASMS = [
  { name: 'order_bridge', features: [], label: 'the crate' },
  { name: 'order_bridge_ocular', features: ['--no-default-features'], label: 'its Ocular half' },
];
const [MAIN, OCULAR] = WASMS.map(({ name }) => name);

const ENTRIES = {
  'index.mjs': { format: 'esm', minify: true },
  'node.mjs': { format: 'esm', minify: true, external: ['./inline.mjs'] },
  'inline.mjs': { format: 'esm', minify: true },
  'ocular.mjs': { of: OCULAR, format: 'esm', minify: true },
  'ocular-inline.mjs': { of: OCULAR, format: 'esm', minify: true },
  'global.js': { from: 'global.mjs', format: 'iife', minify: true },
  'ocular-global.js': { from: 'ocular-global.mjs', of: OCULAR, format: 'iife', minify: true },
  'element.mjs': { format: 'esm', minify: true },
  // A classic script with dynamic imports: esbuild has no such format, so `open` and `close` add the wrapping function.
  'tag.js': { from: 'tag.mjs', of: OCULAR, format: 'esm', minify: true, external: ['./ocular.mjs'], open: '(()=>{', close: '})();' },
  'stub.js': { format: 'iife', minify: true, target: 'es5' },
  // Readable, for developers who debug their tests.
  'testing.mjs': { format: 'esm', minify: false },
};

/** Copies the sources into `folder` and adds the glue of one wasm. @param {string} folder */
function prepare(folder, { name, wasm, glue, standIn }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'src/js'), folder, { recursive: true });
  // The `sideEffects` of the repository's package.json names files of pkg/ and would drop the stub from global.js.
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  cpSync(standIn, join(folder, 'standin'), { recursive: true });
  writeFileSync(join(folder, 'order_bridge.js'), `${scoped(glue)}\nexport const FROM = '${FROM}';\nexport const FILE = '${name}_bg.wasm';\nexport const INTEGRITY = '${sri(wasm)}';\n`);
  const { order, text } = textOf(wasm);
  writeFileSync(join(folder, 'wasm-text.mjs'), `export const ORDER = ${JSON.stringify(order)};\nexport const TEXT = ${JSON.stringify(text)};\n`);
}

/**
 * Writes the entries and their declarations to `folder`, which holds the wasms.
 * @param {string} folder
 * @param {{ glue: Record<string, any>, standIn: string, version: string, readable?: boolean, maps?: string }} how `glue`: wasm-bindgen's
 *   output for each wasm. `readable`: scripts are not minified, and have source maps. `maps`: a folder for the source maps
 *   of minified scripts.
 */
export async function bundle(folder, { glue, standIn, version, readable = false, maps }) {
  // Imported late: set-up may have just installed it.
  const { build } = await import('esbuild');
  const work = join(root, 'target', `js-${process.pid}`);
  try {
    for (const name of [MAIN, OCULAR]) prepare(join(work, name), { name, wasm: readFileSync(join(folder, `${name}_bg.wasm`)), glue: glue[name], standIn });
    for (const [name, { from = name, of = MAIN, target = SYNTAX, open = '', close, ...how }] of Object.entries(ENTRIES)) {
      const source = join(work, of);
      const built = await build({
        ...how,
        ...(readable && { minify: false, sourcemap: 'linked' }),
        ...(maps && { sourcemap: 'external' }),
        write: readable,
        target,
        absWorkingDir: source,
        entryPoints: [from],
        outfile: join(folder, name),
        bundle: true,
        platform: 'neutral',
        charset: 'ascii',
        legalComments: 'none',
        // Private members of classes in src/js.
        ...(!readable && { mangleProps: /^_[a-z]/ }),
        reserveProps: /^__/,
        banner: { js: `/*! order-bridge ${version} | MIT OR Apache-2.0 */${open && `\n${open}`}` },
        ...(close && { footer: { js: close } }),
        logLevel: 'warning',
      });
      if (readable) {
        const written = join(folder, `${name}.map`);
        writeFileSync(written, withSources(readFileSync(written, 'utf8')));
        continue;
      }
      const text = (ending) => built.outputFiles.find(({ path }) => path.endsWith(ending))?.text;
      const plain = { code: text(name), map: text('.map') };
      const { code, map } = how.minify ? await minify(plain, { isModule: how.format === 'esm' && !open, ecma: target === SYNTAX ? 2020 : 5, name }) : plain;
      if (maps) writeFileSync(join(maps, `${name}.map`), withSources(map));
      else writeFileSync(join(folder, name), code);
    }
    if (maps) return;
    for (const name of DECLARATIONS) cpSync(join(root, 'src/js', name), join(folder, name));
    for (const name of EDITOR_DATA) cpSync(join(root, 'src/js/editor', name), join(folder, name));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Wraps the glue in a factory function, so that its variables (the wasm, views of its memory, handles) belong to one instance.
 * An instance that replaces a failed one therefore shares no state with it, a page that only imports the package needs no
 * TextDecoder (jsdom has none), and bundlers drop the glue where no code loads the bridge. tests/node/bridge-trap, loader and
 * tree-shaking fail without this. `imports` are the functions that the wasm imports, in the order of their numbers.
 * @param {{ code: string, names: string[] }} glue
 */
function scoped({ code, names: imported }) {
  const names = [...code.matchAll(/^export (?:function|const|let|class) (\w+)/gm)].map(([, name]) => name);
  if (names.length < 20) throw new Problem(`The glue of this wasm-bindgen exports only ${names.length} names: update scripts/lib/bundle.mjs.`);
  return `export function createGlue() {\n${code.replace(/^export (?=function|const|let|class)/gm, '')}\nreturn { imports: [${imported.join(', ')}], ${names.filter((name) => !imported.includes(name)).join(', ')} };\n}`;
}

/** A source map whose sources have their paths in the repository, not those of the temporary folder. @param {string} text */
function withSources(text) {
  const map = JSON.parse(text);
  const inRepository = (path) => path.replace(/^.*\/order_bridge(_ocular)?\/(standin\/)?/, (_, __, standIn) => (standIn ? 'www/standin/' : 'src/js/'));
  return JSON.stringify({ ...map, sources: map.sources.map(inRepository) });
}

/** Bundles the test page for `wasm-pack test`, which uses the shell from src/js unchanged. */
export async function bundleTestPage() {
  const { build } = await import('esbuild');
  await build({ entryPoints: [join(root, TEST_PAGE)], outfile: join(root, 'target/browser-page.js'), bundle: true, format: 'esm', platform: 'neutral', target: SYNTAX, logLevel: 'warning' });
}

export const TEST_PAGE = 'tests/browser/page.js';
export const SCRIPTS = Object.keys(ENTRIES);
const DECLARATIONS = ['index.d.ts', 'global.d.ts', 'ocular.d.ts', 'ocular-global.d.ts', 'stub.d.ts', 'tag.d.ts', 'element.d.ts', 'element-props.d.ts', 'element-react.d.ts', 'element-preact.d.ts', 'element-solid.d.ts', 'element-vue.d.ts', 'testing.d.ts', 'wasm.d.ts'];
/** Written by `npm run docs` from element.d.ts. */
export const EDITOR_DATA = ['custom-elements.json', 'web-types.json', 'vscode-html-data.json'];
