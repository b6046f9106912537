/** Two tabs or two clicks order one cart at the same moment: one order is placed, and all calls return it. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { engine, openBrowser } from './lib/browser.mjs';
import { eventually, openLedger } from './lib/ledger-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const ROUNDS = 100;

/** Presses when the first tab asks for it, and sends the result back. A BroadcastChannel reaches every other channel object of its name. */
const LISTEN = `
  const channel = (name) => (window.channels ??= {})[name] = new BroadcastChannel(name);
  const received = channel('received');
  const press = channel('press');
  const prepare = channel('prepare');
  prepare.onmessage = async () => {
    window.newest?.dispose();
    window.newest = await newBridge();
    received.postMessage('ready');
  };
  press.onmessage = async ({ data: { cart, options, later, isFirst } }) => {
    if (later && window.isFirst) await new Promise((done) => setTimeout(done, later));
    const at = performance.timeOrigin + performance.now();
    received.postMessage({ cart, at, ...await place(cart, options, window.newest) });
  };`;

/** Runs in the first tab: orders one cart after the other, each in both tabs. */
const ROUND = `
  const [rounds, options, asNewGuest] = arguments;
  const press = new BroadcastChannel('press');
  const prepare = new BroadcastChannel('prepare');
  const received = new BroadcastChannel('received');
  const two = () => new Promise((resolve) => {
    const heard = [];
    received.onmessage = ({ data }) => { if (heard.push(data) === 2) resolve(heard); };
  });
  window.isFirst = true;
  window.answers = [];
  window.finished = false;
  (async () => {
    for (const { cart, later } of rounds) {
      if (asNewGuest) {
        localStorage.clear();
        // The other tab sees the cleared storage a moment later.
        await new Promise((done) => setTimeout(done, 50));
        prepare.postMessage(null);
        await two();
      }
      const both = two();
      press.postMessage({ cart, options, later });
      window.answers.push(await both);
    }
    window.finished = true;
  })();`;

/** Opens two tabs of one shop. */
async function twoTabs(t, options) {
  const { driver } = browser;
  const page = await openLedger(t, driver, options);
  const first = await driver.getWindowHandle();
  await page.inPage(LISTEN);
  await driver.switchTo().newWindow('tab');
  const second = await driver.getWindowHandle();
  t.after(async () => {
    await driver.switchTo().window(second);
    await driver.close();
    await driver.switchTo().window(first);
  });
  await page.load();
  await page.inPage(LISTEN);
  const inTab = async (number, body, ...values) => {
    await driver.switchTo().window([first, second][number - 1]);
    return page.inPage(body, ...values);
  };
  /** Presses in both tabs, and returns the results for each cart. */
  const press = async (rounds, wishes = {}, asNewGuest = false) => {
    await inTab(1, ROUND, rounds, wishes, asNewGuest);
    await eventually(() => page.inPage('return window.finished;'), 'not every cart was answered', { limitMs: 90_000 });
    return page.inPage('return window.answers;');
  };
  const hasNoFault = async () => {
    for (const tab of [1, 2]) assert.deepEqual(await inTab(tab, 'return window.wrong;'), []);
  };
  return { page, inTab, press, hasNoFault };
}

/** Asserts one order per cart, and that every call returned it. */
function assertOne(page, received) {
  for (const [index, answers] of received.entries()) {
    const orders = page.ordersOf(index + 1);
    assert.equal(orders.length, 1, `orders of cart ${index + 1}`);
    assert.deepEqual(answers.map(({ outcome, orderId }) => [outcome, orderId]), Array(answers.length).fill(['accepted', orders[0].id]));
    assert.equal(new Set(answers.map(({ reference }) => reference)).size, 1);
    assert.equal(page.sessionsOf(orders[0].id).length, 1, `payment sessions of ${orders[0].id}`);
  }
  assert.equal(page.posts(), received.length);
  assert.equal(page.orders().length, received.length);
}

const counted = (page, received) => {
  const apart = received.map(([a, b]) => Math.abs(a.at - b.at)).sort((a, b) => a - b);
  return `${received.length} rounds, ${page.posts()} requests, ${page.orders().length} orders, ${page.standIn.state.paymentSessions.length} payment sessions, ${page.standIn.state.reports.length} reports; ` +
    `presses apart: median ${apart[apart.length >> 1].toFixed(1)} ms, most ${apart.at(-1).toFixed(1)} ms`;
};

const cartsFrom = (count, later = () => 0) => Array.from({ length: count }, (_, index) => ({ cart: index + 1, later: later(index) }));
const REPORTED = { session: '1536', track: true };

test(`two tabs press at the same moment, ${ROUNDS} times`, async (t) => {
  const { page, inTab, press, hasNoFault } = await twoTabs(t, { settings: REPORTED });
  const received = await press(cartsFrom(ROUNDS));
  t.diagnostic(`${engine}: ${counted(page, received)}`);
  assertOne(page, received);
  assert.equal(page.standIn.state.ocularOrders.length, ROUNDS);
  for (const tab of [1, 2]) assert.deepEqual(await inTab(tab, 'return pending();'), []);
  await hasNoFault();
});

test('one tab presses while the other is placing the order, with increasing delays', async (t) => {
  const { page, press, hasNoFault } = await twoTabs(t, { settings: REPORTED });
  const received = await press(cartsFrom(30, (index) => index * 5));
  t.diagnostic(`${engine}: ${counted(page, received)}`);
  assertOne(page, received);
  await hasNoFault();
});

