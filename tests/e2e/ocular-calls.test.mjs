/** `ocularOrderTrack` on a page: calls before, during and after loading, hidden inputs, and cleanup by `dispose`. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { engine, openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { closeAll, DELETE_DATABASE, openPage, pause } from './lib/ocular-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => {
  await browser?.close();
  await closeAll();
});

const SUCCESS = { statusCode: 0, message: 'Success' };
const NO_SESSION = { statusCode: 1, message: 'Error 0 - No ocular_session_id on this page', code: 'NO_OCULAR_SESSION' };
const GIVEN_UP = { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' };
const order = (external_id, price) => ({ external_id, items: [{ name: 'Crema facial', quantity: 1, price, currency: 'CLP' }] });
const state = (external_id, payment_status) => ({ external_id, payment_status });

test('calls before, during and after loading arrive in order, each answered', async () => {
  const page = await openPage(browser.driver, {
    page: 'ocular-stub.html',
    settings: {
      early: [['1', 'setBuyOrder', order('A', 10)], ['2', 'setBuyOrderState', state('A', 1)], ['3', 'setBuyOrder', order('A', 20)]],
      during: [['4', 'setBuyOrder', order('A', 30)], ['5', 'setBuyOrderState', state('A', 0)]],
      after: [['6', 'setBuyOrder', order('A', 40)], ['7', 'setBuyOrderState', state('A', 1)]],
    },
  });
  const answers = await page.answers();
  assert.deepEqual(answers.map(({ label, answer, isPromise }) => [label, answer, isPromise]), ['1', '2', '3', '4', '5', '6', '7'].map((label) => [label, SUCCESS, true]));
  assert.deepEqual(page.reports(), [
    'setBuyOrder A 10', 'setBuyOrderState A 1', 'setBuyOrder A 20', 'setBuyOrder A 30', 'setBuyOrderState A 0', 'setBuyOrder A 40', 'setBuyOrderState A 1',
  ]);
  await page.close();
});

test('references to the stub and copies of it still work once the bridge is installed', async () => {
  const page = await openPage(browser.driver, { page: 'ocular-stub.html', settings: { load: false } });
  await page.inPage(`
    const stub = window.ocularOrderTrack;
    const { setBuyOrder } = stub;
    const copy = { ...stub };
    window.early = setBuyOrder(order('before'));
    const bridge = await newBridge();
    bridge.install();
    window.answers = await Promise.all([window.early, setBuyOrder(order('detached')), copy.setBuyOrder(order('copied')), stub.setBuyOrder(order('stub')),
      window.ocularOrderTrack.setBuyOrder(order('new'))]);`);
  assert.deepEqual(await page.inPage('return answers;'), Array(5).fill(SUCCESS));
  assert.deepEqual(page.reports().sort(), ['before', 'copied', 'detached', 'new', 'stub'].map((id) => `setBuyOrder ${id} 2990`));
  await page.close();
});

test('a bridge that never loads: every call is answered after the timeout', async () => {
  const page = await openPage(browser.driver, { page: 'ocular-alone.html', settings: { early: [['1', 'setBuyOrder', order('A', 1)], ['2', 'setBuyOrderState', state('A', 0)]] } });
  assert.deepEqual((await page.answers()).map(({ answer }) => answer), [GIVEN_UP, GIVEN_UP]);
  assert.deepEqual(await page.inPage('return open_things().timers;'), []);
  assert.deepEqual(page.reports(), []);
  await page.close();
});

test("the vendor's script takes the name before the bridge: queued calls are sent, and dispose restores the vendor's object", async () => {
  const page = await openPage(browser.driver, { page: 'ocular-stub.html', settings: { load: false } });
  const [answer, seenByVendor, seen] = await page.inPage(`
    const early = window.ocularOrderTrack.setBuyOrder(order('early'));
    const vendor = window.ocularOrderTrack = ocularVendors.make('value');
    const bridge = await newBridge();
    bridge.install();
    const ours = window.ocularOrderTrack !== vendor;
    const answer = await early;
    bridge.dispose();
    return [answer, vendor.calls, ours && window.ocularOrderTrack === vendor];`);
  assert.deepEqual([answer, seenByVendor, seen], [SUCCESS, [], true]);
  assert.deepEqual(page.reports(), ['setBuyOrder early 2990']);
  await page.close();
});

test('a name that a script declared with var is taken over and restored', async () => {
  const page = await openPage(browser.driver, { settings: { load: false } });
  const result = await page.inPage(`
    const script = document.createElement('script');
    const policy = trustedTypes?.createPolicy?.('test', { createScriptURL: (url) => url });
    script.src = policy ? policy.createScriptURL('ocular-var.js') : 'ocular-var.js';
    document.head.append(script);
    await new Promise((done) => { script.onload = done; });
    const vendor = window.ocularOrderTrack;
    const before = Object.getOwnPropertyDescriptor(window, 'ocularOrderTrack');
    const bridge = await newBridge();
    bridge.install();
    const answer = await window.ocularOrderTrack.setBuyOrder(order('A'));
    const taken = window.ocularOrderTrack !== vendor;
    bridge.dispose();
    const after = Object.getOwnPropertyDescriptor(window, 'ocularOrderTrack');
    return [before.configurable, taken, answer, JSON.stringify(before) === JSON.stringify(after) && after.value === vendor];`);
  assert.deepEqual(result, [false, true, SUCCESS, true]);
  assert.deepEqual(page.reports(), ['setBuyOrder A 2990']);
  await page.close();
});

/** Name, a script that changes the page first, and the session that is reported (null: none). */
const INPUTS = [
  ['as it was', '', '1536'],
  ['changed value', `document.querySelector('[name="ocular_session_id"]').value = '77';`, '77'],
  ['several forms', `document.querySelector('#cart').insertAdjacentElement('beforebegin', form('9'));`, '9'],
  ['several forms, the first without a value', `document.querySelector('#cart').insertAdjacentElement('beforebegin', form(''));`, '1536'],
  ['several forms, the first with a value that cannot stand in a path', `document.querySelector('#cart').insertAdjacentElement('beforebegin', form('../x'));`, '1536'],
  ['another form of input', `document.querySelector('#cart').remove(); document.body.append(form('text', 'text'));`, 'text'],
  ['outside a form', `const [input] = form('55').children; document.body.replaceChildren(input);`, '55'],
  ['letters, digits, - and _', `document.querySelector('[name="ocular_session_id"]').value = 'aZ-_09';`, 'aZ-_09'],
  ['too long', `document.querySelector('[name="ocular_session_id"]').value = 'a'.repeat(65);`, null],
  ['a path', `document.querySelector('[name="ocular_session_id"]').value = '1/../2';`, null],
  ['without a value', `document.querySelector('[name="ocular_session_id"]').value = '';`, null],
  ['none', `document.querySelector('#cart').remove();`, null],
];

