/** No entry costs a page more than it is meant to. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { costs, overruns } from '../../scripts/budget.mjs';

const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
const rows = costs();

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
