/** `install` and `dispose` on every kind of target: what is visible, what is kept, what is restored. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBridge } from '../../src/js/bridge.mjs';
import { runClassic } from './lib/classic.mjs';
import { askWidget, fakeCore } from './lib/fake-core.mjs';

const NAME = 'ocularOrderTrack';
const vendors = runClassic('tests/e2e/pages/ocular-vendors.js').ocularVendors;
const descriptors = (target) => Object.getOwnPropertyDescriptors(target);

function setUp(options) {
  const fake = fakeCore(options);
  return { bridge: createBridge(fake.instances, {}), ...fake };
}

/** Whether the bridge would pass reports to this vendor object now. */
async function reaches(core, vendor) {
  const found = core.host.widget();
  if (!found) return false;
  const before = vendor.calls.length;
  await found.setBuyOrder({ external_id: 'probe' });
  return vendor.calls.length === before + 1;
}

test('a bridge starts once and ends once', () => {
  const { bridge, calls } = setUp();
  assert.deepEqual(calls, ['start']);
  bridge.dispose();
  bridge.dispose();
  assert.deepEqual(calls, ['start', 'dispose', 'free']);
  assert.throws(() => bridge.install({}), { name: 'OrderBridgeError', code: 'DISPOSED' });
});

test('the visible object is plain, and its functions work detached, copied and overwritten', async () => {
  const { bridge, calls } = setUp();
  const page = {};
  bridge.install(page);
  const seen = page[NAME];
  assert.equal(Object.getPrototypeOf(seen), Object.prototype);
  assert.deepEqual(Reflect.ownKeys(seen), ['setBuyOrder', 'setBuyOrderState']);
  for (const [name, { value, ...rest }] of Object.entries(descriptors(seen))) {
    assert.deepEqual(rest, { writable: true, enumerable: true, configurable: true });
    assert.equal(value.name, name);
  }
  assert.equal(page[NAME], seen, 'the same object at each read');

  const { setBuyOrder } = seen;
  const copy = { ...seen };
  const merged = Object.assign({ other: 1 }, seen);
  assert.deepEqual(await setBuyOrder('detached'), { statusCode: 0, message: 'Success' });
  await copy.setBuyOrderState('copied');
  await merged.setBuyOrder('merged');
  await setBuyOrder.call(undefined, 'without this');
  await setBuyOrder.bind({})('bound');
  seen.setBuyOrder = (params) => setBuyOrder([params, 'wrapped']);
  await page[NAME].setBuyOrder('in place');
  assert.deepEqual(calls.slice(1), [
    ['setBuyOrder', 'detached'], ['setBuyOrderState', 'copied'], ['setBuyOrder', 'merged'],
    ['setBuyOrder', 'without this'], ['setBuyOrder', 'bound'], ['setBuyOrder', ['in place', 'wrapped']],
  ]);
  assert.throws(() => { 'use strict'; bridge.ocularOrderTrack.setBuyOrder = null; }, TypeError, "the bridge's own object cannot be changed");
});

test('the default target is the global object', () => {
  const before = descriptors(globalThis)[NAME];
  const { bridge } = setUp();
  bridge.install();
  assert.equal(typeof globalThis[NAME].setBuyOrder, 'function');
  bridge.dispose();
  assert.deepEqual(descriptors(globalThis)[NAME], before);
});

/** name, factory of the target */
const BEFORE = [
  ['nothing', () => ({})],
  ['a vendor object', () => ({ [NAME]: vendors.make('value') })],
  ['null', () => ({ [NAME]: null })],
  ['a hidden, read-only vendor object', () => Object.defineProperty({}, NAME, { value: vendors.make('value'), configurable: true })],
  ['a getter', () => Object.defineProperty({}, NAME, { get: () => null, configurable: true, enumerable: true })],
  ['a getter that throws', () => Object.defineProperty({}, NAME, { get() { throw new Error('page'); }, configurable: true })],
  ['an accessor pair', () => { let kept; return Object.defineProperty({}, NAME, { get: () => kept, set(value) { kept = value; }, configurable: true }); }],
  ['an inherited vendor object', () => Object.create({ [NAME]: vendors.make('value') })],
  ['a var', () => Object.defineProperty({}, NAME, { value: vendors.make('value'), writable: true, enumerable: true, configurable: false })],
  ['a function as target', () => () => {}],
  ['no prototype', () => Object.create(null)],
];

