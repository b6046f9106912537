/** The test runner: what is a failure, what only causes a remark, and which evidence a failure leaves. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cargoTests } from '../../scripts/test/commands.mjs';
import { writeJunit } from '../../scripts/test/junit.mjs';
import { runFiles } from '../../scripts/test/node-files.mjs';
import { summarize } from '../../scripts/test/summary.mjs';

const DRIVER = fileURLToPath(new URL('./runner/fake-driver.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'order-bridge-runner-'));
after(() => rmSync(folder, { recursive: true }));

let runs = 0;
/** Runs files of ./runner as a separate suite, in a shared browser with the fault `wrong`. */
async function suiteOf(files, wrong = '') {
  const name = `runner-${process.pid}-${(runs += 1)}`;
  const { NOTES: _, EVIDENCE: __, SHARED_BROWSER: ___, NODE_TEST_CONTEXT: ____, ...rest } = process.env;
  // Short only where the limit is under test: on a busy machine, a healthy driver may take a second to answer.
  const limitMs = (...kinds) => (kinds.includes(wrong) ? 300 : 15_000);
  const env = { ...rest, ENGINE: 'chromium', CHROMEDRIVER: DRIVER, FAKE_DRIVER: wrong, WINDOWS_LIMIT_MS: String(limitMs('freezes')), FAKE_DRIVER_MARK: join(folder, name) };
  const suite = { name, engine: 'chromium', shares: true, atOnce: 1, closeLimitMs: limitMs('hangs', 'freezes'), answerLimitMs: limitMs('freezes'), into: folder, files: files.map((file) => `tests/node/runner/${file}.mjs`) };
  const { files: results, browser } = await runFiles(suite, env, () => {});
  const result = results.every((file) => file.result === 'passed') ? 'passed' : 'failed';
  const lines = [];
  const code = summarize([{ ...suite, result, seconds: 1, files: results, browser }], { say: (line) => lines.push(line) });
  return { suite: { ...suite, result, files: results }, results, code, text: lines.join('\n') };
}

test('files share one browser, and a summary without remarks says that all passed', async () => {
  const { results, code, text } = await suiteOf(['passes', 'passes']);
  assert.deepEqual(results.map(({ result }) => result), ['passed', 'passed']);
  assert.equal(code, 0);
  assert.match(text, /shared\s+1\s/);
  assert.match(text, /\n1 passed, 0 failed$/);
  assert.doesNotMatch(text, /hung|crashed|anew/);
});

test('a browser that hangs on closing is killed, and the suite passes', async () => {
  const { code, text } = await suiteOf(['passes'], 'hangs');
  assert.equal(code, 0);
  assert.match(text, /closing the browser hung for .*: ended its processes \d+/);
  const [, pid] = /ended its processes (\d+)/.exec(text);
  assert.equal(existsSync(`/proc/${pid}`), false, 'the process has ended');
});

test('after a crash the browser is opened again, the file runs once more, and the summary says so', async () => {
  const { results, code, text } = await suiteOf(['passes', 'passes'], 'crashes');
  assert.equal(code, 0);
  assert.match(text, /passes\.mjs: the browser crashed \(.*\): run once more/);
  assert.equal(results[0].tests[0].result, 'passed');
});

test('a browser that no longer answers counts as crashed', async () => {
  const { results, code, text } = await suiteOf(['brief', 'passes'], 'freezes');
  assert.equal(code, 0);
  assert.match(text, /brief\.mjs: the browser crashed \(it hung, no answer\): run once more/);
  assert.deepEqual(results.map(({ result }) => result), ['passed', 'passed']);
});

test('a page that no longer answers fails its test, and the file ends without waiting for the page', async () => {
  const { results, code } = await suiteOf(['brief'], 'loops');
  assert.equal(code, 1);
  assert.equal(results[0].why, '1 of 1 tests failed');
});

test('a failed test is not repeated, the other tests of its file count, and its evidence is kept', async () => {
  const { results, code, text, suite } = await suiteOf(['fails']);
  assert.equal(code, 1);
  assert.deepEqual(results[0].tests.map(({ path, result }) => [path.join(), result]), [['one is two', 'failed'], ['one is one', 'passed']]);
  assert.match(text, /✗ one is two\n\s+AssertionError/);
  assert.match(text, /\n0 passed, 1 failed$/);
  assert.doesNotMatch(text, /once more/);
  const [evidence] = results[0].evidence;
  assert.ok(text.includes(basename(evidence)));
  assert.deepEqual(readdirSync(evidence).sort(), ['error.txt', 'page.json', 'requests.json', 'screenshot.png']);
  const junit = join(folder, 'junit.xml');
  await writeJunit([suite], junit);
  const xml = readFileSync(junit, 'utf8');
  assert.match(xml, /<testcase [^>]*name="one is two"[^>]*>\s*<failure/);
  assert.match(xml, /<testcase [^>]*name="one is one"[^>]*\/>/);
});

test('a test that never ends fails at its limit and keeps its evidence', async () => {
  const { results, code, text } = await suiteOf(['hangs']);
  assert.equal(code, 1);
  assert.match(text, /The test did not end within 0\.2 s/);
  assert.ok(existsSync(join(results[0].evidence[0], 'screenshot.png')));
});

test('tests are parsed from the output of cargo', () => {
  const output = `
     Running unittests src/lib.rs (target/debug/deps/order_bridge-1)
test domain::decimal::tests::adds ... ok
     Running tests/outbox.rs (target/debug/deps/outbox-2)
test rows::are_kept ... FAILED
test rows::later ... ignored

failures:

---- rows::are_kept stdout ----
thread panicked at tests/outbox.rs:1:1

failures:
    rows::are_kept
`;
  assert.deepEqual(cargoTests(output).map(({ path, result }) => [path.join(' '), result]), [
    ['src/lib.rs domain::decimal::tests::adds', 'passed'], ['tests/outbox.rs rows::are_kept', 'failed'], ['tests/outbox.rs rows::later', 'skipped'],
  ]);
  assert.match(cargoTests(output)[1].failure, /thread panicked/);
});
