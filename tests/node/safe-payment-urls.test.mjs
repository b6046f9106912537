/** The corpus of payment URLs, by Node's own URL parser. In the browsers: tests/e2e/safe.test.mjs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { ENGINES_DIFFER } from '../corpus/payment-urls.mjs';
import { paymentUrls } from '../safe/payment-urls.mjs';

test('no shopper is sent anywhere but to https, or to http on this machine, and only to allowed hosts', async (t) => {
  const { vectors, refused, runs, orders, differs, wrong } = await paymentUrls(loadOrderBridge);
  assert.deepEqual(wrong, []);
  assert.deepEqual(differs.filter((url) => !ENGINES_DIFFER.includes(url)), []);
  assert.ok(vectors >= 200);
  t.diagnostic(`${vectors} payment URLs, ${refused} of them refused everywhere, ${runs} runs, ${orders} orders; otherwise here: ${differs.length}`);
});
