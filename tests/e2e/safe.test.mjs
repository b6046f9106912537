/** Runs the checks of tests/safe in a page under a strict policy, loads modified wasm files, and redirects to a second origin. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser, engine } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { test } from './lib/test.mjs';
import { ENGINES_DIFFER } from '../corpus/payment-urls.mjs';
import { servePages, serveRedirects, serveStranger } from './lib/safe-server.mjs';

const FLIPS = 100;
// On a busy machine, checking all answers takes a minute in Firefox.
const LIMIT_MS = 240_000;

let browser;
let driver;
let pages;
let stranger;
let redirecting;
before(async () => {
  browser = await openBrowser();
  ({ driver } = browser);
  await driver.manage().setTimeouts({ script: LIMIT_MS, pageLoad: 15_000 });
  stranger = await serveStranger();
  redirecting = await serveRedirects(stranger.url);
  const policy = (...more) => ["default-src 'none'", ...more, "require-trusted-types-for 'script'"].join('; ');
  pages = await servePages({
    policies: {
      strict: policy("script-src 'self' 'wasm-unsafe-eval'", `connect-src 'self' ${redirecting.url} ${stranger.url}`),
      closed: policy("script-src 'self'", "connect-src 'self'"),
    },
  });
});
after(async () => {
  await browser?.close();
  await Promise.all([pages, stranger, redirecting].map((server) => server?.close()));
});

async function open(name = 'strict') {
  await driver.get(`${pages.url}/${name}/`);
  await eventually(() => driver.executeScript('return document.documentElement.dataset.ready === "1";'), 'the page did not start');
}

/** Runs a check of tests/safe in the page, and asserts that it found no fault. */
async function check(t, file, name, ...values) {
  await open();
  const started = performance.now();
  const report = await driver.executeScript('return check(...arguments);', file, name, ...values);
  assert.deepEqual(report.wrong, []);
  assert.deepEqual(await driver.executeScript('return wrong;'), [], 'the page recorded errors');
  const { wrong, ...figures } = report;
  t.diagnostic(`${engine}: ${JSON.stringify(figures)}, ${Math.round(performance.now() - started)} ms`);
  return report;
}

test(`${FLIPS} wasm files with a flipped bit: none is loaded`, (t) => check(t, 'integrity', 'flipsRefused', FLIPS));

test('payment URLs, with this engine\'s URL parser', async (t) => {
  const { differs } = await check(t, 'payment-urls', 'paymentUrls', 8);
  assert.deepEqual(differs.filter((url) => !ENGINES_DIFFER.includes(url)), []);
});

test('requests that are passed to fetch', (t) => check(t, 'requests', 'requests'));

test('undocumented responses', (t) => check(t, 'answers', 'answers', { statuses: [200], every: 3 }));

test('polluted prototypes', (t) => check(t, 'hostile', 'pollution'));

test('page globals that throw', (t) => check(t, 'hostile', 'brokenGlobals'));

test('locks and abort signals that come late', (t) => check(t, 'late-locks', 'lateLocks'));

test('secrets do not leak', (t) => check(t, 'secrets', 'secrets', { every: 5 }));

test('hosts, storage and globals match integrity.json', (t) => check(t, 'inventory', 'inventory'));

test("without 'wasm-unsafe-eval', loading fails with an error that names it", async (t) => {
  await driver.get(`${pages.url}/closed/`);
  await eventually(() => driver.executeScript('return document.documentElement.dataset.ready === "1";'), 'the page did not start');
  const seen = await driver.executeScript("return loadOrderBridge().then(() => 'loaded', (error) => `${error.name} ${error.code}: ${error.message}`);");
  t.diagnostic(`${engine}: ${seen}`);
  assert.match(seen, /^OrderBridgeError WASM_BLOCKED: .*add 'wasm-unsafe-eval' to script-src/);
});

test('redirects to a second origin are not followed', async (t) => {
  await check(t, 'redirects', 'redirects', redirecting.url);
  assert.ok(redirecting.received.length >= 55, 'too few requests were redirected');
  assert.deepEqual(stranger.received, []);
  // Control: a redirect that is followed does reach the second origin, so this test can fail.
  await driver.executeScript('return fetch(arguments[0]).then(() => true);', `${redirecting.url}/307/followed`);
  assert.equal(stranger.received.length, 1);
});