test('the session is read from the hidden input at the time of the call', async () => {
  const page = await openPage(browser.driver);
  for (const [name, change, session] of INPUTS) {
    page.standIn.reset();
    const answer = await page.inPage(`
      const form = (value, type = 'hidden') => {
        const form = document.createElement('form');
        const input = document.createElement('input');
        Object.assign(input, { type, name: 'ocular_session_id', value });
        form.append(input);
        return form;
      };
      const whole = document.createElement('form');
      whole.id = 'cart';
      whole.append(...form('1536').children);
      document.body.replaceChildren(whole);
      ${change}
      return window.ocularOrderTrack.setBuyOrder(order());`);
    assert.deepEqual([answer, page.standIn.state.reports.map((report) => report.session)], session ? [SUCCESS, [session]] : [NO_SESSION, []], name);
  }
  await page.close();
});

test('the session is read again for each call', async () => {
  const page = await openPage(browser.driver);
  await page.inPage(`
    const input = document.querySelector('[name="ocular_session_id"]');
    const { setBuyOrder } = window.ocularOrderTrack;
    await setBuyOrder(order('A'));
    input.value = '2';
    await setBuyOrder(order('B'));
    input.remove();
    window.last = await setBuyOrder(order('C'));`);
  assert.deepEqual(page.standIn.state.reports.map(({ session, body }) => [session, body.external_id]), [['1536', 'A'], ['2', 'B']]);
  assert.deepEqual(await page.inPage('return last;'), NO_SESSION);
  await page.close();
});

/** Everything in the page that a bridge could change. */
const LOOK = `
  const look = async () => ({
    globals: Reflect.ownKeys(window).map(String).filter((key) => !/^\\d+$/.test(key)).sort(),
    descriptor: JSON.stringify(Object.getOwnPropertyDescriptor(window, 'ocularOrderTrack') ?? null),
    ...open_things(),
    locks: navigator.locks ? (await navigator.locks.query()).held.map(({ name }) => name) : [],
    local: { ...localStorage },
  });`;

