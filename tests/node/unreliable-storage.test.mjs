/** Storages that lose what they accept: consent tools, sandboxed frames, test set-ups. One order, and every report is sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, line, sent, setUp } from './lib/bridge.mjs';
import { pretendPage } from './lib/page.mjs';

/** A localStorage in which everything works. Each page of a site has its own object. */
function honest(kept) {
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, String(value)),
    removeItem: (key) => void kept.delete(key),
    key: (i) => [...kept.keys()][i] ?? null,
    get length() { return kept.size; },
  };
}

/** `keeps`: whether the next page finds what this one has saved. */
const STORAGES = {
  'works': { of: honest, keeps: true },
  'also has its entries as properties': { of: (kept) => new Proxy(honest(kept), { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: (_, key) => ({ value: kept.get(key), enumerable: true, configurable: true }) }), keeps: true },
  'throws although it has written': { of: (kept) => ({ ...honest(kept), get length() { return kept.size; }, setItem(key, value) { kept.set(key, value); throw new Error('quota'); } }), keeps: true },
  'forgets at once': { of: (kept) => ({ ...honest(kept), setItem() {} }) },
  'lists nothing': { of: (kept) => ({ ...honest(kept), length: 0 }) },
  'cannot list': { of: (kept) => ({ ...honest(kept), key() { throw new Error('no'); } }) },
  'returns something else': { of: (kept) => ({ ...honest(kept), getItem: () => '{}', length: 1 }) },
  'takes only the first write': { of: (kept) => ({ ...honest(kept), get length() { return kept.size; }, setItem: (key, value) => void (kept.has(key) || kept.set(key, value)) }), keeps: true },
  'is full': { of: (kept) => ({ ...honest(kept), setItem() { throw new Error('quota'); } }) },
  'throws': { of: () => new Proxy({}, { get() { throw new Error('blocked'); } }) },
  'does not exist': { of: () => undefined },
};

const openPage = (t, of, kept) => {
  pretendPage(t, { localStorage: of(kept), document: { visibilityState: 'visible', addEventListener() {}, removeEventListener() {}, querySelectorAll: () => [], documentElement: {} } });
  return setUp();
};

for (const [name, { of, keeps }] of Object.entries(STORAGES)) {
  test(`localStorage ${name}: every report is sent and answered by the service`, async (t) => {
    const { ocularOrderTrack, standIn } = await openPage(t, of, new Map());
    const report = (external_id) => ocularOrderTrack.setBuyOrder({ external_id, items: [line()] });
    assert.deepEqual((await Promise.all([report(`${name} A`), report(`${name} B`)])).map(({ statusCode }) => statusCode), [0, 0]);
    assert.equal((await ocularOrderTrack.setBuyOrderState({ external_id: `${name} A`, payment_status: 0 })).statusCode, 0);
    assert.equal(standIn.state.reports.length, 3);
  });

  test(`localStorage ${name}: a lost answer and a second click result in one order`, async (t) => {
    const kept = new Map();
    const products = [{ productId: 10, quantity: 1 + Object.keys(STORAGES).indexOf(name) }];
    const shop = await openPage(t, of, kept);
    shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
    const warned = [];
    shop.on('warning', ({ code }) => warned.push(code));
    assert.equal((await shop.guestCheckout.placeOrder(guestOrder({ products }))).outcome, 'unknown');
    // Another bridge of the same page also knows the order.
    const { guestCheckout } = await setUp({ fetch: shop.standIn.fetch, oneEntry: { token: shop.standIn.token } });
    for (const checkout of [shop.guestCheckout, guestCheckout]) assert.equal((await checkout.placeOrder(guestOrder({ products }))).outcome, 'unknown');
    assert.equal(sent(shop.standIn, 'createOrder'), 1);
    assert.equal(warned.includes('NOT_KEPT'), !keeps);
    if (keeps) assert.ok([...kept.values()].some((text) => String(text).includes('"state":"sent"')));
  });
}

test('an order that the storage loses later is still known to this page', async (t) => {
  const kept = new Map();
  const { guestCheckout, standIn } = await openPage(t, honest, kept);
  standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const products = [{ productId: 10, quantity: 99 }];
  assert.equal((await guestCheckout.placeOrder(guestOrder({ products }))).outcome, 'unknown');
  kept.clear();
  assert.equal((await guestCheckout.placeOrder(guestOrder({ products }))).outcome, 'unknown');
  assert.equal(sent(standIn, 'createOrder'), 1);
});

test('another fetch means another shop: a test that clears the storage starts fresh', async (t) => {
  const kept = new Map();
  for (const number of [1, 2]) {
    const { guestCheckout, standIn } = await openPage(t, honest, kept);
    const result = await guestCheckout.placeOrder(guestOrder());
    assert.deepEqual([number, result.outcome, result.warnings, standIn.state.orders.length], [number, 'accepted', [], 1]);
    kept.clear();
  }
});
