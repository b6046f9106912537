// Tests the packed package in real projects; each row places an order on the stand-in services (tests/matrix).
// `npm run matrix`: bundlers. `npm run neighbours`: next to the scripts of real pages. `npm run frameworks`: the element in
// frameworks. `npm run runtimes`: test runners and servers.
//   --table NAME  the table to run
//   --only NAME   projects or rows whose name contains NAME   --all   includes rows that take minutes
//   --built       uses the existing pkg/                      --keep  keeps the projects for inspection
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { look } from '../tests/matrix/lib/look.mjs';
import { packed } from '../tests/matrix/lib/package.mjs';
import { createProject, versionOf } from '../tests/matrix/lib/project.mjs';
import { build } from './build.mjs';
import { main, Problem } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { duration, step } from './lib/step.mjs';
import { table } from './lib/table.mjs';
import { setUp } from './setup.mjs';

const BUILD_LIMIT_SECONDS = 300;
const LINES_OF_A_FAILURE = 60;

/** Loaded on demand: some tables read the paths of programs from the environment. */
const TABLES = {
  matrix: () => import('../tests/matrix/lib/rows.mjs'),
  neighbours: () => import('../tests/matrix/lib/neighbours.mjs'),
  frameworks: () => import('../tests/matrix/lib/frameworks.mjs'),
  runtimes: () => import('../tests/matrix/lib/runtimes.mjs'),
};

const flag = (name) => process.argv.includes(name);
const value = (name) => (flag(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? '') : '');
const only = value('--only').toLowerCase();
const wantedTable = value('--table') || 'matrix';

async function matrix() {
  const started = performance.now();
  if (!TABLES[wantedTable]) throw new Problem(`No table is called "${wantedTable}". Available: ${Object.keys(TABLES).join(', ')}.`);
  if (!flag('--built')) await prepare();
  const { projects } = await TABLES[wantedTable]();
  const chosen = choose(projects);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'order-bridge-matrix-')));
  const browser = lazyBrowser();
  const results = [];
  try {
    const given = await step('Packing and installing the package', {}, () => packed(folder));
    for (const project of chosen) results.push(...(await rowsOf(project, folder, given, browser)));
  } finally {
    await browser.close();
    if (flag('--keep')) console.log(`The projects were kept in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
  return tell(results, (performance.now() - started) / 1000);
}

/** Runs the same set-up as `npm test` and builds the package. */
async function prepare() {
  const { tools } = await setUp({ for: 'test' });
  process.env.CHROMIUM ??= tools.chromium;
  process.env.CHROMEDRIVER ??= tools.chromedriver;
  process.env.PROTOTYPE_JS ??= tools.prototypeJs ?? '';
  process.env.MOOTOOLS_JS ??= tools.mootoolsJs ?? '';
  await build(tools);
}

function choose(projects) {
  const named = (text) => text.toLowerCase().includes(only);
  const wanted = projects.filter(({ slow }) => !slow || only || flag('--all'));
  const chosen = wanted.map((project) => (named(titleOf(project)) ? project : { ...project, rows: project.rows.filter(({ name }) => named(name)) })).filter(({ rows }) => rows.length);
  if (chosen.length === 0) throw new Problem(`No project or row is called "${only}". Available: ${projects.map(titleOf).join(', ')}.`);
  return chosen;
}

const titleOf = ({ folder, name = folder }) => name;

/** One browser for all rows, opened when the first page needs it. */
function lazyBrowser() {
  let opening;
  const get = async () => (await (opening ??= import('../tests/e2e/lib/browser.mjs').then(({ openBrowser }) => openBrowser()))).driver;
  return Object.assign(get, { close: async () => (await opening?.catch(() => undefined))?.close() });
}

async function rowsOf(project, parent, given, browser) {
  const results = [];
  const { folder, version = project.rows[0].run ? process.versions.node : await browserVersion(browser) } = await createProject(project, parent, given);
  const fault = project.build && (await builds(project, folder));
  for (const row of project.rows) {
    let result;
    const own = row.tool ? versionOf(folder, row.tool) : version;
    const failed = () => result.faults.length > 0;
    await step(`${row.name} ${own}`, { failed }, async () => {
      result = fault ? { files: {}, faults: [fault] } : await look(row, folder, browser);
    });
    const lines = result.faults.flatMap((text) => text.split('\n'));
    for (const line of lines.slice(0, LINES_OF_A_FAILURE)) console.log(`    ${line}`);
    results.push({ name: row.name, version: own, ...result });
  }
  return results;
}

const browserVersion = async (browser) => `Chromium ${(await (await browser()).getCapabilities()).getBrowserVersion().split('.')[0]}`;

/** Builds the project. Returns the output of a failed build, or undefined. */
async function builds({ build: commands, ...project }, cwd) {
  let fault;
  await step(`Building ${titleOf(project)}`, { failed: () => fault }, async (report) => {
    for (const [command, args] of commands) {
      const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CI: 'true' };
      const { code, output } = await run(command, args, { cwd, env, onLine: report, limit: BUILD_LIMIT_SECONDS });
      if (code !== 0) fault ??= output.trim() || `exit code ${code}`;
    }
  });
  return fault;
}

function tell(results, seconds) {
  const cell = (value) => value ?? '–';
  const rows = results.map(({ name, version, faults, files }) => [name, version, faults.length ? 'failed' : 'passed', cell(files.wasm), cell(files.scriptBytes), cell(files.wasmBytes)]);
  console.log();
  table(['tool', 'version', 'result', 'wasm files', 'script bytes', 'wasm bytes'], rows, { right: [3, 4, 5] }).forEach((line) => console.log(line));
  const failed = results.filter(({ faults }) => faults.length).length;
  console.log(`\n${wantedTable}: ${results.length - failed} of ${results.length} rows work (${duration(seconds)})\n\n${results.length - failed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}

await main(matrix, () => console.log('\n0 passed, 1 failed'));