for (const vendor of [undefined, 'value']) {
  test(`dispose restores the page: globals, listeners, timers, locks (vendor: ${vendor ?? 'none'})`, async () => {
    const page = await openPage(browser.driver, { settings: { load: false, vendor } });
    page.standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 503, retryAfter: 0, after: 1, times: 3 });
    const [first, during, last, gone] = await page.inPage(`${LOOK}
      const first = await look();
      const bridge = await newBridge();
      bridge.install();
      bridge.install();
      const stop = bridge.on('tracked', () => {});
      const { setBuyOrder } = window.ocularOrderTrack;
      const answers = [await setBuyOrder(order('A')), await setBuyOrder(order('B'))];
      // The bridge schedules its pending work a moment after the answer.
      await new Promise((done) => setTimeout(done));
      const during = { ...(await look()), answers };
      bridge.dispose();
      await new Promise((done) => setTimeout(done, 100));
      const last = await look();
      const gone = await setBuyOrder(order('C'));
      return [first, during, last, gone];`);
    assert.deepEqual(during.answers.map(({ statusCode }) => statusCode), [0, 1]);
    assert.notDeepEqual(during.listeners, first.listeners, 'the bridge has to add listeners, or this test proves nothing');
    assert.notDeepEqual(during.timers, first.timers, 'the bridge has to start timers, or this test proves nothing');
    assert.notEqual(during.descriptor, first.descriptor);
    assert.deepEqual(last, first);
    assert.equal(gone.code, 'DISPOSED');
    await pause(300);
    assert.equal(page.standIn.state.requests.filter(({ method }) => method === 'POST').length, 4, 'a disposed bridge sends nothing');

    assert.equal(await page.inPage(DELETE_DATABASE), 'deleted', 'a connection to the database was left open');
    await page.close();
  });
}

test('a bridge disposed while its database is opening leaves no connection open', async () => {
  const page = await openPage(browser.driver, { settings: { load: false } });
  await page.inPage(`
    for (let i = 0; i < 5; i += 1) {
      const bridge = await newBridge();
      await new Promise((done) => setTimeout(done, i));
      bridge.dispose();
    }
    await new Promise((done) => setTimeout(done, 300));`);
  assert.equal(await page.inPage(DELETE_DATABASE), 'deleted');
  await page.close();
});

test('a bridge disposed at the moment its database has opened leaves no connection open', async () => {
  const page = await openPage(browser.driver, { settings: { load: false } });
  await page.inPage(`
    let bridge;
    const { set } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
    const ended = new Promise((done) => {
      Object.defineProperty(IDBOpenDBRequest.prototype, 'onsuccess', {
        configurable: true,
        set(hear) {
          set.call(this, (event) => {
            // Dispose after the database has opened, but before the bridge is notified.
            bridge.dispose();
            hear.call(this, event);
            setTimeout(done);
          });
        },
      });
    });
    bridge = await newBridge();
    await ended;
    delete IDBOpenDBRequest.prototype.onsuccess;`);
  assert.equal(await page.inPage(DELETE_DATABASE), 'deleted');
  await page.close();
});

test('databases of disposed bridges are garbage-collected', async () => {
  if (engine !== 'chromium') return; // Only Chromium's driver can trigger garbage collection.
  const page = await openPage(browser.driver, { settings: { load: false } });
  await page.inPage(`
    window.opened = [];
    const { set } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
    Object.defineProperty(IDBOpenDBRequest.prototype, 'onsuccess', {
      configurable: true,
      set(hear) {
        set.call(this, (event) => {
          opened.push(new WeakRef(this), new WeakRef(this.result));
          hear.call(this, event);
        });
      },
    });
    for (let i = 0; i < 5; i += 1) {
      const bridge = await newBridge();
      await bridge.ocularOrderTrack.setBuyOrder(order('A'));
      bridge.dispose();
    }
    delete IDBOpenDBRequest.prototype.onsuccess;`);
  const kept = async () => {
    await page.driver.sendAndGetDevToolsCommand('HeapProfiler.collectGarbage', {});
    return page.inPage('return opened.filter((one) => one.deref()).length;');
  };
  assert.ok(await page.inPage('return opened.length;') >= 10, 'databases have to be opened, or this test proves nothing');
  await eventually(kept, 'closed databases are still in memory', { until: (count) => count === 0 });
  await page.close();
});

test('two bridges on one page: the last one is installed, and its dispose restores the other', async () => {
  const page = await openPage(browser.driver, { settings: { load: false } });
  const result = await page.inPage(`
    const [one, two] = [await newBridge({ ocular: { sessionId: 'one' } }), await newBridge({ ocular: { sessionId: 'two' } })];
    one.install();
    two.install();
    await window.ocularOrderTrack.setBuyOrder(order('A'));
    two.dispose();
    await window.ocularOrderTrack.setBuyOrder(order('B'));
    one.dispose();
    return 'ocularOrderTrack' in window;`);
  assert.equal(result, false);
  assert.deepEqual(page.standIn.state.reports.map(({ session, body }) => [session, body.external_id]), [['two', 'A'], ['one', 'B']]);
  await page.close();
});
