// The end of a test run: a table, what suites want repeated, and one line that counts.
import { table } from './table.mjs';

// The differential test says here how many requests it compared, each fuzz target how many inputs it was given,
// and the matrix of tools how many take the package.
const NOTABLE = /requests equal|kept inputs|ways to take the package/;

/** Prints it and returns the exit code. On a CI machine every engine has to be there, so a suite not run has failed. */
export function summarize(results, { strict = process.env.CI === 'true' } = {}) {
  const rows = results.map(({ name, engine = '', result, seconds }) => [name, engine, result, seconds.toFixed(1)]);
  console.log();
  table(['suite', 'engine', 'result', 'seconds'], rows, { right: [3] }).forEach((line) => console.log(line));
  for (const { name, missing } of results) if (missing) console.log(`${name} not run: ${missing}`);
  for (const { name, output } of results) notable(output).forEach((line) => console.log(`${name}: ${line}`));

  const count = (result) => results.filter((r) => r.result === result).length;
  const notRun = count('not run');
  const failed = count('failed') + (strict ? notRun : 0);
  const skipped = strict ? 0 : notRun;
  console.log(`\n${count('passed')} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return failed ? 1 : 0;
}

/** Without colours and without the test reporter's bullet. */
const notable = (output) =>
  output
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .filter((line) => NOTABLE.test(line))
    .map((line) => line.replace(/^[\s#ℹ]+/, ''));
