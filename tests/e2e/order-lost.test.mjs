/** The response to an order is lost in every possible way: the order is never reported as failed, never sent again, and is found. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { engine, openBrowser } from './lib/browser.mjs';
import { eventually, openLedger, pause } from './lib/ledger-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const TIMEOUT_MS = 2000;
/** Faults of the create request: the fault, whether the order is committed, and the problem code. */
const LOST = [
  [{ fault: 'lost-after-commit' }, true, 'NETWORK'],
  [{ fault: 'truncated' }, true, 'BAD_RESPONSE'],
  [{ fault: 'truncated', broken: true }, true, /^(NETWORK|BAD_RESPONSE)$/],
  [{ fault: 'html-200', commit: true }, true, 'BAD_RESPONSE'],
  [{ fault: 'html-200' }, false, 'BAD_RESPONSE'],
  [{ fault: 'hang', commit: true }, true, 'TIMEOUT'],
  [{ fault: 'hang' }, false, 'TIMEOUT'],
  [{ fault: 'bad-json' }, true, 'BAD_RESPONSE'],
  [{ fault: 'bad-json', commit: false }, false, 'BAD_RESPONSE'],
  [{ fault: 'empty-200' }, true, 'BAD_RESPONSE'],
  [{ fault: 'empty-200', commit: false }, false, 'BAD_RESPONSE'],
  [{ fault: 'status-after-commit', status: 500 }, true, 'SERVER'],
  [{ fault: 'status-after-commit', status: 502 }, true, 'SERVER'],
  [{ fault: 'status-after-commit', status: 503, retryAfter: 1 }, true, 'SERVER'],
  [{ fault: 'status-after-commit', status: 504 }, true, 'SERVER'],
  [{ fault: 'status', status: 500 }, false, 'SERVER'],
  [{ fault: 'status', status: 503 }, false, 'SERVER'],
  // A refusal counts only if it comes from the service itself.
  [{ fault: 'status', status: 400, body: '<h1>Bad gateway</h1>', commit: true }, true, 'BAD_RESPONSE'],
  [{ fault: 'status', status: 408, commit: true }, true, 'TIMEOUT'],
  [{ fault: 'status', status: 403, body: 'blocked', commit: true }, true, 'BAD_RESPONSE'],
  [{ fault: 'no-cors' }, true, 'NETWORK'],
  [{ fault: 'redirect', to: 'http://localhost:1/', commit: true }, true, 'NETWORK'],
  [{ fault: 'slow', ms: 3000 }, true, 'TIMEOUT'],
  [{ fault: 'late-commit', ms: 900 }, true, 'SERVER'],
  [{ fault: 'late-commit', ms: 900, end: 'reset' }, true, 'NETWORK'],
  [{ fault: 'late-commit', ms: 900, end: 'hang' }, true, 'TIMEOUT'],
];
const named = ([fault]) => JSON.stringify(fault);
/** Phrases that invite the shopper to order again. No message may contain them. */
const INVITES = /try again|retry|order again|place (it|the order) again/i;

/** Runs every fault with a different cart, and returns the results. */
async function loseAll(page) {
  const results = [];
  for (const [index, row] of LOST.entries()) {
    const [fault, , code] = row;
    page.standIn.faults.add({ route: 'createOrder', ...fault });
    const result = await page.place(index + 1);
    assert.equal(result.outcome, 'unknown', named(row));
    assert.match(result.code, typeof code === 'string' ? new RegExp(`^${code}$`) : code, named(row));
    assert.equal(result.retryable, false, named(row));
    assert.ok(result.message && !INVITES.test(result.message), result.message);
    assert.equal(page.posts(), index + 1, `${named(row)} was sent more than once`);
    results.push(result);
  }
  assert.deepEqual(page.standIn.faults.list(), []);
  return results;
}

