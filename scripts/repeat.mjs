// `npm run repeat`: repeats the whole `npm test` run, then prints a table of each suite's time in each run.
//   --runs N   the number of runs, default 1             --busy N   runs N more processes that each keep a core busy
//   --table    only prints the table of all runs so far  --fresh    discards the runs so far
// Results are appended to target/repeat.jsonl, so a series of ten runs can be split over several calls.
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { ask, run } from './lib/run.mjs';
import { duration, step } from './lib/step.mjs';
import { table } from './lib/table.mjs';
import { REPORT, TIMES } from './test/paths.mjs';

const KEPT = join(root, 'target', 'repeat.jsonl');
const KEPT_REPORTS = join(root, 'target', 'repeat-failed');
const RUN_LIMIT_SECONDS = 5400;
const LAST_LINES = 60;

const flag = (name) => process.argv.includes(name);
const number = (name, otherwise) => {
  const value = flag(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise;
  if (!Number.isInteger(value) || value < 0) throw new Problem(`${name} takes a whole number.`);
  return value;
};

async function repeat() {
  if (flag('--fresh')) rmSync(KEPT, { force: true });
  const busy = number('--busy', 0);
  const runs = flag('--table') ? 0 : number('--runs', 1);
  let failed = 0;
  for (let i = 0; i < runs; i += 1) failed += (await once(busy, `Run ${i + 1} of ${runs}`)) ? 0 : 1;
  tell(readRuns());
  return failed ? 1 : 0;
}

/** Copies the report of a failed run, which the next run would delete. */
function keepReport() {
  let number = 1;
  while (existsSync(`${KEPT_REPORTS}-${number}`)) number += 1;
  if (existsSync(REPORT)) cpSync(REPORT, `${KEPT_REPORTS}-${number}`, { recursive: true });
  console.log(`Report of the failed run: ${relative(root, `${KEPT_REPORTS}-${number}`)}`);
}

/** Runs `npm test` once. Returns whether it passed. */
async function once(busy, label) {
  const commit = (await ask('git', ['rev-parse', '--short', 'HEAD'], { cwd: root })) ?? '';
  const loads = Array.from({ length: busy }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  rmSync(REPORT, { recursive: true, force: true });
  try {
    return await step(label, {}, async (report) => {
      const { code, seconds, output } = await run(process.execPath, ['scripts/test.mjs'], { onLine: report, limit: RUN_LIMIT_SECONDS });
      const suites = existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, 'utf8')).suites : [];
      mkdirSync(dirname(KEPT), { recursive: true });
      appendFileSync(KEPT, `${JSON.stringify({ commit, busy, code, seconds, suites })}\n`);
      if (code !== 0) keepReport();
      if (code !== 0) console.log(output.trimEnd().split('\n').slice(-LAST_LINES).join('\n'));
      return code === 0;
    });
  } finally {
    loads.forEach((load) => load.kill('SIGKILL'));
  }
}

const readRuns = () => (existsSync(KEPT) ? readFileSync(KEPT, 'utf8') : '').split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Prints a row per suite and a column per run: the seconds, and the result where a suite did not pass. */
function tell(runs) {
  const names = [...new Set(runs.flatMap(({ suites }) => suites.map(({ name }) => name)))];
  const cell = (suites, name) => {
    const suite = suites.find((one) => one.name === name);
    return suite ? `${suite.seconds.toFixed(0)}${suite.result === 'passed' ? '' : ` ${suite.result}`}` : '–';
  };
  const rows = [
    ...names.map((name) => [name, ...runs.map(({ suites }) => cell(suites, name))]),
    ['whole run', ...runs.map(({ seconds, code }) => `${duration(Math.round(seconds))}${code === 0 ? '' : ' failed'}`)],
    ['busy processes', ...runs.map(({ busy }) => busy)],
    ['commit', ...runs.map(({ commit }) => commit)],
  ];
  console.log();
  table(['suite, seconds', ...runs.map((_, i) => i + 1)], rows, { right: runs.map((_, i) => i + 1) }).forEach((line) => console.log(line));
  const green = runs.filter(({ code }) => code === 0).length;
  console.log(`\n${green} passed, ${runs.length - green} failed`);
}

await main(repeat);