test('two tabs press at the same moment and the response is lost: one gets unknown, the other finds the order', async (t) => {
  const { page, press, hasNoFault } = await twoTabs(t);
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit', times: null });
  const received = await press(cartsFrom(10));
  for (const [index, answers] of received.entries()) {
    const [order, ...more] = page.ordersOf(index + 1);
    assert.deepEqual(more, []);
    assert.deepEqual(answers.map(({ outcome }) => outcome).sort(), ['accepted', 'unknown']);
    assert.equal(answers[0].reference, answers[1].reference);
    assert.equal(answers.find(({ outcome }) => outcome === 'accepted').orderId, order.id);
  }
  assert.deepEqual([page.posts(), page.orders().length, page.standIn.state.paymentSessions.length], [10, 10, 10]);
  t.diagnostic(`${engine}: ${counted(page, received)}`);
  await hasNoFault();
});

test('two tabs of a first-time shopper, and the response is lost', async (t) => {
  const { page, press, hasNoFault } = await twoTabs(t);
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit', times: null });
  const received = await press(cartsFrom(20), {}, true);
  // In Chromium a tab may see another tab's localStorage writes too late. It then looks the order up as another guest.
  const found = received.filter((answers) => answers.some(({ outcome }) => outcome === 'accepted'));
  t.diagnostic(`${engine}: ${counted(page, received)}; found by the other tab in ${found.length}`);
  for (const answers of received) {
    assert.match(answers.map(({ outcome }) => outcome).sort().join(), /^(accepted,unknown|unknown,unknown)$/);
    assert.equal(answers[0].reference, answers[1].reference);
  }
  assert.deepEqual([page.posts(), page.orders().length], [20, 20]);
  await hasNoFault();
});

test(`a double click, ${ROUNDS} times, once with five clicks`, async (t) => {
  const page = await openLedger(t, browser.driver);
  const click = (from, to) => page.inPage(`
    const received = [];
    for (let cart = arguments[0]; cart <= arguments[1]; cart += 1) {
      const clicks = Array.from({ length: cart === 50 ? 5 : 2 }, () => ({ at: performance.now(), result: place(cart) }));
      received.push(await Promise.all(clicks.map(async ({ at, result }) => ({ at, ...await result }))));
    }
    return received;`, from, to);
  const received = [];
  // The driver's script timeout is 15 s.
  for (let from = 1; from < ROUNDS; from += 25) received.push(...await click(from, from + 24));
  t.diagnostic(`${engine}: ${counted(page, received)}`);
  assertOne(page, received);
  await page.hasNoFault();
});

test('without Web Locks a double click still places one order', async (t) => {
  const page = await openLedger(t, browser.driver, { settings: { ...REPORTED, locks: false } });
  const received = await page.inPage(`
    const received = [];
    for (let cart = 1; cart <= 20; cart += 1) received.push(await Promise.all([place(cart), place(cart)]));
    return received;`);
  assertOne(page, received);
  await page.hasNoFault();
});

/** Longer than a call waits for a lock. */
const LONG_MS = 60_000;

// A frozen tab keeps its cart's lock indefinitely. Other engines also freeze tabs, but their drivers cannot trigger it.
if (engine === 'chromium') {
  test('a frozen tab holds the lock: the other tab gets unknown, since the order may exist; after thawing, the first continues', async (t) => {
    const { driver } = browser;
    const page = await openLedger(t, driver);
    const [first] = await driver.getAllWindowHandles();
    page.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 3000 });
    await driver.executeScript('window.held = null; void place(1).then((result) => { window.held = result; });');
    await eventually(() => page.posts() === 1, 'nothing was sent');
    const { reference } = (await page.inPage('return pending();'))[0] ?? {};
    const [frozen] = await page.inPage('return (await navigator.locks.query()).held.map(({ name }) => name);');
    assert.match(frozen, /^order-bridge\/order\//);
    await driver.sendDevToolsCommand('Page.setWebLifecycleState', { state: 'frozen' });

    await driver.switchTo().newWindow('tab');
    t.after(async () => {
      for (const handle of await driver.getAllWindowHandles()) {
        if (handle === first) continue;
        await driver.switchTo().window(handle);
        await driver.close();
      }
      await driver.switchTo().window(first);
    });
    await page.load();
    await driver.executeScript('window.second = null; void place(1).then((result) => { window.second = result; });');
    await eventually(() => page.inPage('return (await navigator.locks.query()).pending.length > 0;'), 'the second tab does not request the lock');
    await page.later(LONG_MS);
    await driver.executeScript('window.testClock.set(arguments[0]);', LONG_MS);
    const second = await eventually(() => page.inPage('return window.second;'), 'the second tab never stops waiting');
    assert.deepEqual([second.outcome, second.code], ['unknown', 'ABORTED']);
    assert.equal(page.posts(), 1, 'an order was placed without the lock');

    await driver.switchTo().window(first);
    await driver.sendDevToolsCommand('Page.setWebLifecycleState', { state: 'active' });
    const held = await eventually(() => page.inPage('return window.held;'), 'the first tab does not continue');
    assert.equal(held.outcome, 'accepted');
    assert.equal(second.reference, held.reference);
    assert.ok(reference === undefined || reference === held.reference);
    assert.equal(page.orders().length, 1);
    await page.hasNoFault();
  });
}
