/** The corpus of payment URLs with Node's own URL parser. tests/e2e/safe.test.mjs runs it in the browsers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { ENGINES_DIFFER } from '../corpus/payment-urls.mjs';
import { paymentUrls } from '../safe/payment-urls.mjs';

test('shoppers are sent only to https, or to http on this machine, and only to allowed hosts', async (t) => {
  const { vectors, refused, runs, orders, differs, wrong } = await paymentUrls(loadOrderBridge);
  assert.deepEqual(wrong, []);
  assert.deepEqual(differs.filter((url) => !ENGINES_DIFFER.includes(url)), []);
  assert.ok(vectors >= 200);
  t.diagnostic(`${vectors} payment URLs, ${refused} of them refused everywhere, ${runs} runs, ${orders} orders; parsed differently here: ${differs.length}`);
});
