/** Storage that is forbidden, full, unresponsive or corrupt: still one order, and a warning to the shop if nothing is saved. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { engine, openBrowser } from './lib/browser.mjs';
import { eventually, openLedger } from './lib/ledger-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const REPORTED = { session: '1536', track: true };

/** Presses `presses` times concurrently. Polls for the results: an unresponsive database takes longer than the driver's script timeout. */
async function pressed(page, cart, presses = 1, wishes = {}) {
  await page.driver.executeScript(`
    window.all = null;
    const [cart, presses, wishes] = arguments;
    Promise.all(Array.from({ length: presses }, () => place(cart, wishes))).then((all) => { window.all = all; });`, cart, presses, wishes);
  return page.waits(() => page.driver.executeScript('return window.all;'), 'no answer');
}

/** The broken storage, and where records are saved instead. "no guest": the guest id is lost on a reload. */
const SPOILT = [
  ['database throws', 'local'],
  ['no database', 'local'],
  ['database full', 'local'],
  ['local full', 'database, but no guest'],
  ['no local', 'database, but no guest'],
  ['database throws, local full', 'nowhere'],
  ['no database, no local', 'nowhere'],
  ['database full, local full', 'nowhere'],
];

for (const [storage, kept] of SPOILT) {
  test(`${storage}: one order, saved in: ${kept}`, async (t) => {
    const page = await openLedger(t, browser.driver, { settings: { ...REPORTED, storage } });
    const started = Date.now();
    const warned = kept === 'nowhere' ? ['NOT_KEPT'] : [];
    const [first, second] = await pressed(page, 1, 2);
    const took = Date.now() - started;
    assert.deepEqual([first.outcome, second.outcome, second.orderId], ['accepted', 'accepted', first.orderId]);
    assert.deepEqual([first, second].flatMap(({ warnings }) => warnings).sort(), ['EARLIER_ORDER', ...warned]);
    assert.deepEqual([page.posts(), page.orders().length, page.sessionsOf(first.orderId).length], [1, 1, 1]);

    // A lost response is remembered as long as the storage allows.
    page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
    const [lost] = await pressed(page, 2);
    assert.equal(lost.outcome, 'unknown');
    const [again] = await pressed(page, 2);
    assert.deepEqual([again.outcome, again.reference, again.orderId], ['accepted', lost.reference, page.ordersOf(2)[0].id]);
    assert.deepEqual([page.posts(), page.orders().length], [2, 2]);
    assert.equal(page.standIn.state.ocularOrders.length, 2);

    page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
    const [gone] = await pressed(page, 3);
    await page.reload();
    if (kept !== 'nowhere') {
      const [later] = await pressed(page, 3);
      assert.equal(later.reference, gone.reference);
      if (kept === 'local') assert.deepEqual([later.outcome, later.orderId], ['accepted', page.ordersOf(3)[0].id]);
      else t.diagnostic(`${engine}, ${storage}: after a reload ${later.outcome}`);
      assert.deepEqual([page.posts(), page.orders().length], [3, 3]);
    }
    t.diagnostic(`${engine}, ${storage}: two presses took ${took} ms`);
    await page.hasNoFault();
  });
}

