/** The stub and the bridge together: no call is lost or sent twice, and calls keep their order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBridge } from '../../src/js/bridge.mjs';
import { loadStub, runClassic, STUB } from './lib/classic.mjs';
import { askWidget, fakeCore } from './lib/fake-core.mjs';

const NAME = 'ocularOrderTrack';
const GIVEN_UP = { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' };
const vendors = runClassic('tests/e2e/pages/ocular-vendors.js').ocularVendors;

/** Each answer names the call that it belongs to. */
const echo = (name, params) => ({ statusCode: 0, message: `${name} ${params}` });

function setUp({ answer = echo } = {}) {
  const fake = fakeCore({ answer });
  return { bridge: createBridge(fake.instances, {}), sent: () => fake.calls.filter(Array.isArray), core: fake.core };
}

test('calls before, during and after loading are sent in order, each with its own answer', async () => {
  const page = loadStub();
  const early = page[NAME];
  const { setBuyOrder, setBuyOrderState } = early;
  const promises = [early.setBuyOrder(1), setBuyOrderState(2), setBuyOrder(3)];
  await null;
  promises.push(early.setBuyOrderState(4));
  const { bridge, sent } = setUp();
  promises.push(page[NAME].setBuyOrder(5));
  bridge.install(page);
  assert.notEqual(page[NAME], early);
  promises.push(page[NAME].setBuyOrder(6), setBuyOrderState(7), early.setBuyOrder(8));
  assert.deepEqual(sent().map(([name, params]) => `${name} ${params}`), [
    'setBuyOrder 1', 'setBuyOrderState 2', 'setBuyOrder 3', 'setBuyOrderState 4', 'setBuyOrder 5', 'setBuyOrder 6', 'setBuyOrderState 7', 'setBuyOrder 8',
  ]);
  assert.deepEqual((await Promise.all(promises)).map(({ message }) => message), sent().map(([name, params]) => `${name} ${params}`));
});

test('a call made while queued calls are sent is sent after them', async () => {
  const page = loadStub();
  const { setBuyOrder } = page[NAME];
  setBuyOrder('a');
  setBuyOrder('b');
  const { bridge, sent } = setUp({
    answer: (name, params) => {
      if (params === 'a') setBuyOrder('c');
      return echo(name, params);
    },
  });
  bridge.install(page);
  assert.deepEqual(sent().map(([, params]) => params), ['a', 'b', 'c']);
});

test('a call that timed out is not sent later, and a call that was sent does not time out', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let answer;
  const page = loadStub({ limit: 1000 });
  const first = page[NAME].setBuyOrder('first');
  t.mock.timers.tick(600);
  const second = page[NAME].setBuyOrder('second');
  t.mock.timers.tick(400);
  assert.deepEqual(await first, GIVEN_UP);
  const { bridge, sent } = setUp({ answer: () => new Promise((done) => { answer = done; }) });
  bridge.install(page);
  assert.deepEqual(sent(), [['setBuyOrder', 'second']]);
  t.mock.timers.tick(100_000);
  answer({ statusCode: 0, message: 'Success' });
  assert.deepEqual(await second, { statusCode: 0, message: 'Success' });
  assert.deepEqual(page[STUB].calls, []);
});

test('the stub has no timers left once its calls are sent', (t) => {
  const started = new Set();
  const { setTimeout: start, clearTimeout: stop } = globalThis;
  t.after(() => Object.assign(globalThis, { setTimeout: start, clearTimeout: stop }));
  globalThis.setTimeout = (...args) => {
    const timer = start(...args);
    started.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    started.delete(timer);
    stop(timer);
  };
  const page = loadStub();
  for (let i = 0; i < 20; i += 1) page[NAME].setBuyOrder(i);
  assert.equal(started.size, 20);
  setUp().bridge.install(page);
  assert.equal(started.size, 0);
});

test('the vendor takes the name between stub and bridge: queued calls are sent, and the vendor is kept', async () => {
  const page = loadStub();
  const promise = page[NAME].setBuyOrder('early');
  const vendor = vendors.make('value');
  page[NAME] = vendor;
  page[NAME].setBuyOrder({ to: 'vendor' });
  const { bridge, sent, core } = setUp();
  bridge.install(page);
  assert.deepEqual(sent(), [['setBuyOrder', 'early']]);
  assert.deepEqual(await promise, { statusCode: 0, message: 'setBuyOrder early' });
  assert.notEqual(page[NAME], vendor);
  assert.equal(typeof core.host.widget().setBuyOrder, 'function');
  bridge.dispose();
  assert.equal(page[NAME], vendor);
});

