/** The sums on the agent's screen of the demo, compared with those of the library. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountText, sumsOf, totalsOf } from '../../www/page/line-sums.mjs';
import { line, setUp } from './lib/bridge.mjs';

/** With the digits that the library writes: at least two, or none in CLP, and no further zeros. */
function written(amount, currency) {
  const [whole, part] = amountText(amount).split('.');
  const kept = part.replace(/0+$/, '').padEnd(currency === 'CLP' ? 0 : 2, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** Every price with every discount, in two currencies. */
const ITEMS = ['CLP', 'USD'].flatMap((currency) => ['0', '0.1', '19.99', '0.0001', '10000.0', '123456789.5', '999999999999.9999'].flatMap((price) => [true, false].flatMap((isOfOne) => [
  {}, { discount: 0 }, { discount: '0.05' }, { discount: 2990.0 }, { discount: 100, discount_type: 'percent' }, { discount: 12.5, discount_type: 'percent' }, { discount: '33.333333', discount_type: 'percent' }, { discount: 1e-7, discount_type: 'percent' },
].map((discount) => line({ price, quantity: 3, unit_price: isOfOne, currency, ...discount })))));

test('lines and totals equal those of quoteBuyOrder, to the last digit', async () => {
  const { bridge } = await setUp();
  const { lines, totals } = bridge.quoteBuyOrder({ items: ITEMS });
  const own = ITEMS.map((item) => ({ currency: item.currency, ...Object.fromEntries(Object.entries(sumsOf(item)).map(([name, amount]) => [name, written(amount, item.currency)])) }));
  assert.deepEqual(own, lines);
  assert.deepEqual([...totalsOf(ITEMS)].map(([currency, total]) => [currency, written(total, currency)]), totals.map(({ currency, total }) => [currency, total]));
});
