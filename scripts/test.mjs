// `npm test`: runs every suite. `npm run check`: the suites that need no browser and finish quickly.
//   --only NAME          one suite, or all suites whose name begins with NAME and a dash: `--only e2e`
//   --file TEXT          only test files whose path contains TEXT
//   --changed [COMMIT]   only suites and test files that the changes since COMMIT (default: the branch `main`) can affect
// The last line of the output counts the suites.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { main, Problem } from './lib/problem.mjs';
import { setUp } from './setup.mjs';
import { changedFiles, reached } from './test/changed.mjs';
import { runCommands } from './test/commands.mjs';
import { writeJunit } from './test/junit.mjs';
import { runInLanes } from './test/lanes.mjs';
import { runFiles } from './test/node-files.mjs';
import { JUNIT, REPORT, TIMES } from './test/paths.mjs';
import { suiteEnv, suites } from './test/suites.mjs';
import { summarize } from './test/summary.mjs';
import { webdriverJson } from './lib/webdriver-json.mjs';
import { startXvfb } from './lib/xvfb.mjs';

const flag = (name) => process.argv.includes(name);
const value = (name) => (flag(name) ? (process.argv[process.argv.indexOf(name) + 1] ?? '') : undefined);
const only = value('--only');
const part = value('--file');
// Compilers use all cores, so tests that wait for a page start after this lane has finished.
const FIRST = 'cargo';

await main(test, () => console.log('\n0 passed, 1 failed'));

async function test() {
  const needsBrowsers = !flag('--quick') && (only === undefined || /^(bindings|e2e|matrix|neighbours|frameworks|runtimes|supply-chain)\b/.test(only));
  const { tools, engines } = await setUp({ for: needsBrowsers ? 'test' : 'check' });
  const chosen = await choose(suites({ tools, engines }));
  if (chosen.length === 0) {
    console.log('No suite tests any of the changed files.\n\n0 passed, 0 failed');
    return 0;
  }
  await build(tools);

  rmSync(REPORT, { recursive: true, force: true });
  const shared = webdriverJson(join(REPORT, 'webdriver.json'), tools);
  const screen = chosen.some((suite) => suite.engine === 'webkit' && !suite.missing) && (await startXvfb(tools.xvfb));
  if (screen) shared.DISPLAY = screen.display;
  const stages = [chosen.filter(({ lane }) => lane === FIRST), chosen.filter(({ lane }) => lane !== FIRST)].filter((stage) => stage.length);
  const results = await runInLanes(stages, (suite, report) => runSuite(suite, suiteEnv(tools, { ...shared, ...suite.env }), report));
  if (screen) screen.stop();

  mkdirSync(REPORT, { recursive: true });
  await writeJunit(results, JUNIT);
  writeFileSync(TIMES, JSON.stringify({ suites: results.map(({ name, result, seconds }) => ({ name, result, seconds })) }));
  return summarize(results);
}

async function choose(all) {
  const wanted = all.filter(({ name, quick }) => (only === undefined ? quick || !flag('--quick') : name === only || name.startsWith(`${only}-`)));
  if (wanted.length === 0) throw new Problem(`No suite is called "${only}". Available: ${all.map((suite) => suite.name).join(', ')}.`);
  const named = part === undefined ? wanted : wanted.map((suite) => ({ ...suite, files: suite.files?.filter((file) => file.includes(part)) })).filter(({ files }) => files?.length);
  if (named.length === 0) throw new Problem(`No test file has "${part}" in its path.`);
  if (!flag('--changed')) return named;
  const since = value('--changed');
  const { chosen, reasons } = await reached(named, await changedFiles(since && !since.startsWith('--') ? since : undefined));
  reasons.forEach((line) => console.log(line));
  return chosen;
}

/** Runs a suite. Returns it with `result`, `seconds` and `files`. */
async function runSuite(suite, env, report) {
  if (suite.missing) return { ...suite, result: 'not run', seconds: 0, files: [] };
  const started = performance.now();
  const { files, browser } = await (suite.files ? runFiles : runCommands)(suite, env, report);
  const result = files.every((file) => file.result === 'passed') ? 'passed' : 'failed';
  return { ...suite, result, seconds: (performance.now() - started) / 1000, files, browser };
}
