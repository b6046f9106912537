/**
 * The matrix. Each project is created from a folder of tests/matrix:
 *
 * - `folder`: its files and pinned tools; `name`: its name, if two projects use one folder; `example`, `also`: a folder of examples/,
 *   or of tests/matrix, whose files are copied first; `over`: folders whose files are copied last.
 * - `tool`: the package whose version the table shows; if absent, the browser or Node.
 * - `source`: where the files of shared/ are copied; `page`: whether the script of a page is copied as well.
 * - `build`: commands, run once for all rows of the project. `slow`: left out unless requested.
 * - `rows`: the checks. `site`: a folder served as it is; `start(port)`: the tool's own server, queried at `path`;
 *   `run(services, token)`: a program that prints the result. A row without any of them is a build without an order.
 *   `emitted`: the folder whose files are counted, by default `site`; `wasm`: the number of wasm files expected there and requested
 *   by the page, by default 1. On a server it is 0, because the script contains the wasm.
 *   `orders: 0`: the row only reports. `says`: the row cannot place an order, and has to print a matching message.
 *   `act(driver)`: acts on the page like a person, and returns the result. `check(standIn)`: faults in what arrived. `tool`: as above,
 *   for one row.
 *   `asked: false`: the page itself does not request the wasm, so requests are not counted.
 *   `policy: false`: served without the Content-Security-Policy, which forbids an import map in the page.
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
/** A script that imports only the error check. */
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

/** The same project with `order-bridge/ocular`, which places no order. */
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
  // Trusted Types forbid registering a worker from a string.
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
    // Its assets plugin emits every file it sees, used or not. A script that does not use the wasm never requests it.
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
  // Parcel writes an import map into the page, which a strict policy allows only by its hash.
  { folder: 'parcel', tool: 'parcel', page: true, build: [bin('parcel/lib/bin.js', 'build', 'index.html')], rows: [{ name: 'Parcel', site: 'dist', policy: false }] },
  // By default Parcel resolves only the main entry of a package.
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