for (const [name, make] of BEFORE) {
  test(`dispose restores exactly what was there before: ${name}`, () => {
    const page = make();
    const before = descriptors(page);
    const keys = Reflect.ownKeys(page);
    const { bridge } = setUp();
    bridge.install(page);
    assert.equal(typeof page[NAME].setBuyOrder, 'function');
    bridge.install(page);
    bridge.dispose();
    assert.deepStrictEqual(descriptors(page), before);
    assert.deepStrictEqual(Reflect.ownKeys(page), keys);
    const again = setUp().bridge;
    again.install(page);
    again.dispose();
    assert.deepStrictEqual(descriptors(page), before, 'also the second time');
  });
}

for (const [name, make] of BEFORE.filter(([name]) => name.includes('vendor') || name === 'a var')) {
  test(`the vendor object stays reachable and unchanged: ${name}`, async () => {
    const page = make();
    const vendor = page[NAME];
    const before = descriptors(vendor);
    const { bridge, core } = setUp();
    bridge.install(page);
    assert.notEqual(page[NAME], vendor);
    assert.ok(await reaches(core, vendor));
    assert.deepStrictEqual(descriptors(vendor), before);
    assert.deepEqual(vendor.calls, ['["setBuyOrder",{"external_id":"probe"}]'], 'only the probe was called');
  });
}

test('a vendor object that is assigned later is used, and ours stays visible', async () => {
  const page = {};
  const { bridge, core } = setUp();
  bridge.install(page);
  const seen = page[NAME];
  assert.equal(core.host.widget(), undefined);
  const vendor = vendors.make('value');
  page[NAME] = vendor;
  assert.equal(page[NAME], seen);
  assert.ok(await reaches(core, vendor));
  const newer = vendors.make('value');
  page[NAME] = newer;
  assert.ok(await reaches(core, newer));
  bridge.dispose();
  assert.deepStrictEqual(descriptors(page), { [NAME]: { value: newer, writable: true, enumerable: true, configurable: true } });
});

test('dispose restores what the page has assigned meanwhile, even null or undefined', () => {
  for (const last of [null, undefined, 7]) {
    const page = { [NAME]: vendors.make('value') };
    const { bridge, core } = setUp();
    bridge.install(page);
    page[NAME] = last;
    assert.equal(core.host.widget(), undefined);
    assert.equal(typeof page[NAME].setBuyOrder, 'function');
    bridge.dispose();
    assert.deepStrictEqual(descriptors(page)[NAME], { value: last, writable: true, enumerable: true, configurable: true });
  }
});

test("the page's own accessor receives what is assigned", async () => {
  let kept = null;
  const page = Object.defineProperty({}, NAME, { get: () => kept, set(value) { kept = value; }, configurable: true });
  const before = descriptors(page);
  const { bridge, core } = setUp();
  bridge.install(page);
  const vendor = vendors.make('value');
  page[NAME] = vendor;
  assert.equal(kept, vendor);
  assert.ok(await reaches(core, vendor));
  bridge.dispose();
  assert.deepStrictEqual(descriptors(page), before);
  assert.equal(page[NAME], vendor);
});

test('a copy of our own object is not taken for the vendor', () => {
  const page = {};
  const { bridge, core } = setUp();
  bridge.install(page);
  const seen = page[NAME];
  page[NAME] = page[NAME];
  page[NAME] = { ...seen, extra: 1 };
  assert.equal(core.host.widget(), undefined);
  assert.equal(page[NAME], seen);
  bridge.dispose();
  assert.deepStrictEqual(descriptors(page), {});
});

