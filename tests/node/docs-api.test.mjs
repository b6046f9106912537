/** docs/api.md is what the declarations say, and they say something of everything. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiPage, entries } from '../../scripts/lib/api-page.mjs';
import { cdnLine } from '../../scripts/lib/cdn-line.mjs';
import { editorData } from '../../scripts/lib/editor-data.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { read } from '../docs/blocks.mjs';

test('docs/api.md is what the declarations give: npm run docs, or UPDATE_DOCS=1, renews it', () => {
  const now = apiPage();
  if (process.env.UPDATE_DOCS) writeFileSync(join(root, 'docs/api.md'), now);
  assert.equal(read('docs/api.md'), now, 'renew it, and look at the difference: it is a change of the API');
});

test('the CDN line of docs/tag.md has the version and the hash of the built tag: npm run docs renews it', () => {
  assert.ok(read('docs/tag.md').includes(cdnLine()), cdnLine());
});

test('the files for editors are what src/js/element.d.ts says: npm run docs renews them', async () => {
  for (const [name, text] of Object.entries(await editorData())) assert.equal(read(`src/js/editor/${name}`), text, name);
});

test('every public name says what it is', () => {
  const bare = entries().filter(({ same }) => !same).flatMap(({ name, declarations }) => declarations.flatMap((declared) => [
    ...(declared.doc.text ? [] : [`${name} ${declared.name}`]),
    // What the stand-in services remember has the names of what was sent.
    ...(name === 'order-bridge/testing' ? [] : declared.members.filter(({ doc }) => !doc.text).map((member) => `${name} ${declared.name}.${member.name || member.signature}`)),
  ]));
  // One-liners that are said as a whole, and steps and outcomes whose words are their meaning.
  const whole = ['FormField', 'OrderProduct', 'Amounts', 'CheckoutForm'];
  assert.deepEqual(bare.filter((path) => !whole.some((one) => path.startsWith(`order-bridge ${one}.`))), []);
});

test('every call of the bridge and of the checkout is found in an example', () => {
  const [main] = entries().filter(({ name }) => name === 'order-bridge');
  const named = main.declarations.filter(({ name }) => ['OrderBridge', 'GuestCheckout', 'OcularOrderTrack'].includes(name)).flatMap(({ members }) => members.filter(({ isCall }) => isCall).map((member) => member.name));
  const examples = entries().flatMap(({ declarations, doc }) => [doc, ...declarations.flatMap((declared) => [declared.doc, ...declared.members.map((member) => member.doc)])]).map(({ example }) => example ?? '').join('\n');
  const single = ['validateBuyOrder', 'validateBuyOrderState', 'validateGuestOrder', 'auth', 'createOrder', 'createSession', 'updateSessionById', 'getSessionByOrderId', 'getAccounts', 'validateForm'];
  assert.deepEqual(named.filter((name) => !new RegExp(`\\b${name}\\(`).test(examples)).sort(), single.sort(), 'the main calls have an example; the rest is listed here');
});
