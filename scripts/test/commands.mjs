// Runs all commands of a suite, even after one has failed, and extracts single tests from cargo's output.
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import { LOGS } from './paths.mjs';

const SUITE_LIMIT_SECONDS = 1200;

/** @param {object} suite @param {NodeJS.ProcessEnv} env @param {(line: string) => void} report */
export async function runCommands({ name, commands }, env, report) {
  const started = performance.now();
  const left = () => SUITE_LIMIT_SECONDS - (performance.now() - started) / 1000;
  const results = [];
  for (const [i, [command, args]] of commands.entries()) {
    const log = join(LOGS, `${name}${commands.length > 1 ? `-${i + 1}` : ''}.log`);
    const { code, output, timedOut, seconds } = await run(command, args, { env, log, onLine: report, limit: Math.max(1, left()) });
    const tests = cargoTests(output).map((test) => ({ ...test, suite: name, file: name }));
    const why = code === 0 ? undefined : timedOut ? `stopped: the suite took longer than ${SUITE_LIMIT_SECONDS} s` : `exit code ${code}`;
    results.push({ file: [command.split(/[/\\]/).at(-1), ...args].join(' '), seconds, output, tests, result: code === 0 ? 'passed' : 'failed', why, evidence: [], remarks: [], openingMs: 0, closingMs: 0 });
  }
  return { files: results };
}

const RESULTS = { ok: 'passed', FAILED: 'failed', ignored: 'skipped' };

/** Parses the tests from the output of `cargo test` and `wasm-pack test`, which contains no times. */
export function cargoTests(output) {
  let target = '';
  const tests = [];
  for (const line of output.split('\n')) {
    const running = /^\s+(?:Running|Doc-tests) (?:unittests )?(\S+)/.exec(line);
    if (running) target = running[1];
    const test = /^test (.+) \.\.\. (ok|FAILED|ignored)/.exec(line.replace(/\x1b\[[0-9;]*m/g, ''));
    if (test) tests.push({ path: [...(target ? [target] : []), test[1].replace(/ - should panic$/, '')], ms: null, result: RESULTS[test[2]], failure: test[2] === 'FAILED' ? failureOf(output, test[1]) : undefined });
  }
  return tests;
}

/** The output of a failed test, from its heading to the next one. */
function failureOf(output, name) {
  const start = output.indexOf(`---- ${name} stdout ----`);
  if (start < 0) return 'see the log';
  const end = output.slice(start + 5).search(/^(---- |failures:)/m);
  return output.slice(start, end < 0 ? start + 4000 : start + 5 + end).trim();
}