test('a wrapper around our own functions reaches the vendor below it, without endless recursion', { timeout: 5000 }, async () => {
  for (const wrap of [(call) => (params) => call(params), (call) => (params) => call({ ...params }), (call) => async (params) => { await null; return call(params); }]) {
    for (const vendor of [vendors.make('value'), undefined]) {
      const page = vendor ? { [NAME]: vendor } : {};
      const { bridge, calls } = setUp({ answer: askWidget });
      bridge.install(page);
      const { setBuyOrder, setBuyOrderState } = page[NAME];
      let wrapped = 0;
      page[NAME] = { setBuyOrder: wrap((params) => { wrapped += 1; return setBuyOrder(params); }), setBuyOrderState };
      const answer = await page[NAME].setBuyOrder({ external_id: 'a' });
      assert.equal(wrapped, 1);
      assert.equal(calls.length, 2, 'the core is called once');
      assert.equal(answer.code ?? answer.statusCode, vendor ? 0 : 'NO_WIDGET');
      assert.equal(vendor?.calls.length ?? 0, vendor ? 1 : 0);
    }
  }
});

test('a vendor that calls itself through its global name reaches itself', { timeout: 5000 }, async () => {
  const sent = [];
  const page = {};
  page[NAME] = {
    setBuyOrder(params) {
      if (Array.isArray(params.items)) return Promise.all(params.items.map((item) => page[NAME].setBuyOrder(item))).then(([first]) => first);
      sent.push(params);
      return { statusCode: 0, message: 'Success' };
    },
    setBuyOrderState() {},
  };
  const { bridge } = setUp({ answer: askWidget });
  bridge.install(page);
  assert.deepEqual(await page[NAME].setBuyOrder({ items: [1, 2] }), { statusCode: 0, message: 'Success' });
  assert.deepEqual(sent, [1, 2]);
});

test('the vendor is called as a method of its object', async () => {
  const vendor = vendors.make('needsThis');
  const page = { [NAME]: vendor };
  const { bridge } = setUp({ answer: askWidget });
  bridge.install(page);
  assert.deepEqual(await page[NAME].setBuyOrder({}), { statusCode: 0, message: 'Success' });
});

test("installing reads and calls nothing of the vendor's", () => {
  const traps = new Proxy({}, { get(_, trap) { if (trap !== 'getOwnPropertyDescriptor') throw new Error(`${String(trap)} was used`); } });
  const vendor = new Proxy({}, traps);
  const hostile = new Proxy({}, { getOwnPropertyDescriptor() { throw new Error('no'); } });
  for (const early of [vendor, hostile, undefined]) {
    const page = early ? { [NAME]: early } : {};
    const { bridge } = setUp();
    bridge.install(page);
    page[NAME] = vendor;
    page[NAME] = hostile;
    bridge.dispose();
    assert.equal(page[NAME], hostile);
  }
});

test('two bridges: the last one installed is visible, and its disposal restores the other one', async () => {
  const vendor = vendors.make('value');
  const page = { [NAME]: vendor };
  const before = descriptors(page);
  const [first, second] = [setUp(), setUp()];
  first.bridge.install(page);
  const seen = page[NAME];
  second.bridge.install(page);
  await page[NAME].setBuyOrder('to the second');
  assert.ok(await reaches(first.core, vendor));
  assert.ok(await reaches(second.core, vendor), 'the bridge below is not taken for a vendor');
  second.bridge.dispose();
  assert.equal(page[NAME], seen);
  await page[NAME].setBuyOrder('to the first');
  assert.deepEqual(second.calls, ['start', ['setBuyOrder', 'to the second'], 'dispose', 'free']);
  assert.deepEqual(first.calls, ['start', ['setBuyOrder', 'to the first']]);
  first.bridge.dispose();
  assert.deepStrictEqual(descriptors(page), before);
});

test('two bridges can be disposed of in the other order', async () => {
  for (const page of [{}, Object.defineProperty({}, NAME, { value: 1, writable: true })]) {
    const before = descriptors(page);
    const [first, second] = [setUp(), setUp()];
    first.bridge.install(page);
    second.bridge.install(page);
    const seen = page[NAME];
    first.bridge.dispose();
    assert.equal(page[NAME], seen);
    second.bridge.dispose();
    assert.deepStrictEqual(descriptors(page), before);
  }
});

