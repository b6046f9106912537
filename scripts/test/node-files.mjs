// Runs the test files of a suite with node:test, each in its own process.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { REPORT } from './paths.mjs';
import { closingHung, sharedBrowser } from './shared-browser.mjs';

const FILE_LIMIT_SECONDS = 420;
const REPORTER = pathToFileURL(join(root, 'scripts/test/reporter.mjs')).href;
// Files that share a browser each get their own range of ports (tests/e2e/lib/ports.mjs).
const FIRST_PORT = 20_000;
const PORTS_OF_A_FILE = 100;
const PORTS_OF_AN_ENGINE = 4000;
const ENGINES = ['chromium', 'firefox', 'webkit'];

/**
 * @param {object} suite  `into`: the folder for the results, by default that of the report; `closeLimitMs`, `answerLimitMs`: time limits
 *   of its browser.
 * @param {NodeJS.ProcessEnv} env @param {(line: string) => void} report
 * @returns the result of each file, and the time spent on the suite's shared browser
 */
export async function runFiles(suite, env, report) {
  const browser = suite.shares && sharedBrowser(suite.engine, env, suite);
  const waiting = [...suite.files];
  const results = [];
  let turn = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      report(`${results.length + 1} of ${suite.files.length}, ${basename(next)}`);
      results.push(await once(next));
    }
  };
  async function once(file, isSecond = false) {
    const more = browser ? { ...(await browser.get()), PORTS: String(portsFrom(suite.engine, turn++)) } : {};
    const result = await runFile(suite, file, { ...env, ...more }, isSecond);
    // A browser that no longer responds counts as crashed.
    const hung = await browser?.clean?.();
    const crash = result.crash ?? hung;
    if (result.result === 'passed' || !crash || isSecond) return result;
    const second = await once(file, true);
    return { ...second, seconds: result.seconds + second.seconds, remarks: [`the browser crashed (${crash}): run once more`, ...second.remarks] };
  }
  await Promise.all(Array.from({ length: suite.atOnce ?? 1 }, worker));
  if (browser) await browser.close();
  return { files: results, browser: browser?.spent };
}

const portsFrom = (engine, turn) => FIRST_PORT + ENGINES.indexOf(engine) * PORTS_OF_AN_ENGINE + (turn * PORTS_OF_A_FILE) % PORTS_OF_AN_ENGINE;

/** Runs one file once. `remarks`: things worth reporting that are not failures. */
async function runFile({ name: suite, into = REPORT }, file, env, isSecond) {
  const name = basename(basename(file, '.mjs'), '.test') + (isSecond ? '-again' : '');
  const events = join(into, 'events', suite, `${name}.jsonl`);
  const notes = join(into, 'events', suite, `${name}.notes.jsonl`);
  mkdirSync(dirname(events), { recursive: true });
  for (const path of [events, notes]) rmSync(path, { force: true });
  const reporters = [['spec', 'stdout'], [REPORTER, events]].flatMap(([reporter, where]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${where}`]);
  const { code, output, timedOut, seconds } = await run(process.execPath, [...reporters, file], {
    env: { ...env, NOTES: notes, EVIDENCE: join(into, 'failures', suite, name) },
    log: join(into, 'logs', suite, `${name}.log`),
    limit: FILE_LIMIT_SECONDS,
  });
  const reported = lines(events);
  const tests = reported.filter(({ type }) => type === 'test').map((test) => ({ ...test, suite, file }));
  const planned = reported.filter(({ type }) => type === 'planned').length;
  const said = lines(notes);
  const of = (type) => said.filter((entry) => entry.type === type);
  const failed = tests.filter(({ result }) => result === 'failed');
  // If all tests have ended but the process has not, the tests count and the hang is only a remark.
  const hungAtTheEnd = timedOut && failed.length === 0 && tests.filter(({ path }) => path.length === 1).length >= planned;
  const passed = failed.length === 0 && tests.length > 0 && (code === 0 || hungAtTheEnd);
  return {
    file, seconds, output, tests,
    result: passed ? 'passed' : 'failed',
    why: passed ? undefined : whyOf({ timedOut, code, tests, failed }),
    crash: of('crash')[0]?.said,
    evidence: of('evidence').map(({ folder }) => folder),
    openingMs: sum(of('opened')), closingMs: sum(of('closed')),
    remarks: [
      ...of('closed').filter(({ ended }) => ended.length).map(({ ms, ended }) => closingHung(ms, ended)),
      ...(hungAtTheEnd ? [`its process was still running ${FILE_LIMIT_SECONDS} s after its start, although all tests had passed: killed`] : []),
    ],
  };
}

function whyOf({ timedOut, code, tests, failed }) {
  if (timedOut) return `stopped after ${FILE_LIMIT_SECONDS} s`;
  if (failed.length) return `${failed.length} of ${tests.length} tests failed`;
  return tests.length === 0 ? `no test finished (exit code ${code})` : `exit code ${code} although no test failed`;
}

const sum = (entries) => entries.reduce((all, { ms }) => all + ms, 0);

const lines = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '').split('\n').filter(Boolean).map((line) => JSON.parse(line));