test('the stub is not taken for the vendor', async () => {
  const page = loadStub();
  const { bridge, core } = setUp();
  bridge.install(page);
  assert.equal(core.host.widget(), undefined);
  bridge.dispose();

  loadStub({ self: globalThis });
  delete globalThis.document;
  try {
    const other = setUp();
    assert.equal(other.core.host.widget(), undefined);
    other.bridge.install({ [NAME]: globalThis[NAME] });
    assert.equal(other.core.host.widget(), undefined, 'not even under another name');
    other.bridge.dispose();
  } finally {
    delete globalThis[NAME];
    delete globalThis[STUB];
  }
});

test('dispose restores the stub, which queues calls again for the next bridge', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = loadStub();
  const before = Object.getOwnPropertyDescriptors(page);
  const early = page[NAME];
  const first = setUp();
  first.bridge.install(page);
  await early.setBuyOrder('first');
  first.bridge.dispose();
  assert.deepStrictEqual(Object.getOwnPropertyDescriptors(page), before);
  assert.equal(page[NAME], early);
  const waiting = page[NAME].setBuyOrder('second');
  const second = setUp();
  second.bridge.install(page);
  assert.deepEqual(await waiting, { statusCode: 0, message: 'setBuyOrder second' });
  assert.deepEqual([first.sent().length, second.sent().length], [1, 1]);
  second.bridge.dispose();
  const last = page[NAME].setBuyOrder('third');
  t.mock.timers.tick(30_000);
  assert.deepEqual(await last, GIVEN_UP);
});

test('with two bridges, references to the stub use the visible one', async () => {
  const page = loadStub();
  const { setBuyOrder } = page[NAME];
  const [first, second] = [setUp(), setUp()];
  setBuyOrder(1);
  first.bridge.install(page);
  setBuyOrder(2);
  second.bridge.install(page);
  setBuyOrder(3);
  second.bridge.dispose();
  setBuyOrder(4);
  assert.deepEqual([first, second].map(({ sent }) => sent().map(([, params]) => params)), [[1, 2, 4], [3]]);
});

test('installing twice sends each call once', () => {
  const page = loadStub();
  page[NAME].setBuyOrder(1);
  const { bridge, sent } = setUp();
  bridge.install(page);
  bridge.install(page);
  assert.equal(sent().length, 1);
});

test('references to the stub go through a function that the page has replaced', async () => {
  const page = loadStub();
  const { setBuyOrder } = page[NAME];
  const { bridge } = setUp();
  bridge.install(page);
  const original = page[NAME].setBuyOrder;
  page[NAME].setBuyOrder = (params) => original(`${params} wrapped`);
  assert.deepEqual(await setBuyOrder(1), { statusCode: 0, message: 'setBuyOrder 1 wrapped' });
});

test("a bridge on another target also takes the calls of the page's stub, unless a bridge already does", async (t) => {
  t.after(() => {
    delete globalThis[NAME];
    delete globalThis[STUB];
    delete globalThis.document;
  });
  loadStub({ self: globalThis });
  const { setBuyOrder } = globalThis[NAME];
  const stub = globalThis[NAME];
  setBuyOrder(1);
  const [shop, page, late] = [setUp(), setUp(), setUp()];
  shop.bridge.install({});
  setBuyOrder(2);
  page.bridge.install();
  setBuyOrder(3);
  late.bridge.install({});
  setBuyOrder(4);
  shop.bridge.dispose();
  late.bridge.dispose();
  setBuyOrder(5);
  assert.deepEqual([shop, page, late].map(({ sent }) => sent().map(([, params]) => params)), [[1, 2], [3, 4, 5], []]);
  page.bridge.dispose();
  assert.equal(globalThis[NAME], stub);
});

test('when a target is refused, the stub keeps its calls', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = loadStub();
  page[NAME].setBuyOrder(1);
  Object.freeze(page);
  const { bridge, sent } = setUp();
  assert.throws(() => bridge.install(page), { code: 'CONFIG' });
  assert.deepEqual([sent().length, page[STUB].calls.length], [0, 1]);
});

test('with transport "widget", queued calls reach the vendor that took the name', async () => {
  const page = loadStub();
  const promise = page[NAME].setBuyOrder({ external_id: 'a' });
  const vendor = vendors.make('value');
  page[NAME] = vendor;
  const { bridge } = setUp({ answer: askWidget });
  bridge.install(page);
  assert.deepEqual(await promise, { statusCode: 0, message: 'Success' });
  assert.deepEqual(vendor.calls, ['["setBuyOrder",{"external_id":"a"}]']);
});