test('a bridge that is installed again becomes the visible one', async () => {
  for (const page of [{}, Object.defineProperty({}, NAME, { value: 1, writable: true })]) {
    const [first, second] = [setUp(), setUp()];
    first.bridge.install(page);
    second.bridge.install(page);
    first.bridge.install(page);
    await page[NAME].setBuyOrder('x');
    assert.deepEqual(first.calls.at(-1), ['setBuyOrder', 'x']);
    first.bridge.dispose();
    await page[NAME].setBuyOrder('y');
    assert.deepEqual(second.calls.at(-1), ['setBuyOrder', 'y']);
    second.bridge.dispose();
  }
});

test('another copy of the package shares the slot', async () => {
  const { createInstaller } = await import('../../src/js/install.mjs?copy');
  const page = {};
  const one = setUp();
  one.bridge.install(page);
  const track = { setBuyOrder: async () => 'copy', setBuyOrderState: async () => 'copy' };
  const other = createInstaller(track);
  other.install(page);
  assert.equal(await page[NAME].setBuyOrder({}), 'copy');
  const vendor = vendors.make('value');
  page[NAME] = vendor;
  assert.ok(await reaches(one.core, vendor));
  one.bridge.dispose();
  assert.equal(await page[NAME].setBuyOrder({}), 'copy');
  other.dispose();
  assert.equal(page[NAME], vendor);
});

test('each of several targets is restored', () => {
  const pages = [{}, { [NAME]: null }, Object.defineProperty({}, NAME, { value: 1, writable: true })];
  const before = pages.map(descriptors);
  const { bridge } = setUp();
  for (const page of pages) bridge.install(page);
  assert.equal(new Set(pages.map((page) => page[NAME])).size, 3);
  bridge.dispose();
  assert.deepStrictEqual(pages.map(descriptors), before);
});

test('a var can only be replaced, and a vendor object that is assigned there later replaces ours', async () => {
  const page = Object.defineProperty({}, NAME, { value: undefined, writable: true, enumerable: true });
  const { bridge, core } = setUp();
  bridge.install(page);
  const vendor = vendors.make('value');
  page[NAME] = vendor;
  assert.ok(await reaches(core, vendor));
  bridge.install(page);
  assert.notEqual(page[NAME], vendor);
  assert.ok(await reaches(core, vendor));
  bridge.dispose();
  assert.equal(page[NAME], vendor);
});

test('a target that cannot hold the name is refused, and nothing changes', () => {
  const vendor = vendors.make('value');
  const targets = [
    null, 7, 'window', Symbol('a'),
    Object.freeze({}), Object.freeze({ [NAME]: vendor }), Object.preventExtensions({}),
    Object.defineProperty({}, NAME, { value: vendor }),
    Object.defineProperty({}, NAME, { get: () => vendor }),
    new Proxy({}, { defineProperty: () => false }),
    new Proxy({}, { getOwnPropertyDescriptor() { throw new Error('no'); } }),
  ];
  for (const target of targets) {
    const { bridge, calls } = setUp();
    assert.throws(() => bridge.install(target), (error) => error.name === 'OrderBridgeError' && error.code === 'CONFIG' && error.message.includes('install(target)'));
    bridge.dispose();
    assert.deepEqual(calls, ['start', 'dispose', 'free']);
  }
});

test('a property that another script defines over ours is left alone', () => {
  const page = {};
  const { bridge } = setUp();
  bridge.install(page);
  const ours = descriptors(page)[NAME];
  const theirs = { get: () => ours.get.call(page), configurable: true, enumerable: false, set: undefined };
  Object.defineProperty(page, NAME, theirs);
  bridge.dispose();
  assert.deepStrictEqual(descriptors(page), { [NAME]: theirs });
  assert.equal(page[NAME], undefined, 'ours now returns what the page has without us');

  const other = {};
  const { bridge: second } = setUp();
  second.install(other);
  delete other[NAME];
  second.dispose();
  assert.deepStrictEqual(descriptors(other), {});
});