test(`${LOST.length} ways to lose a response, with a reference: unknown, found automatically, resumed, never sent again`, async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { timeoutMs: TIMEOUT_MS, session: '1536', track: true }, skipPauses: true });
  const results = await loseAll(page);
  const committed = LOST.map(([, commits]) => commits);
  await page.waits(() => page.orders().length === committed.filter(Boolean).length, 'not every order was committed');

  // The page's automatic lookups: 2, 4, 8 s after the last response was lost.
  await page.waits(async () => (await page.events('found')).length >= page.orders().length, 'not every order was found');
  const found = new Map((await page.events('found')).map(({ reference, orderId, superseded }) => [reference, { orderId, superseded }]));
  assert.equal(found.size, page.orders().length);
  const idOf = (notebooks) => page.ordersOf(notebooks)[0]?.id;
  for (const [index, row] of LOST.entries()) {
    const expected = committed[index] ? { orderId: idOf(index + 1), superseded: false } : undefined;
    assert.deepEqual(found.get(results[index].reference), expected, named(row));
  }
  const pending = new Map((await page.inPage('return pending();')).map(({ reference, state, orderId }) => [reference, { state, orderId }]));
  assert.equal(pending.size, LOST.length);

  // Press again, or resume.
  for (const [index, row] of LOST.entries()) {
    const { reference } = results[index];
    const state = committed[index] ? { state: 'orderPlaced', orderId: idOf(index + 1) } : { state: 'orderSent', orderId: null };
    assert.deepEqual(pending.get(reference), state, named(row));
    const result = await (index % 2 ? page.resume(reference, index + 1) : page.place(index + 1));
    assert.equal(result.reference, reference, named(row));
    const expected = committed[index] ? ['accepted', idOf(index + 1), null] : ['unknown', null, 'UNKNOWN_OUTCOME'];
    assert.deepEqual([result.outcome, result.orderId, result.code], expected, named(row));
    assert.equal(page.posts(), LOST.length, `${named(row)} was sent again`);
  }
  for (const order of page.orders()) {
    assert.equal(page.sessionsOf(order.id).length, 1, `payment sessions of ${order.id}`);
    assert.equal(page.ordersOf(order.lines[0].quantity).length, 1);
  }
  await eventually(() => page.standIn.state.ocularOrders.length >= page.orders().length, 'not every order was reported');
  await pause(300);
  for (const order of page.orders()) {
    const reports = page.reportsOf(order.id);
    assert.ok(reports.length >= 1 && reports.every(({ session, text }) => session === '1536' && text === reports[0].text), `reports of ${order.id}`);
  }
  t.diagnostic(`${engine}: ${LOST.length} faults, ${page.posts()} requests, ${page.orders().length} orders, ${found.size} found`);
  await page.hasNoFault();
});

test('without a reference: the outcome stays unknown, no lookup is made, and only orderAgain places another order', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { timeoutMs: TIMEOUT_MS, marker: false }, skipPauses: true });
  const results = await loseAll(page);
  for (const [index, row] of LOST.entries()) {
    const { reference } = results[index];
    const again = [await page.place(index + 1), await page.resume(reference, index + 1)];
    for (const result of again) assert.deepEqual([result.outcome, result.code, result.reference], ['unknown', 'UNKNOWN_OUTCOME', reference], named(row));
  }
  assert.equal(page.posts(), LOST.length);
  await page.reload();
  await pause(500);
  assert.deepEqual(page.sent('listOrders'), []);
  assert.equal((await page.place(1)).code, 'UNKNOWN_OUTCOME');
  assert.equal(page.posts(), LOST.length);

  const again = await page.place(1, { orderAgain: true });
  assert.equal(again.outcome, 'accepted');
  assert.notEqual(again.reference, results[0].reference);
  assert.equal(page.posts(), LOST.length + 1);
  assert.equal(page.ordersOf(1).length, 2);
  await page.hasNoFault();
});

