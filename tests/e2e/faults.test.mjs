/** Every fault switch of the page, applied to createOrder: whatever happens to the response, the shopper sees the truth. */
import assert from 'node:assert/strict';
import { FAULTS } from '../../www/standin/index.mjs';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();
const AGAIN = /\b(again|retry|try)\b/i;

for (const fault of FAULTS) {
  test(`${fault} at createOrder, switched on in the page`, async (shop) => {
    // Lookups find nothing, because this test examines the state right after the response.
    shop.standIn.change({ guestOrderList: false });
    await shop.appears(`#fault-${fault}`);
    await shop.press(`#fault-${fault}`);
    await shop.reads('#fault-state', new RegExp(`^To come: ${fault} at createOrder`));
    await shop.order();
    shop.skipPauses();
    await shop.is('accepted', 'checking', 'unknown', 'ready');
    // A press has ended when the form is replaced or shows an error.
    await shop.wait(async () => (await shop.state()) !== 'ready' || (await shop.inPage(`return !q('.summary').hidden;`)), 'the press did not end');
    const state = await shop.state();
    const exists = shop.standIn.state.orders.length;
    assert.ok(exists <= 1, 'two orders were placed');
    assert.ok(shop.sent('createOrder').length <= 1 || fault.startsWith('busy') || fault === 'unauthorized', 'sent more than once without a response that rules out an order');
    if (state === 'accepted') assert.equal(exists, 1, 'the page says placed, but there is no order');
    if (state === 'ready') {
      assert.equal(exists, 0, 'the page says not placed, but there is an order');
      assert.equal(await shop.inPage(`return q('#field-guest_name').value;`), 'Christina Thomas');
    }
    if (['checking', 'unknown'].includes(state)) {
      assert.equal(await shop.hasForm(), false);
      assert.doesNotMatch(await shop.text('.open'), AGAIN);
    }
    await shop.pressAnyway().catch(() => {});
    if (state !== 'ready') assert.ok(shop.standIn.state.orders.length <= 1);
  });
}