test('a bridge that is installed over such a property restores it', () => {
  const page = {};
  const { bridge } = setUp();
  bridge.install(page);
  const theirs = { get: () => 'theirs', set: undefined, configurable: true, enumerable: true };
  Object.defineProperty(page, NAME, theirs);
  bridge.install(page);
  assert.equal(typeof page[NAME].setBuyOrder, 'function');
  bridge.dispose();
  assert.deepStrictEqual(descriptors(page), { [NAME]: theirs });
});

test('a locked accessor is not called', () => {
  const page = Object.defineProperty({}, NAME, { get: () => null, set() { throw new Error('the page was called'); } });
  assert.throws(() => setUp().bridge.install(page), ({ code, cause }) => code === 'CONFIG' && cause === undefined);
});

test('a hidden property stays hidden, even with a value that was assigned later', () => {
  const page = Object.defineProperty({}, NAME, { value: 1, configurable: true, writable: true });
  const { bridge } = setUp();
  bridge.install(page);
  assert.deepEqual(Object.keys(page), []);
  page[NAME] = 2;
  bridge.dispose();
  assert.deepStrictEqual(descriptors(page), { [NAME]: { value: 2, writable: true, enumerable: false, configurable: true } });
});

test('a copy of our object on another target is not confused with it', () => {
  const page = {};
  const first = setUp();
  first.bridge.install(page);
  const copy = { ...page[NAME] };
  const other = { [NAME]: copy };
  const second = setUp();
  second.bridge.install(other);
  assert.notEqual(other[NAME], copy);
  assert.equal(second.core.host.widget(), undefined, 'a copy of ours is not taken for a vendor');
  second.bridge.dispose();
  assert.equal(other[NAME], copy);
  first.bridge.dispose();
  assert.deepStrictEqual(descriptors(page), {});
});

test('without installing, the vendor of the page is looked up at each call', async (t) => {
  const { core } = setUp();
  assert.equal(core.host.widget(), undefined);
  const vendor = vendors.make('value');
  globalThis[NAME] = vendor;
  t.after(() => delete globalThis[NAME]);
  assert.ok(await reaches(core, vendor));
  Object.defineProperty(globalThis, NAME, { get() { throw new Error('page'); }, configurable: true });
  assert.equal(core.host.widget(), undefined);
});

test('after dispose, functions that a page has kept still answer and never reject', async () => {
  const page = {};
  const { bridge, calls } = setUp();
  bridge.install(page);
  const { setBuyOrder } = page[NAME];
  bridge.dispose();
  assert.deepEqual(await setBuyOrder({}), { statusCode: 1, message: 'Error 0 - Disposed', code: 'DISPOSED' });
  assert.deepEqual(calls, ['start', 'dispose', 'free']);
});

test('for an invalid order quoteBuyOrder throws an error with the texts by field', () => {
  const { bridge } = setUp();
  assert.deepEqual(bridge.quoteBuyOrder({ items: [] }), { lines: [], totals: [] });
  assert.throws(() => bridge.quoteBuyOrder({}), { name: 'OrderBridgeError', code: 'VALIDATION', detail: { items: ['is required.'] } });
});

test('installing adds neither timers nor listeners, and disposing leaves none', (t) => {
  const names = ['setTimeout', 'setInterval', 'addEventListener', 'removeEventListener', 'requestAnimationFrame', 'queueMicrotask'];
  const used = [];
  for (const name of names) {
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    globalThis[name] = (kind) => used.push(`${name} ${kind}`);
    t.after(() => (own ? Object.defineProperty(globalThis, name, own) : delete globalThis[name]));
  }
  const { bridge } = setUp();
  const listened = used.splice(0);
  bridge.install();
  globalThis[NAME] = vendors.make('value');
  assert.deepEqual(used, []);
  bridge.dispose();
  delete globalThis[NAME];
  assert.deepEqual(listened.map((one) => one.replace('add', 'remove')), used);
});
