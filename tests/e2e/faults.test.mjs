/** Every fault switch of the page, at the moment that counts: whatever happens to the answer, the shopper is told the truth. */
import assert from 'node:assert/strict';
import { FAULTS } from '../../www/standin/index.mjs';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();
const AGAIN = /\b(again|retry|try)\b/i;

for (const fault of FAULTS) {
  test(`${fault} at createOrder, switched on in the page`, async (shop) => {
    // What is looked up is looked up in vain: the state right after the answer is what is looked at.
    shop.standIn.change({ guestOrderList: false });
    await shop.appears(`#fault-${fault}`);
    await shop.press(`#fault-${fault}`);
    await shop.reads('#fault-state', new RegExp(`^To come: ${fault} at createOrder`));
    await shop.order();
    shop.skipPauses();
    await shop.is('accepted', 'checking', 'unknown', 'ready');
    // A press is over when it has either left the form or told why not.
    await shop.wait(async () => (await shop.state()) !== 'ready' || (await shop.inPage(`return !q('.summary').hidden;`)), 'the press did not end');
    const state = await shop.state();
    const exists = shop.standIn.state.orders.length;
    assert.ok(exists <= 1, 'never two');
    assert.ok(shop.sent('createOrder').length <= 1 || fault.startsWith('busy') || fault === 'unauthorized', 'sent once, or again after an answer that says that nothing was done');
    if (state === 'accepted') assert.equal(exists, 1, 'what is called placed is there');
    if (state === 'ready') {
      assert.equal(exists, 0, 'what is called not placed is not there');
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
