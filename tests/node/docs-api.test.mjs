/** docs/api.md matches the declarations, and the declarations document every public name. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { apiPage, entries } from '../../scripts/lib/api-page.mjs';
import { cdnLine } from '../../scripts/lib/cdn-line.mjs';
import { editorData } from '../../scripts/lib/editor-data.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { read } from '../docs/blocks.mjs';

test('docs/api.md is up to date: npm run docs, or UPDATE_DOCS=1, regenerates it', () => {
  const now = apiPage();
  if (process.env.UPDATE_DOCS) writeFileSync(join(root, 'docs/api.md'), now);
  assert.equal(read('docs/api.md'), now, 'regenerate it, and review the difference: the API has changed');
});

test('the CDN line of docs/tag.md has the version and the hash of the built tag: npm run docs updates it', () => {
  assert.ok(read('docs/tag.md').includes(cdnLine()), cdnLine());
});

test('the files for editors match src/js/element.d.ts (npm run docs updates them)', async () => {
  for (const [name, text] of Object.entries(await editorData())) assert.equal(read(`src/js/editor/${name}`), text, name);
});

test('every public name is documented', () => {
  const bare = entries().filter(({ same }) => !same).flatMap(({ name, declarations }) => declarations.flatMap((declared) => [
    ...(declared.doc.text ? [] : [`${name} ${declared.name}`]),
    // Records of the stand-in services have the property names of what was sent.
    ...(name === 'order-bridge/testing' ? [] : declared.members.filter(({ doc }) => !doc.text).map((member) => `${name} ${declared.name}.${member.name || member.signature}`)),
  ]));
  // Short types that are documented as a whole, and steps and outcomes whose names explain themselves.
  const whole = ['FormField', 'OrderProduct', 'Amounts', 'CheckoutForm'];
  assert.deepEqual(bare.filter((path) => !whole.some((one) => path.startsWith(`order-bridge ${one}.`))), []);
});

test('every call of the bridge and of the checkout has an example', () => {
  const [main] = entries().filter(({ name }) => name === 'order-bridge');
  const named = main.declarations.filter(({ name }) => ['OrderBridge', 'GuestCheckout', 'OcularOrderTrack'].includes(name)).flatMap(({ members }) => members.filter(({ isCall }) => isCall).map((member) => member.name));
  const examples = entries().flatMap(({ declarations, doc }) => [doc, ...declarations.flatMap((declared) => [declared.doc, ...declared.members.map((member) => member.doc)])]).map(({ example }) => example ?? '').join('\n');
  const single = ['validateBuyOrder', 'validateBuyOrderState', 'validateGuestOrder', 'auth', 'createOrder', 'createSession', 'updateSessionById', 'getSessionByOrderId', 'getAccounts', 'validateForm'];
  assert.deepEqual(named.filter((name) => !new RegExp(`\\b${name}\\(`).test(examples)).sort(), single.sort(), 'the main calls have an example; the others are listed here');
});
