/**
 * The matrix. Each project is made from a folder of tests/matrix:
 *
 * - `folder`: its files and pinned tools; `name`: its own, where two are made from one folder; `example`, `also`: a folder of examples/,
 *   or of tests/matrix, whose files come first; `over`: those whose files come last.
 * - `tool`: the package whose version the table shows; without one it is the browser or Node.
 * - `source`: where the files of shared/ go; `page`: whether a page's script goes there, too.
 * - `build`: commands, once for all rows of the project. `slow`: left out unless it is asked for.
 * - `rows`: what is looked at. `site`: a folder served as it is; `start(port)`: the tool's own server, asked for `path`;
 *   `run(services, token)`: a program that prints the result. Without one of them a row is a build without an order.
 *   `emitted`: the folder in which files are counted, `site` when it does not say; `wasm`: how many are expected there and
 *   asked for by the page, 1 when it does not say. On a server it is none: the wasm lies in the script.
 *   `orders: 0`: it only reports. `says`: it cannot place one, and says this. `act(driver)`: what a person does on the page, with the result. `check(standIn)`: what is wrong
 *   with what arrived. `tool`: as above, for a row.
 *   `asked: false`: it is not the page that asks for it.
 *   `policy: false`: served without the Content-Security-Policy, which an import map in the page does not pass.
 */

import { order, typedArrived } from './person.mjs';

const node = (...args) => [process.execPath, args];
const bin = (name, ...args) => node(`node_modules/${name}`, ...args);
const webpack = (...args) => bin('webpack-cli/bin/cli.js', 'build', '--mode', 'production', ...args);
const vite = (...args) => bin('vite/bin/vite.js', ...args);
const rollup = (...args) => bin('rollup/dist/bin/rollup', '-c', ...args);
const esbuild = (...args) => bin('esbuild/bin/esbuild', '--bundle', '--minify', '--format=esm', ...args);
const next = (...args) => bin('next/dist/bin/next', ...args);
const tsc = (...args) => bin('typescript/bin/tsc', ...args);

const viteRows = (name) => [
  { name: `${name} build`, site: 'dist' },
  { name: `${name} dev`, start: (port) => vite('--host', '127.0.0.1', '--port', port, '--strictPort') },
];
/** A script that only asks what kind of error it has. */
const withoutBridge = (name) => ({ name: `${name}, errors only`, emitted: 'shaken', wasm: 0, mostScript: 1000 });
const typescript = { tool: 'typescript', build: [tsc()], rows: [{ name: 'TypeScript strict', run: (...args) => node('dist/main.js', ...args) }] };

/** A row whose page has the element. */
const byPerson = { act: order, check: typedArrived };
const COPY_PACKAGE = node('--eval', `require('node:fs').cpSync('node_modules/order-bridge/pkg', 'vendor/order-bridge', { recursive: true })`);

/** @param {string} name @param {string[]} how */
const nextProject = (name, ...how) => ({
  name,
  folder: 'next',
  example: 'next',
  tool: 'next',
  source: 'lib',
  build: [next('build', ...how)],
  rows: [
    { name: 'client component', path: '/checkout', emitted: '.next/static', ...byPerson },
    { name: 'server component', path: '/server', emitted: '.next/server', wasm: 0 },
    { name: 'route handler', path: '/api/order', emitted: '.next/server', wasm: 0, isPage: false },
  ].map((row) => ({ ...row, name: `${name}, ${row.name}`, start: (port) => next('start', '-H', '127.0.0.1', '-p', port) })),
});

/** The same with `order-bridge/ocular`, which places no order. */
const reporting = ({ rows, over = [], ...project }) => ({ ...project, name: `${project.folder} ocular`, over: ['ocular', ...over], rows: rows.map((row) => ({ ...row, name: `${row.name}, ocular`, orders: 0 })) });

