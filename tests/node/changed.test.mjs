/** `npm test -- --changed`: what a changed file can reach. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reached } from '../../scripts/test/changed.mjs';
import { suites, testFiles } from '../../scripts/test/suites.mjs';

const ALL = suites({ tools: {}, engines: { chromium: {}, firefox: {}, webkit: {} } });
const names = async (...changed) => (await reached(ALL, changed)).chosen.map(({ name }) => name);
const filesOf = async (suite, ...changed) => (await reached(ALL, changed)).chosen.find(({ name }) => name === suite)?.files ?? [];

// Composed at run time: a test depends on the paths in its own text, and so would this one.
const SOME = testFiles('tests/e2e').at(-1);
const UNKNOWN = ['something', 'new.toml'].join('-');

test('a test file reaches itself, in each engine', async () => {
  const { chosen } = await reached(ALL, [SOME]);
  assert.deepEqual(chosen.map(({ name, files }) => [name, files]), ['chromium', 'firefox', 'webkit'].map((engine) => [`e2e-${engine}`, [SOME]]));
});

test('a module reaches the tests that import it', async () => {
  const files = await filesOf('e2e-webkit', 'tests/e2e/lib/mortal.mjs');
  assert.deepEqual(files, ['tests/e2e/order-killed-looks.test.mjs', 'tests/e2e/order-killed.test.mjs']);
  assert.ok((await filesOf('node', 'www/standin/oneentry/orders.mjs')).includes('tests/node/standin-orders.test.mjs'));
});

test('a file that a test runs by its path reaches that test', async () => {
  assert.deepEqual(await filesOf('node', ['tests/node/runner', 'hangs.mjs'].join('/')), ['tests/node/runner.test.mjs']);
});

test('Rust reaches every suite that compiles it or loads the package', async () => {
  const all = await names('src/domain/decimal.rs');
  assert.deepEqual(all, ALL.map(({ name }) => name).filter((name) => !['types', 'supply-chain'].includes(name)));
});

test('JavaScript of the package reaches no Rust tests', async () => {
  const some = await names('src/js/element/form.mjs');
  for (const name of ['domain', 'lints', 'fuzz', 'supply-chain']) assert.ok(!some.includes(name), name);
  for (const name of ['node', 'matrix', 'e2e-chromium', 'e2e-firefox', 'e2e-webkit']) assert.ok(some.includes(name), name);
});

test('a page of the shop reaches the tests of the shop', async () => {
  const files = await filesOf('e2e-firefox', 'www/page/panel.mjs');
  assert.ok(files.includes('tests/e2e/page.test.mjs') && files.includes('tests/e2e/accessibility.test.mjs'));
  assert.ok(!files.includes('tests/e2e/ocular-calls.test.mjs'));
});

test('documentation reaches the tests that run it; screenshots reach none', async () => {
  assert.deepEqual(await filesOf('e2e-chromium', 'docs/recipes/html.md'), ['tests/e2e/docs.test.mjs']);
  assert.ok((await filesOf('node', 'docs/recipes/html.md')).includes('tests/node/docs-examples.test.mjs'));
  assert.deepEqual(await names('docs/screenshots/phone.png'), []);
});

test('an unknown file reaches everything, and each file has a reason', async () => {
  const { chosen, reasons } = await reached(ALL, [UNKNOWN, SOME]);
  assert.deepEqual(chosen.map(({ name }) => name), ALL.map(({ name }) => name));
  assert.deepEqual(chosen.find(({ name }) => name === 'node').files, testFiles('tests/node'));
  assert.deepEqual(reasons.map((line) => line.split(':')[0]), [UNKNOWN, SOME]);
  assert.match(reasons[0], /everything/);
});