test('a database that never responds: one order, saved in localStorage', async (t) => {
  const page = await openLedger(t, browser.driver, { skipPauses: true, settings: { storage: 'database hangs' } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const started = Date.now();
  const [lost] = await pressed(page, 1);
  assert.equal(lost.outcome, 'unknown');
  t.diagnostic(`${engine}: one press took ${Date.now() - started} ms`);
  await page.reload();
  const [again] = await pressed(page, 1, 1, { session: false });
  assert.deepEqual([again.outcome, again.reference, page.posts(), page.orders().length], ['accepted', lost.reference, 1, 1]);
  await page.hasNoFault();
});

/** Keeps a write transaction on the table open, so all other pages wait. */
const blocked = `
  const database = await new Promise((done) => { indexedDB.open('order-bridge').onsuccess = ({ target }) => done(target.result); });
  const store = database.transaction('rows', 'readwrite').objectStore('rows');
  const again = () => { if (!window.free) store.get('').onsuccess = again; else database.close(); };
  again();`;

for (const [what, storage] of [['throws', 'database throws'], ['hangs', 'database hangs'], ['is blocked by another page', null]]) {
  test(`a database that has the record of the order, and then ${what}: the same order`, async (t) => {
    const page = await openLedger(t, browser.driver, { skipPauses: true, settings: REPORTED });
    page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
    const lost = await page.place(1);
    assert.equal(lost.outcome, 'unknown');
    if (storage) await page.load({ storage });
    else await page.inPage(blocked);
    const started = Date.now();
    const [again] = await pressed(page, 1);
    assert.deepEqual([again.outcome, again.reference, again.orderId], ['accepted', lost.reference, page.orders()[0].id]);
    assert.deepEqual([page.posts(), page.orders().length], [1, 1]);
    t.diagnostic(`${engine}, ${what}: one press took ${Date.now() - started} ms`);
    const isKept = () => page.inPage(`return localStorage.getItem('order_bridge_row:ledger/' + arguments[0])?.includes('"done"');`, lost.reference);
    await eventually(isKept, 'no record was saved');
    if (!storage) await page.inPage('window.free = true;');

    // Records saved while the database was unreadable still count once it is readable again.
    await page.load({ storage: '' });
    assert.deepEqual(await page.inPage('return pending();'), []);
    const copies = await page.inPage(`return Object.keys(localStorage).filter((key) => key.startsWith('order_bridge_'));`);
    assert.ok(copies.some((key) => key.endsWith(lost.reference)), copies.join());
    await page.inPage(`await forget(); localStorage.removeItem('order_bridge_row:ledger/' + arguments[0]); await pending();`, lost.reference);
    assert.deepEqual(await page.inPage(`return Object.keys(localStorage).filter((key) => key.startsWith('order_bridge_copy:ledger/'));`), []);
    await page.hasNoFault();
  });
}

test('a database of a newer version, or without the table: localStorage is used', async (t) => {
  for (const version of [7, 1]) {
    const page = await openLedger(t, browser.driver, { settings: REPORTED });
    await page.inPage(`
      bridge.dispose();
      const settled = (request) => new Promise((done, fail) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
      await settled(indexedDB.deleteDatabase('order-bridge'));
      (await settled(indexedDB.open('order-bridge', arguments[0]))).close();`, version);
    await page.reload();
    page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
    const [lost] = await pressed(page, 1);
    assert.equal(lost.outcome, 'unknown');
    await page.reload();
    const [again] = await pressed(page, 1);
    assert.deepEqual([again.outcome, again.reference, again.warnings, page.posts(), page.orders().length], ['accepted', lost.reference, ['EARLIER_ORDER'], 1, 1]);
    await page.hasNoFault();
  }
});

test('corrupt records are quarantined, and the others are still read', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: REPORTED });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const lost = await page.place(1);
  const [[key, text]] = await page.inPage(`return rows('ledger/');`);
  assert.equal(key, `ledger/${lost.reference}`);
  assert.equal(typeof text, 'string');
  for (const { value } of await page.inPage('return formData;')) assert.ok(!text.includes(value), `${value} is saved`);

  const spoilt = {
    'ledger/empty': '', 'ledger/word': 'nonsense', 'ledger/object': '{}', 'ledger/list': '[]', 'ledger/null': 'null', 'ledger/number': '17',
    'ledger/half': text.slice(0, text.length / 2),
    'ledger/elsewhere': text,
    'ledger/state': text.replace('"sent"', '"later"').replaceAll(lost.reference, 'state'),
    'ledger/': text,
    'ledger/long': `"${'x'.repeat(300_000)}"`,
    'ledger/constructor': text.replaceAll(lost.reference, '__proto__'),
  };
  const strange = { 'ledger/a-number': 42, 'ledger/a-list': [], 'ledger/an-object': { a: 1 }, 'ledger/a-date': ['ledger/a-date', 5] };
  await page.inPage(`
    const [spoilt, strange] = arguments;
    await write([...Object.entries(spoilt).map(([key, text]) => [key, [key, text]]), ...Object.entries(strange)]);
    localStorage.setItem('order_bridge_row:ledger/local', 'nonsense');`, spoilt, strange);
  await page.load({ session: null });

  const pending = await page.inPage('return pending();');
  assert.deepEqual(pending.map(({ reference }) => reference), [lost.reference]);
  const again = await page.place(1);
  assert.deepEqual([again.outcome, again.reference, page.posts(), page.orders().length], ['accepted', lost.reference, 1, 1]);
  const other = await page.place(2);
  assert.deepEqual([other.outcome, page.posts(), page.orders().length], ['accepted', 2, 2]);

  const left = await page.inPage(`return rows('ledger/');`);
  assert.deepEqual(left.map(([found]) => found).filter((found) => found in spoilt), [], 'records that were not quarantined');
  const aside = await page.inPage(`return rows('quarantine/');`);
  for (const [name, value] of [...Object.entries(spoilt), ['ledger/local', 'nonsense']]) {
    // Two concurrent reads each quarantine the record that they read.
    const found = aside.filter(([put]) => put.endsWith(`-${name}`));
    assert.ok(found.length >= 1 && found.every(([, put]) => put === value), `${name} is not under quarantine/`);
  }
  assert.equal(await page.inPage(`return localStorage.getItem('order_bridge_row:ledger/local');`), null);
  // Quarantined records stay quarantined.
  await page.reload();
  assert.equal((await page.inPage('return pending();')).length, 0);
  assert.equal((await page.inPage(`return rows('quarantine/');`)).length, aside.length);
  await page.hasNoFault();
});

test('records of unexpected types do not break orders', async (t) => {
  const page = await openLedger(t, browser.driver);
  await page.inPage(`await write([['ledger/null', null], ['ledger/number', 7], ['ledger/object', { length: 2 }], ['ledger/list', []]]);`);
  await page.reload();
  t.diagnostic(`${engine}: ${JSON.stringify(await page.place(1))}, ${page.posts()} requests`);
  assert.equal((await page.place(2)).outcome, 'accepted');
  await page.hasNoFault();
});

test('the storage is cleared while the response is in flight: the page still knows its order', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { ...REPORTED, timeoutMs: 3000 } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 500, commit: true });
  await page.driver.executeScript('window.all = null; void Promise.all([place(1), place(1)]).then((all) => { window.all = all; });');
  await eventually(() => page.posts() === 1, 'nothing was sent');
  await page.inPage('localStorage.clear(); await forget();');
  const [first, second] = await eventually(() => page.inPage('return window.all;'), 'no answer');
  assert.deepEqual([first.outcome, second.outcome, second.orderId], ['accepted', 'accepted', first.orderId]);
  assert.deepEqual([page.posts(), page.orders().length, page.standIn.state.paymentSessions.length], [1, 1, 1]);
  await page.hasNoFault();
});
