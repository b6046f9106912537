/** The statistics of the bench: medians, quartiles, ratios by round. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { against, within } from '../bench/lib/lines.mjs';
import { timeShares } from '../bench/lib/profile.mjs';
import { median, ratio, spread, summary } from '../bench/lib/statistics.mjs';
import { crateOf } from '../bench/lib/wasm-names.mjs';

test('median: the middle value, or the mean of the two middle ones, in any order; the list is not modified', () => {
  const values = [9, 1, 5];
  assert.equal(median(values), 5);
  assert.deepEqual(values, [9, 1, 5]);
  assert.equal(median([10, 9, 2, 1]), 5.5);
  assert.equal(median([3]), 3);
});

test('spread: the quartiles, which one slow round does not move', () => {
  assert.deepEqual(spread([1, 2, 3, 4, 5]), { low: 2, high: 4 });
  assert.deepEqual(spread([1, 2, 3, 4, 500]), { low: 2, high: 4 });
  assert.deepEqual(spread([1, 2]), { low: 1.25, high: 1.75 });
});

test('ratio: by round, not of the medians', () => {
  assert.equal(ratio([1, 20, 3], [2, 10, 6]).median, 0.5);
  assert.deepEqual(ratio([2, 4], [2, 4]), { median: 1, low: 1, high: 1, rounds: 2 });
  assert.throws(() => ratio([1], [1, 2]), /same rounds/);
});

test('an empty list and values that are not numbers are refused', () => {
  assert.throws(() => median([]), /nothing was measured/);
  assert.throws(() => summary([1, NaN]), /not everything/);
  assert.throws(() => ratio([1], [0]), /not everything/);
});

test('a target is met up to and including its bound; without a bound there is no target', () => {
  const line = (most) => against('a', 'ms', [2, 2], { name: 'SDK', values: [4, 4] }, { most });
  assert.deepEqual([line(0.5).reached, line(0.49).reached, line(undefined).reached], [true, false, null]);
  assert.deepEqual([within('a', 'ms', [5], { most: 5 }).reached, within('a', 'ms', [5.1], { most: 5 }).reached], [true, false]);
});

test('a function belongs to the first crate in its name that is not the standard library', () => {
  const names = {
    'order_bridge::domain::json::parse::h0123456789abcdef': 'order_bridge',
    '<order_bridge::domain::url::Url as core::fmt::Debug>::fmt::h0123456789abcdef': 'order_bridge',
    'core::ptr::drop_in_place<order_bridge::domain::flow::Io>::h0123456789abcdef': 'order_bridge',
    '<alloc::string::String as core::fmt::Write>::write_str::h0123456789abcdef': 'alloc',
    '<&T as core::fmt::Display>::fmt': 'core',
    'dlmalloc::dlmalloc::Dlmalloc<A>::malloc': 'dlmalloc',
    '<dlmalloc[e24a27700634d609]::dlmalloc::Dlmalloc<dlmalloc[e24a27700634d609]::sys::System>>::malloc': 'dlmalloc',
    'core[c5930c85a12de822]::fmt::write': 'core',
    'core_placeOrder externref shim multivalue shim': 'order_bridge',
    memcpy: 'other',
  };
  for (const [name, crate] of Object.entries(names)) assert.equal(crateOf(name), crate, name);
});

test('self time in a profile, without idle time', () => {
  const node = (id, functionName, url) => ({ id, callFrame: { functionName, url } });
  const nodes = [node(1, '(idle)', ''), node(2, '(garbage collector)', ''), node(3, 'wasm-function[7]', ''), node(4, 'a', 'http://localhost/ours/shop.js')];
  const { parts } = timeShares({ nodes, samples: [1, 3, 2, 3, 4], timeDeltas: [100, 1, 1, 1, 1] }, new Map([[7, 'order_bridge::domain::json::parse']]));
  assert.deepEqual(parts, [{ name: 'wasm: order_bridge domain::json', share: 0.5 }, { name: 'garbage collection', share: 0.25 }, { name: 'glue in JavaScript', share: 0.25 }]);
});
