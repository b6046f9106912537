/**
 * Makes every call that both the unmodified OneEntry SDK and the bridge support, in both guest models, from one page in a real
 * browser, and compares the requests that arrive at the services: method, path, query, headers, JSON body.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openBrowser } from './lib/browser.mjs';
import { openPage } from './lib/checkout-page.mjs';
import { serve } from './lib/serve.mjs';
import { test } from './lib/test.mjs';
import { createStandIn, samples } from '../../www/standin/index.mjs';
import { differences } from '../node/lib/wire.mjs';

/** Headers set by the browser, not by a client. All other headers are compared. */
const TRANSPORT = /^(host|connection|user-agent|accept|accept-.*|content-length|origin|referer|sec-.*|cache-control|pragma|priority|te|dnt)$/;

/** Accepted differences, each a pattern and a reason. Each of them has to occur. */
const JUSTIFIED = {
  anonymous: [[/^(GET|POST) \/api\/content\/.*: headers\.x-guest-id$/, 'the anonymous guest needs its id; SDK 1.0.149 knows no guests, SDKs from 1.0.155 on send it']],
  shared: [],
};

let browser;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-bridge-differential-'));
  await cp(fileURLToPath(new URL('./pages/differential/', import.meta.url)), folder, { recursive: true });
  await bundleSdk(join(folder, 'sdk.mjs'));
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

/** The SDK imports two Node modules that it uses only in Node before 18. In a browser they are never called. */
async function bundleSdk(outfile) {
  const absent = {
    name: 'absent',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^(buffer|https)$/ }, ({ path }) => ({ path, namespace: 'absent' }));
      esbuild.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};' }));
    },
  };
  await build({
    stdin: { contents: "export { defineOneEntry } from 'oneentry';", resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true, format: 'esm', platform: 'browser', outfile, plugins: [absent], logLevel: 'error',
  });
}

const ORDER = { storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: 'stripe', formData: samples.formFields(), products: [{ productId: 10, quantity: 1 }] };
const DISCOUNTED = { ...ORDER, couponCode: 'SPRING', additionalDiscountsMarkers: ['loyalty'], bonusAmount: 12.5, products: [{ productId: 1, quantity: 3 }, { productId: 146, quantity: 2 }] };

const PREPARING = [['getForm', 'guest_order'], ['getAccounts'], ['preview', ORDER]];
const SCENARIOS = {
  'the whole scenario': [...PREPARING, ['createOrder', ORDER], ['createSession', 90], ['getSessionByOrderId', 90]],
  'coupon, discounts, bonus': [['preview', DISCOUNTED], ['createOrder', DISCOUNTED], ['createSession', 90, 'session', true]],
  intent: [['createOrder', ORDER], ['createSession', 90, 'intent', false], ['getSessionByOrderId', 90]],
  'one field, as an object': [['createOrder', { ...ORDER, formData: ORDER.formData[0] }]],
  refusals: [['preview', { products: [{ productId: 9171, quantity: 1 }] }], ['createOrder', { ...ORDER, products: [{ productId: 99, quantity: 1 }] }], ['getForm', 'none'], ['createSession', 4711]],
  'another locale': [['getForm', 'guest_order'], ['preview', ORDER], ['createOrder', ORDER]],
  'a renewed sign-in': [['getAccounts'], 'expire', ['getAccounts'], ['createOrder', ORDER], ['createSession', 90]],
};

let compared = 0;
after(() => console.log(`${compared} requests compared`));

for (const guest of ['shared', 'anonymous']) {
  for (const [name, calls] of Object.entries(SCENARIOS)) {
    if (guest === 'anonymous' && calls.includes('expire')) continue;
    test(`${guest} guest: ${name}`, async (t) => {
      const page = await openPage(t, browser.driver, 'differential', { folder: `${folder}/` });
      const theirs = await recorded(t, page, 'sdk', guest, name, calls);
      const ours = await recorded(t, page, 'bridge', guest, name, calls);
      assert.ok(theirs.length >= calls.filter(Array.isArray).length, 'the SDK sent fewer requests than calls were made');
      const found = differences(ours, theirs);
      const reasons = JUSTIFIED[guest];
      assert.deepEqual(found.filter((difference) => !reasons.some(([pattern]) => pattern.test(difference))), []);
      assert.equal(found.length, guest === 'anonymous' ? ours.length : 0, 'a justified difference does not occur');
      compared += ours.length;
    });
  }
}

/** The requests that one client sends. Both clients run on the same page, so they share the device id. */
async function recorded(t, page, client, guest, name, calls) {
  const clock = { now: Date.parse('2026-09-01T10:05:00.000Z') };
  let rolled = 0;
  const standIn = createStandIn({ now: () => clock.now, random: () => ((rolled += 1) * 0.37) % 1 });
  const served = await serve({ standIn });
  t.after(() => served.close());
  const service = { url: served.servicesUrl, token: standIn.token, ...(name === 'another locale' && { langCode: 'es_ES' }) };
  await page.inPage('return window.open_(...arguments);', client, service, guest);
  const run = async (method, ...values) => JSON.parse(await page.inPage('return window.call(arguments[0], arguments[1]);', method, values));
  if (guest === 'shared') await run('auth');
  for (const call of calls) {
    if (call === 'expire') clock.now += standIn.settings.accessTokenMs;
    else assert.equal((await run(...call))?.threw, undefined, call[0]);
  }
  return wire(standIn);
}

/** Tokens are random, so each is compared with the newest sign-in of its own run. */
function wire(standIn) {
  let grant = {};
  return standIn.state.requests.filter(({ method }) => method !== 'OPTIONS').map((entry) => {
    const own = Object.entries(entry.headers).filter(([header]) => !TRANSPORT.test(header)).sort();
    const headers = Object.fromEntries(own.map(([header, value]) => [header, value === `Bearer ${grant.accessToken}` ? 'Bearer <newest>' : value]));
    const body = entry.body === '' ? null : JSON.parse(entry.body);
    if (body?.refreshToken && body.refreshToken === grant.refreshToken) body.refreshToken = '<newest>';
    if (['auth', 'refresh'].includes(entry.route) && entry.status === 201) grant = JSON.parse(entry.answer);
    return { method: entry.method, path: entry.path, query: entry.query, headers, body };
  });
}
