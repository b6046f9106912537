/** No entry is larger than its budget. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { costs, overruns } from '../../scripts/budget.mjs';

const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const rows = costs();
/** The size of the SDK for comparison, bundled by esbuild (`npm run bench`). */
const SDK = { version: '1.0.149', brotli: 114_700 };
/** Rounded as in the README: 97 KB, 2.7 KB. */
const kb = (bytes) => `${bytes < 9_950 ? (bytes / 1000).toFixed(1) : Math.round(bytes / 1000)} KB`;

test('each entry is within its budget: bytes, gzip, brotli', (t) => {
  for (const { entry, files, costs: { raw, gzip, brotli } } of rows) t.diagnostic(`${entry}: ${raw} bytes, gzip ${gzip}, brotli ${brotli} (${files.join(' + ')})`);
  assert.deepEqual(overruns(rows), []);
});

test('every entry that a page can load has a budget', () => {
  const all = Object.entries(manifest.exports).filter(([, { default: target }]) => /\.m?js$/.test(target ?? ''));
  // `./element/react` and its like add types to a script that has a budget.
  const scripts = all.filter(([, { default: target }], at) => all.findIndex(([, other]) => other.default === target) === at).map(([name]) => name);
  assert.deepEqual(rows.map(({ entry }) => entry).sort(), scripts.sort());
  for (const { entry, files } of rows) assert.equal(`./pkg/${files[0]}`, manifest.exports[entry].default);
});

test('an overrun of one byte is found, and so is a missing budget', () => {
  const [{ costs: now, ...row }] = rows;
  assert.deepEqual(overruns([{ ...row, costs: now, limits: now }]), []);
  assert.deepEqual(overruns([{ ...row, costs: now, limits: { ...now, brotli: now.brotli - 1 } }]), [`. is ${now.brotli} bytes brotli, its budget is ${now.brotli - 1}.`]);
  assert.equal(overruns([{ ...row, costs: now, limits: {} }]).length, 3);
});

test('the README has the current sizes of the entries, and no outdated ones', () => {
  const now = Object.fromEntries(rows.map(({ entry, costs: { brotli } }) => [entry, kb(brotli)]));
  const summary = readme.split('\n').find((line) => line.includes('Rust compiled to WebAssembly'));
  assert.ok(summary.startsWith(`${now['.']} brotli, tag ${now['./tag']} ·`), `${now['.']}, tag ${now['./tag']}`);
  // The last column of "Three ways to use it".
  const row = (link) => readme.split('\n').find((line) => line.startsWith('|') && line.includes(`](#${link})`));
  assert.deepEqual(row('the-tag').match(/[\d.]+ KB/g), [now['./tag'], now['./ocular']]);
  assert.deepEqual(row('the-ocular-entry').match(/[\d.]+ KB/g), [now['./ocular']]);
  assert.deepEqual(row('the-guest-checkout').match(/[\d.]+ KB/g), [now['.'], now['./element']]);
  const targets = ['40 KB'];
  const elsewhere = [...readme.matchAll(/([\d.]+ KB)/g)].map(([, figure]) => figure).filter((figure) => !Object.values(now).includes(figure));
  assert.deepEqual(elsewhere, targets, 'only the targets');
  const share = (entry) => Math.round((100 * rows.find((one) => one.entry === entry).costs.brotli) / SDK.brotli);
  assert.equal(manifest.devDependencies.oneentry, SDK.version, 'the SDK has changed: npm run bench -- --only bytes measures its size');
  const said = `${now['.']} is ${share('.')} % of the bundled \`oneentry\` SDK, ${now['./ocular']} is ${share('./ocular')} %`;
  assert.ok(readme.includes(said), said);
});
