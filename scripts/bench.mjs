// `npm run bench`: measures this package and its peers alternately, in the same browsers and in the same run (tests/bench).
// A goal that is not reached is only reported as "missed"; the run fails when something could not be measured.
//   --only NAME  one row   --quick  few rounds, for a rough result
//   --built      uses the existing pkg/; the shares per crate are printed only if an earlier run has built the named wasm
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../tests/bench/lib/browser.mjs';
import { print } from '../tests/bench/lib/lines.mjs';
import { namedWasm } from '../tests/bench/lib/named.mjs';
import { pack } from '../tests/bench/lib/peers.mjs';
import { servePages, serveServices } from '../tests/bench/lib/serve.mjs';
import * as bytes from '../tests/bench/rows/bytes.mjs';
import * as click from '../tests/bench/rows/click.mjs';
import * as mainThread from '../tests/bench/rows/main-thread.mjs';
import * as memory from '../tests/bench/rows/memory.mjs';
import * as ready from '../tests/bench/rows/ready.mjs';
import * as tag from '../tests/bench/rows/tag.mjs';
import * as validation from '../tests/bench/rows/validation.mjs';
import { build } from './build.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { duration, step } from './lib/step.mjs';
import { startXvfb } from './lib/xvfb.mjs';
import { setUp } from './setup.mjs';
import { browsers } from './setup/browsers.mjs';

const ROWS = [bytes, ready, click, validation, memory, mainThread, tag];
const RESULT = join(root, 'target/bench.json');
const ROUNDS = 9;
const QUICK_ROUNDS = 3;

const flag = (name) => process.argv.includes(name);
const only = flag('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : '';
const quick = flag('--quick');

async function bench() {
  const started = performance.now();
  const chosen = ROWS.filter(({ name }) => only === '' || name === only);
  if (chosen.length === 0) throw new Problem(`No row is called "${only}". Available: ${ROWS.map(({ name }) => name).join(', ')}.`);
  const { tools, found } = await prepare();
  const work = mkdtempSync(join(tmpdir(), 'order-bridge-bench-'));
  const open = [];
  try {
    const named = await step('Building the wasm with function names', {}, (report) => namedWasm(tools, report));
    const { files, versions } = await step('Bundling this package and the peers', {}, () => pack(work, named));
    const pages = await servePages(files);
    const services = await serveServices();
    open.push(pages, services);
    const { engines, absent } = await openAll(chosen, found, open);
    const context = { files, engines, pageUrl: pages.url, services, quick, rounds: quick ? QUICK_ROUNDS : ROUNDS };
    const results = [];
    for (const row of chosen) results.push(await resultOf(row, context));
    return tell([...results, ...absent], { versions, engines, seconds: (performance.now() - started) / 1000 });
  } finally {
    for (const one of open.reverse()) await one.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Runs the same set-up as `npm test` and builds the package. With --built, only finds the browsers. */
async function prepare() {
  const { tools, engines: found } = flag('--built') ? await browsers() : await setUp({ for: 'test' });
  if (!flag('--built')) await build(tools);
  const programs = { CHROMIUM: tools.chromium, CHROMEDRIVER: tools.chromedriver, FIREFOX: tools.firefox, GECKODRIVER: tools.geckodriver, WEBKIT_DRIVER: tools.webkitDriver, MINI_BROWSER: tools.miniBrowser };
  for (const [name, path] of Object.entries(programs)) if (path) process.env[name] ??= path;
  return { tools: flag('--built') ? undefined : tools, found: { ...found, xvfb: tools.xvfb } };
}

/** Opens Chromium for every row, and the other installed engines if a row needs them. `absent`: installed engines that failed to open. */
async function openAll(chosen, found, open) {
  if (chosen.every((row) => row === bytes)) return { engines: [], absent: [] };
  if (found.chromium.missing) throw new Problem(`Without Chromium, only bytes can be measured: ${found.chromium.missing}`);
  const names = chosen.includes(ready) || chosen.includes(tag) ? ['chromium', 'firefox', 'webkit'] : ['chromium'];
  const engines = [];
  const absent = [];
  for (const name of names) {
    if (found[name].missing) {
      console.log(`- ${name} is not measured: ${found[name].missing}`);
      continue;
    }
    if (name === 'webkit' && !process.env.DISPLAY) {
      const { display, stop } = await startXvfb(found.xvfb);
      process.env.DISPLAY = display;
      open.push({ close: stop });
    }
    try {
      const engine = await openEngine(name);
      engines.push(engine);
      open.push(engine);
    } catch (error) {
      // Go on without it: the remaining engines can still be measured.
      if (name === 'chromium') throw error;
      absent.push({ name, title: name, lines: [], fault: error.message });
    }
  }
  return { engines, absent };
}

async function resultOf(row, context) {
  let result;
  await step(row.name, { failed: () => result.fault }, async (report) => {
    try {
      result = await row.measure({ ...context, report });
    } catch (error) {
      result = { lines: [], fault: error.message };
    }
  });
  return { name: row.name, title: row.title, ...result };
}

function tell(results, { versions, engines, seconds }) {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node.split('.')[0]}${engines.map(({ title }) => `, ${title}`).join('')}`;
  for (const { title, lines, notes = [], fault } of results) {
    print(title, lines);
    if (fault) console.log(`  ✗ could not be measured: ${fault}`);
    for (const note of notes) console.log(`  ${note}`);
  }
  const lines = results.flatMap((result) => result.lines);
  const count = (reached) => lines.filter((line) => line.reached === reached).length;
  const faults = results.filter(({ fault }) => fault).length;
  mkdirSync(join(root, 'target'), { recursive: true });
  writeFileSync(RESULT, `${JSON.stringify({ machine, versions, quick, rows: results }, null, 2)}\n`);
  console.log(`\nMachine: ${machine}. Peers: ${Object.entries(versions).map((one) => one.join(' ')).join(', ')}.`);
  console.log(`Each figure is a median, with its quartiles in brackets; ratios are computed per round. All values are in target/bench.json.`);
  console.log(`\n${count(true)} reached, ${count(false)} missed${faults ? `, ${faults} not measured` : ''} (${duration(seconds)})`);
  return faults ? 1 : 0;
}

await main(bench);
