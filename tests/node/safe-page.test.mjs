/** The checks of tests/safe in Node. In the browsers: tests/e2e/safe.test.mjs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { serveRedirects, serveStranger } from '../e2e/safe-server.mjs';
import { answers } from '../safe/answers.mjs';
import { brokenGlobals, OWN_NAMES, pollute, pollution, WAYS } from '../safe/hostile.mjs';
import { redirects } from '../safe/redirects.mjs';
import { requests } from '../safe/requests.mjs';

/** Names that Node's own Request, written in JavaScript, takes from Object.prototype into objects of its own. Nothing that
 *  makes requests survives those, and no step of Node a prototype with numbers; no page runs there. */
function nodeStumbles() {
  const { signal } = new AbortController();
  return [...OWN_NAMES, 'then', 'toJSON', 'get', 'set', 'writable', 'enumerable', 'configurable', 'cause', 'message', 'name', 'length', 'signal', 'value', '0', '1'].filter((name) => /\d/.test(name) || Object.keys(WAYS).some((way) => {
    const clean = pollute([name], way);
    try {
      const request = new Request('https://a.example/', { __proto__: null, method: 'POST', body: 'x', signal });
      request.clone();
      new Response('x', { __proto__: null, status: 201 });
      return request.method !== 'POST' || request.mode !== 'cors' || request.integrity !== '' || request.redirect !== 'follow' || request.cache !== 'default' || request.credentials !== 'same-origin' || request.referrerPolicy !== '' || request.keepalive;
    } catch {
      return true;
    } finally {
      clean();
    }
  }));
}

function report(t, { wrong, ...figures }) {
  assert.deepEqual(wrong, []);
  t.diagnostic(JSON.stringify(figures));
}

test('what is asked of fetch, at every request', async (t) => report(t, await requests(loadOrderBridge)));

test('answers that nobody documents', async (t) => report(t, await answers(loadOrderBridge)));

test('polluted prototypes', async (t) => {
  const not = nodeStumbles();
  t.diagnostic(`left out, since Node itself stumbles: ${not.join(', ')}`);
  report(t, await pollution(loadOrderBridge, { not }));
});

test('functions of the page that throw', async (t) => {
  t.mock.method(console, 'error', () => {});
  report(t, await brokenGlobals(loadOrderBridge));
});

test('redirects to a second origin: nothing arrives there', async (t) => {
  const stranger = await serveStranger();
  const redirecting = await serveRedirects(stranger.url);
  t.after(() => Promise.all([stranger.close(), redirecting.close()]));
  report(t, await redirects(loadOrderBridge, redirecting.url));
  assert.ok(redirecting.received.length >= 55, 'the redirects were answered');
  assert.deepEqual(stranger.received, []);
  await fetch(`${redirecting.url}/307/followed`);
  assert.equal(stranger.received.length, 1, 'whoever follows is seen');
});
