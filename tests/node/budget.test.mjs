/** No entry costs a page more than it is meant to. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { costs, overruns } from '../../scripts/budget.mjs';

const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const rows = costs();
/** What the peer weighs, bundled by esbuild (`npm run bench`). */
const SDK = { version: '1.0.149', brotli: 114_700 };
/** As people read it: 97 KB, 2.7 KB. */
const kb = (bytes) => `${bytes < 9_950 ? (bytes / 1000).toFixed(1) : Math.round(bytes / 1000)} KB`;

test('each entry is within its budget: bytes, gzip, brotli', (t) => {
  for (const { entry, files, costs: { raw, gzip, brotli } } of rows) t.diagnostic(`${entry}: ${raw} bytes, gzip ${gzip}, brotli ${brotli} (${files.join(' + ')})`);
  assert.deepEqual(overruns(rows), []);
});

test('every entry that a page can load has a budget', () => {
  const scripts = Object.entries(manifest.exports).filter(([, { default: target }]) => /\.m?js$/.test(target ?? '')).map(([name]) => name);
  assert.deepEqual(rows.map(({ entry }) => entry).sort(), scripts.sort());
  for (const { entry, files } of rows) assert.equal(`./pkg/${files[0]}`, manifest.exports[entry].default);
});

test('one byte too many is found, and so is a budget that nobody has set', () => {
  const [{ costs: now, ...row }] = rows;
  assert.deepEqual(overruns([{ ...row, costs: now, limits: now }]), []);
  assert.deepEqual(overruns([{ ...row, costs: now, limits: { ...now, brotli: now.brotli - 1 } }]), [`. is ${now.brotli} bytes brotli, its budget is ${now.brotli - 1}.`]);
  assert.equal(overruns([{ ...row, costs: now, limits: {} }]).length, 3);
});

test('the README says what the entries weigh, and nothing that they do not weigh any more', () => {
  const now = Object.fromEntries(rows.map(({ entry, costs: { brotli } }) => [entry, kb(brotli)]));
  const [badge] = readme.split('\n').filter((line) => line.startsWith('**'));
  assert.ok(badge.startsWith(`**${now['.']}** brotli, tag **${now['./tag']}**`), `${now['.']}, tag ${now['./tag']}`);
  // The last cells of "Three ways in".
  const row = (link) => readme.split('\n').find((line) => line.startsWith('|') && line.includes(`](#${link})`));
  assert.deepEqual(row('the-tag').match(/[\d.]+ KB/g), [now['./tag'], now['./ocular']]);
  assert.deepEqual(row('ocular-alone').match(/[\d.]+ KB/g), [now['./ocular']]);
  assert.deepEqual(row('the-guest-checkout').match(/[\d.]+ KB/g), [now['.'], now['./element']]);
  const elsewhere = [...readme.matchAll(/([\d.]+ KB)/g)].map(([, figure]) => figure).filter((figure) => !Object.values(now).includes(figure));
  assert.deepEqual(elsewhere, ['130 KB'], 'the build that was timed');
  const times = (entry) => (rows.find((one) => one.entry === entry).costs.brotli / SDK.brotli).toFixed(2);
  assert.equal(manifest.devDependencies.oneentry, SDK.version, 'another SDK: npm run bench -- --only bytes says its size');
  const said = `${now['.']} is ${times('.')} times the \`oneentry\` SDK, ${now['./ocular']} is ${times('./ocular')} times`;
  assert.ok(readme.includes(said), said);
});