test('a keep-alive connection dies: a request repeated by the browser has the same reference, and the result is correct', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { track: true, session: '1536' }, keepAlive: true });
  await page.place(1);
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const result = await page.place(2);
  const [first, ...again] = page.sent('createOrder').slice(1);
  // Only browsers repeat requests, and not all of them. The library has reported one start and one end.
  const steps = await page.events('step');
  assert.equal(steps.filter(({ reference, step, state }) => reference === result.reference && step === 'createOrder' && state === 'start').length, 1);
  assert.ok(again.length <= 1 && again.every(({ body }) => isDeepStrictEqual(body, first.body)), JSON.stringify(again));
  assert.ok(JSON.stringify(first.body).includes(result.reference));
  const ids = page.ordersOf(2).map(({ id }) => id);
  assert.equal(ids.length, 1 + again.length);
  assert.deepEqual([result.outcome, result.orderId], again.length === 1 ? ['accepted', ids[1]] : ['unknown', null]);
  t.diagnostic(`${engine}: sent ${1 + again.length} times`);
  if (again.length === 1) {
    // Now every response is lost, once per keep-alive connection. All orders have the same reference and are found by it.
    page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit', times: null });
    assert.equal((await page.place(3)).outcome, 'unknown');
    page.standIn.faults.clear();
    await eventually(async () => (await page.events('found')).length === 1, 'the orders were not found');
    const [earliest, ...others] = page.ordersOf(3).map((order) => order.id);
    assert.ok(others.length >= 1);
    assert.equal((await page.events('found'))[0].orderId, earliest);
    const [{ code, message }, ...more] = await page.events('warning');
    assert.deepEqual([code, more], ['DUPLICATE_ORDER', []]);
    const received = message.split(' are from one request')[0].match(/\d+/g).map(Number);
    assert.deepEqual(received.sort((a, b) => a - b), [earliest, ...others]);
    assert.equal((await page.place(3)).orderId, earliest);
    assert.equal(page.ordersOf(3).length, 1 + others.length);
    t.diagnostic(`${engine}: then sent ${1 + others.length} times`);
    return;
  }
  await eventually(async () => (await page.events('found')).length === 1, 'the order was not found');
  assert.equal((await page.place(2)).orderId, ids[0]);
  assert.equal(page.posts(), 2);
});

test('resumed immediately, twice at the same time: one order, one payment session', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { account: 'stripe', session: '1536', track: true } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const { outcome, reference } = await page.place(1);
  assert.equal(outcome, 'unknown');
  const results = await page.inPage('return Promise.all([resume(arguments[0], 1), resume(arguments[0], 1), place(1), place(1)]);', reference);
  const [{ id }] = page.orders();
  const { paymentUrl } = page.standIn.state.paymentSessions[0];
  for (const result of results) assert.deepEqual([result.outcome, result.orderId, result.reference, result.paymentUrl], ['accepted', id, reference, paymentUrl]);
  assert.deepEqual([page.posts(), page.orders().length, page.sent('createSession').length, page.sessionsOf(id).length], [1, 1, 1, 1]);
  assert.equal(page.standIn.state.ocularOrders.length, 1);
  await page.hasNoFault();
});

test('the response is lost and the page reloaded: the same order is returned', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { session: '1536', track: true } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit', times: 2 });
  const first = await page.place(1);
  // Press as soon as the page has loaded: either the press or the automatic lookup gets the cart's lock first.
  await page.load({ session: null });
  const again = await page.place(1);
  const [{ id }] = page.orders();
  assert.deepEqual([again.outcome, again.orderId, again.reference], ['accepted', id, first.reference]);
  assert.ok(again.warnings.includes('EARLIER_ORDER'));

  await page.load();
  const second = await page.place(2);
  await page.load({ session: null });
  await eventually(async () => (await page.events('found')).length === 1, 'the second order was not found');
  const [found] = await page.events('found');
  assert.deepEqual([found.reference, found.orderId], [second.reference, page.ordersOf(2)[0].id]);
  const resumed = await page.resume(second.reference, 2);
  assert.deepEqual([resumed.outcome, resumed.orderId], ['accepted', found.orderId]);
  assert.deepEqual([page.posts(), page.orders().length, page.standIn.state.paymentSessions.length], [2, 2, 2]);
  // Reported under the original video attention, although the page no longer has one.
  await page.inPage(`dispatchEvent(new Event('online'));`);
  for (const order of page.orders()) {
    await eventually(() => page.reportsOf(order.id).length > 0, `order ${order.id} was not reported`);
    assert.ok(page.reportsOf(order.id).every(({ session }) => session === '1536'), `reports of ${order.id}`);
  }
  await page.hasNoFault();
});