export const projects = [
  { folder: 'node', rows: [{ name: 'Node ESM', run: (...args) => node('main.mjs', ...args) }] },
  reporting({ folder: 'node', rows: [{ name: 'Node ESM', run: (...args) => node('main.mjs', ...args) }] }),
  { folder: 'typescript', ...typescript },
  { folder: 'typescript-5.0', ...typescript, also: 'typescript' },

  { folder: 'bare-module', page: true, rows: [{ name: 'script type=module', site: '.', policy: false }] },
  { folder: 'stub', rows: [{ name: 'script tag, stub', site: '.', policy: false }] },
  { folder: 'global', rows: [{ name: 'script tag, global', site: '.' }] },
  reporting({ folder: 'bare-module', page: true, rows: [{ name: 'script type=module', site: '.', policy: false }] }),
  { folder: 'ocular-global', rows: [{ name: 'script tag, global, ocular', site: '.', orders: 0 }] },
  { folder: 'inline', page: true, rows: [{ name: 'inline', site: '.', policy: false, wasm: 0 }] },
  // Registering a worker from a text is what Trusted Types refuse.
  { folder: 'service-worker', page: true, rows: [{ name: 'service worker', site: '.', policy: false, asked: false }] },

  { folder: 'example-html', example: 'html', build: [COPY_PACKAGE], rows: [{ name: 'Example: plain HTML', site: '.', ...byPerson }] },
  { folder: 'example-vite-react', example: 'vite-react', tool: 'vite', build: [tsc('--noEmit'), vite('build')], rows: [{ name: 'Example: Vite and React', site: 'dist', ...byPerson }] },
  { folder: 'vite', tool: 'vite', page: true, build: [vite('build')], rows: viteRows('Vite') },
  reporting({ folder: 'vite', tool: 'vite', page: true, build: [vite('build')], rows: viteRows('Vite') }),
  { folder: 'vite-7', tool: 'vite', page: true, also: 'vite', build: [vite('build')], rows: viteRows('Vite') },
  {
    folder: 'webpack',
    tool: 'webpack',
    page: true,
    build: [webpack('./main.js'), webpack('./tree-shaking.js', '--output-path', 'shaken')],
    rows: [{ name: 'webpack', site: '.', emitted: 'dist' }, withoutBridge('webpack')],
  },
  reporting({ folder: 'webpack', tool: 'webpack', page: true, build: [webpack('./main.js')], rows: [{ name: 'webpack', site: '.', emitted: 'dist' }] }),
  {
    // Its plugin for such files emits what it sees, used or not; a script that does not use it never asks.
    folder: 'rollup',
    tool: 'rollup',
    page: true,
    build: [rollup(), rollup('--input', 'tree-shaking.js', '--dir', 'shaken')],
    rows: [{ name: 'Rollup', site: '.', emitted: 'dist' }, { ...withoutBridge('Rollup'), wasm: 1 }],
  },
  reporting({ folder: 'rollup', tool: 'rollup', page: true, build: [rollup()], rows: [{ name: 'Rollup', site: '.', emitted: 'dist' }] }),
  {
    folder: 'esbuild',
    tool: 'esbuild',
    page: true,
    build: [esbuild('main.js', '--loader:.wasm=file', '--outdir=www'), esbuild('tree-shaking.js', '--outdir=shaken')],
    rows: [{ name: 'esbuild', site: 'www' }, withoutBridge('esbuild')],
  },
  // Its own import map stands in the page, which a strict policy takes only by its hash.
  { folder: 'parcel', tool: 'parcel', page: true, build: [bin('parcel/lib/bin.js', 'build', 'index.html')], rows: [{ name: 'Parcel', site: 'dist', policy: false }] },
  // By default Parcel knows no entry of a package but its first.
  reporting({ folder: 'parcel', over: ['parcel-exports'], tool: 'parcel', page: true, build: [bin('parcel/lib/bin.js', 'build', 'index.html')], rows: [{ name: 'Parcel', site: 'dist', policy: false }] }),
  nextProject('Next'),
  { ...nextProject('Next with webpack', '--webpack'), slow: true },
  {
    folder: 'sveltekit',
    tool: '@sveltejs/kit',
    source: 'src/lib',
    build: [vite('build')],
    rows: [
      { name: 'SvelteKit, in the page', path: '/client', emitted: 'build/client' },
      { name: 'SvelteKit, on the server', path: '/server', emitted: 'build/server', wasm: 0 },
    ].map((row) => ({ start: () => node('build/index.js'), ...row })),
  },
];
