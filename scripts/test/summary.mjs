// Prints the summary of a test run: the failures and where to find more, tables of the suites and the slowest tests, and one line with
// the counts.
import { relative } from 'node:path';
import { root } from '../lib/paths.mjs';
import { table } from '../lib/table.mjs';
import { FAILURES, JUNIT } from './paths.mjs';

const MOST_SLOW = 20;
const LINES_OF_A_FAILURE = 60;
// Output lines worth repeating because they contain counts: requests compared by the differential test, inputs per fuzz target, tools
// that work with the package.
const NOTABLE = /requests equal|kept inputs|rows work/;

/** Prints the summary and returns the exit code. On CI every engine is required, so a suite that did not run counts as failed. */
export function summarize(suites, { strict = process.env.CI === 'true', say = console.log } = {}) {
  const lines = (all) => all.forEach((line) => say(line));
  const files = suites.flatMap((suite) => suite.files.map((file) => ({ ...file, suite })));
  failures(files).forEach(lines);

  say('');
  lines(table(['suite', 'result', 'tests', 'seconds'], suites.map(suiteRow), { right: [2, 3] }));
  slowest(files).forEach(lines);
  browsers(suites).forEach(lines);
  for (const { name, missing } of suites) if (missing) say(`${name} not run: ${missing}`);
  for (const { suite, file, remarks } of files) remarks.forEach((remark) => say(`${suite.name}, ${file}: ${remark}`));
  for (const { name, browser } of suites) browser?.remarks.forEach((remark) => say(`${name}: ${remark}`));
  for (const { suite, output } of files) notable(output).forEach((line) => say(`${suite.name}: ${line}`));
  say(`Report: ${relative(root, JUNIT)}`);
  if (files.some(({ evidence }) => evidence.length)) say(`Failures with screenshots, console output and requests: ${relative(root, FAILURES)}`);

  const count = (result) => suites.filter((suite) => suite.result === result).length;
  const notRun = count('not run');
  const failed = count('failed') + (strict ? notRun : 0);
  const skipped = strict ? 0 : notRun;
  say(`\n${count('passed')} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return failed ? 1 : 0;
}

const suiteRow = ({ name, result, seconds, files }) => [name, result, files.reduce((sum, { tests }) => sum + tests.length, 0) || '', seconds.toFixed(1)];

/** The reason and the evidence folder of each failed test. If a file failed without a failed test, the end of its output. */
function failures(files) {
  return files.filter(({ result }) => result === 'failed').map(({ suite, file, why, tests, output, evidence }) => {
    const failed = tests.filter(({ result }) => result === 'failed');
    const texts = failed.flatMap(({ path, failure }) => [`  ✗ ${path.join(' › ')}`, ...indent(failure ?? '').slice(0, LINES_OF_A_FAILURE)]);
    const rest = failed.length ? [] : indent(plain(output).trimEnd()).slice(-LINES_OF_A_FAILURE);
    return ['', `✗ ${suite.name}, ${file}: ${why}`, ...texts, ...rest, ...evidence.map((folder) => `  see ${relative(root, folder)}`)];
  });
}

const indent = (text) => text.split('\n').map((line) => `    ${line}`);

/** The slowest tests, as far as the runner reports times. */
function slowest(files) {
  const timed = files.flatMap(({ tests }) => tests).filter(({ ms }) => ms !== null).sort((a, b) => b.ms - a.ms).slice(0, MOST_SLOW);
  if (timed.length === 0) return [];
  const rows = timed.map(({ suite, file, path, ms }) => [(ms / 1000).toFixed(1), suite, file.split('/').at(-1), shortened(path.join(' › '))]);
  return [['', `The ${rows.length} slowest tests:`, ...table(['seconds', 'suite', 'file', 'test'], rows, { right: [0] })]];
}

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

/** The time spent on opening and closing browsers, both shared ones and those that a file opened itself. */
function browsers(suites) {
  const seconds = (ms) => (ms / 1000).toFixed(1);
  const rows = suites.flatMap(({ name, browser, files }) => [
    ...(browser ? [[name, 'shared', browser.opened, seconds(browser.openingMs), seconds(browser.closingMs)]] : []),
    ...files.filter(({ openingMs }) => openingMs > 0).map(({ file, openingMs, closingMs }) => [name, file.split('/').at(-1), 1, seconds(openingMs), seconds(closingMs)]),
  ]);
  if (rows.length === 0) return [];
  return [['', 'Browsers:', ...table(['suite', 'of', 'opened', 'opening, s', 'closing, s'], rows, { right: [2, 3, 4] })]];
}

const plain = (output) => output.replace(/\x1b\[[0-9;]*m/g, '');

/** The notable lines, without the test reporter's bullet. */
const notable = (output) => plain(output).split('\n').filter((line) => NOTABLE.test(line)).map((line) => line.replace(/^[\s#ℹ]+/, ''));