/** Loses the response to an order, reloads the page, and waits until the order is found. */
async function foundAfterLoad(t, settings) {
  const page = await openLedger(t, browser.driver, { settings: { session: '1536', track: true } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const { reference } = await page.place(1);
  await page.load(settings);
  await eventually(async () => (await page.events('found')).length === 1, 'the order was not found');
  return { page, reference, order: page.orders()[0] };
}

test('an order is reported as soon as it is found', async (t) => {
  const { page, order } = await foundAfterLoad(t, { session: null });
  await eventually(() => page.reportsOf(order.id).length === 1, 'the order was not reported');
});

test('an order that is found is reported under its original video attention, whatever the current one is', async (t) => {
  const { page, reference, order } = await foundAfterLoad(t, { session: '77' });
  assert.equal((await page.resume(reference, 1)).outcome, 'accepted');
  await page.inPage(`dispatchEvent(new Event('online'));`);
  await eventually(() => page.reportsOf(order.id).length > 0, 'the order was not reported');
  await pause(500);
  assert.ok(page.reportsOf(order.id).every(({ session }) => session === '1536'));
});

test('resuming a found and reported order with `track` repeats the same report, which edits, and returns Ocular\'s answer', async (t) => {
  const { page, reference, order } = await foundAfterLoad(t, { session: null });
  await page.inPage(`dispatchEvent(new Event('online'));`);
  await eventually(() => page.reportsOf(order.id).length === 1, 'the order was not reported');
  const resumed = await page.resume(reference, 1);
  assert.deepEqual([resumed.outcome, resumed.tracking], ['accepted', 0]);
  const [first, second, ...more] = page.reportsOf(order.id);
  assert.deepEqual([second.session, second.text, more], [first.session, first.text, []]);
  assert.equal(page.standIn.state.ocularOrders.length, 1);
});

test('the guest id is replaced after a lost response: the order can no longer be found, and no other is placed', async (t) => {
  const page = await openLedger(t, browser.driver);
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const { reference } = await page.place(1);
  // The list contains only the guest's own orders, and the ledger does not store the guest id.
  await page.inPage('localStorage.setItem("oneentry_guest_id", crypto.randomUUID());');
  await page.load();
  const again = await page.place(1);
  assert.deepEqual([page.posts(), page.orders().length, again.reference], [1, 1, reference]);
  assert.deepEqual([again.outcome, again.code], ['unknown', 'UNKNOWN_OUTCOME']);
});

test('the list of orders lags 3 s: the outcome stays unknown meanwhile, and the order is found afterwards', async (t) => {
  const page = await openLedger(t, browser.driver, { standIn: { readLagMs: 3000 } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const lost = await page.place(1);
  const since = Date.now();
  while (Date.now() < since + 1200) {
    const result = await (Math.random() < 0.5 ? page.place(1) : page.resume(lost.reference, 1));
    assert.deepEqual([result.outcome, result.code, result.reference], ['unknown', 'UNKNOWN_OUTCOME', lost.reference]);
    assert.equal(page.posts(), 1);
    await pause(300);
  }
  assert.deepEqual(await page.events('found'), []);
  page.skipPauses();
  await page.waits(async () => (await page.events('found')).length === 1, 'the order was not found');
  const again = await page.place(1);
  assert.deepEqual([again.outcome, again.orderId, page.posts(), page.orders().length], ['accepted', page.orders()[0].id, 1, 1]);
  await page.hasNoFault();
});

test('the list of payment sessions lags 3 s: another page with the same cart waits for the existing session', async (t) => {
  const page = await openLedger(t, browser.driver, { standIn: { readLagMs: 3000 }, skipPauses: true });
  const first = await page.place(1);
  assert.equal(first.outcome, 'accepted');
  await page.load();
  const again = await page.place(1);
  assert.deepEqual([again.outcome, again.reference, again.orderId], ['accepted', first.reference, first.orderId]);
  const sessions = page.sessionsOf(first.orderId);
  assert.deepEqual([page.posts(), sessions.length, sessions[0].status], [1, 1, 'waiting']);
  assert.equal(page.sent('createSession').length, 1);
  await page.hasNoFault();
});

test('ordered again explicitly: one more order, and the earlier one is reported when it is found', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { session: '1536', track: true } });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const lost = await page.place(1);
  const again = await page.place(1, { orderAgain: true });
  assert.equal(again.outcome, 'accepted');
  assert.deepEqual([page.posts(), page.orders().length], [2, 2]);
  page.skipPauses();
  await page.waits(async () => (await page.events('found')).length === 1, 'the earlier order was not found');
  const [earlier] = page.orders();
  const [found] = await page.events('found');
  assert.deepEqual([found.reference, found.orderId, found.superseded], [lost.reference, earlier.id, true]);
  assert.notEqual(again.orderId, earlier.id);
  assert.deepEqual((await page.events('warning')).map(({ code }) => code), ['DUPLICATE_ORDER']);
  // Neither order blocks a later one, and neither is sent again.
  assert.equal(page.posts(), 2);
  await page.hasNoFault();
});
