/** The checks of tests/safe in Node. tests/e2e/safe.test.mjs runs them in the browsers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { serveRedirects, serveStranger } from '../e2e/lib/safe-server.mjs';
import { answers } from '../safe/answers.mjs';
import { brokenGlobals, pollution } from '../safe/hostile.mjs';
import { redirects } from '../safe/redirects.mjs';
import { secrets } from '../safe/secrets.mjs';
import { requests } from '../safe/requests.mjs';

/** Node's own Request is written in JavaScript: its internal objects inherit these from Object.prototype, and its timers inherit `id`.
 *  Getters and read-only values stop its streams and timers. No page runs in Node; the tests in browsers leave nothing out. */
const NODE_STUMBLES = [
  'method', 'body', 'mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity', 'keepalive', 'window', 'duplex', 'priority', 'signal', 'headers', 'required', 'id', 'get', 'set',
];

function report(t, { wrong, ...figures }) {
  assert.deepEqual(wrong, []);
  t.diagnostic(JSON.stringify(figures));
}

test('the arguments of fetch, at every request', async (t) => report(t, await requests(loadOrderBridge)));

test('undocumented answers', async (t) => report(t, await answers(loadOrderBridge)));

test('polluted prototypes', async (t) => report(t, await pollution(loadOrderBridge, { not: NODE_STUMBLES, all: ['a text', 'a function'] })));

test('secrets', async (t) => report(t, await secrets(loadOrderBridge, { every: 2 })));

test('page functions that throw', async (t) => {
  t.mock.method(console, 'error', () => {});
  report(t, await brokenGlobals(loadOrderBridge));
});

test('redirects to a second origin: it receives nothing', async (t) => {
  const stranger = await serveStranger();
  const redirecting = await serveRedirects(stranger.url);
  t.after(() => Promise.all([stranger.close(), redirecting.close()]));
  report(t, await redirects(loadOrderBridge, redirecting.url));
  assert.ok(redirecting.received.length >= 55, 'the redirects were answered');
  assert.deepEqual(stranger.received, []);
  await fetch(`${redirecting.url}/307/followed`);
  assert.equal(stranger.received.length, 1, 'a followed redirect is recorded');
});
