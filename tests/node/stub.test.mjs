/** The stub alone: calls before any bridge are queued in order, and time out after a limit. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import { loadStub, runClassic, STUB } from './lib/classic.mjs';

const GIVEN_UP = { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' };
const source = readFileSync(new URL('../../src/js/stub.js', import.meta.url), 'utf8');

/** Whether a promise has settled by now. */
async function isSettled(promise) {
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((done) => { setImmediate(done, open); })])) !== open;
}

test('the stub is smaller than 1 KB', () => {
  assert.ok(Buffer.byteLength(source) < 1024, `${Buffer.byteLength(source)} bytes`);
});

test('the stub is a classic script in old syntax', () => {
  assert.doesNotMatch(source, /=>|`|\b(import|export|const|let|class|async|await)\b|\?\.|\?\?/);
  assert.doesNotThrow(() => new vm.Script(source));
});

test('the stub adds two properties to the global object and no more', () => {
  const page = loadStub({ self: { innerWidth: 1 } });
  assert.deepEqual(Reflect.ownKeys(page), ['innerWidth', 'document', 'ocularOrderTrack', STUB]);
  assert.deepEqual(Object.keys(page.ocularOrderTrack), ['setBuyOrder', 'setBuyOrderState']);
});

test('run in a real global, the stub declares no name', () => {
  const context = vm.createContext({ setTimeout, clearTimeout, structuredClone });
  vm.runInContext('var self = this', context);
  const keys = () => [...vm.runInContext('Reflect.ownKeys(this)', context)];
  const before = keys();
  vm.runInContext(source, context);
  const added = keys().filter((key) => !before.includes(key));
  assert.deepEqual(added, ['ocularOrderTrack', STUB]);
});

test('outside a page the stub does nothing', () => {
  assert.doesNotThrow(() => new Function('self', source)(undefined));
  assert.equal(globalThis.ocularOrderTrack, undefined);
  new Function(source)();
  assert.equal(globalThis.ocularOrderTrack, undefined);
});

test('the stub works in a worker, which has no document', () => {
  const worker = runClassic('src/js/stub.js', {});
  assert.equal(typeof worker.ocularOrderTrack.setBuyOrder, 'function');
});

test('the stub leaves an existing object alone, and a second stub leaves the first one', () => {
  const vendor = { setBuyOrder() {}, setBuyOrderState() {} };
  const page = loadStub({ self: { ocularOrderTrack: vendor } });
  assert.equal(page.ocularOrderTrack, vendor);
  assert.equal(page[STUB], undefined);

  const twice = loadStub();
  const { ocularOrderTrack, [STUB]: stub } = twice;
  loadStub({ self: twice });
  assert.equal(twice.ocularOrderTrack, ocularOrderTrack);
  delete twice.ocularOrderTrack;
  loadStub({ self: twice });
  assert.equal(twice[STUB], stub, 'queued calls would be lost');
});

test('calls are queued in one order across both functions, attached or detached, with real promises', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = loadStub();
  const { setBuyOrder, setBuyOrderState } = page.ocularOrderTrack;
  const copy = { ...page.ocularOrderTrack };
  const promises = [
    setBuyOrder({ external_id: 'a' }), page.ocularOrderTrack.setBuyOrderState({ external_id: 'b' }), copy.setBuyOrder({ external_id: 'c' }),
    setBuyOrderState.call(null, { external_id: 'd' }), setBuyOrder([{ external_id: 'e' }]),
  ];
  for (const promise of promises) assert.ok(promise instanceof Promise);
  assert.deepEqual(page[STUB].calls.map(({ name, params }) => [name, params]), [
    ['setBuyOrder', { external_id: 'a' }], ['setBuyOrderState', { external_id: 'b' }], ['setBuyOrder', { external_id: 'c' }],
    ['setBuyOrderState', { external_id: 'd' }], ['setBuyOrder', [{ external_id: 'e' }]],
  ]);
});

test('a queued call has the arguments as they were when it was made', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = loadStub();
  const cart = { external_id: 'a', items: [{ name: 'one' }] };
  page.ocularOrderTrack.setBuyOrder(cart);
  cart.items.push({ name: 'two' });
  const odd = { items: [{ name: () => 'x' }] };
  page.ocularOrderTrack.setBuyOrder(odd);
  const [first, second] = page[STUB].calls;
  assert.deepEqual(first.params, { external_id: 'a', items: [{ name: 'one' }] });
  assert.equal(second.params, odd, 'a value that cannot be copied is kept as it is');
});

test('without a bridge, every call is answered after 30 seconds and dropped', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = loadStub();
  const first = page.ocularOrderTrack.setBuyOrder({ external_id: 'a' });
  t.mock.timers.tick(10_000);
  const second = page.ocularOrderTrack.setBuyOrderState({ external_id: 'a', payment_status: 0 });
  t.mock.timers.tick(19_999);
  assert.deepEqual([await isSettled(first), await isSettled(second)], [false, false]);
  t.mock.timers.tick(1);
  assert.deepEqual(await first, GIVEN_UP);
  assert.equal(await isSettled(second), false);
  assert.deepEqual(page[STUB].calls.map(({ name }) => name), ['setBuyOrderState']);
  t.mock.timers.tick(10_000);
  assert.deepEqual(await second, GIVEN_UP);
  assert.deepEqual(page[STUB].calls, []);
});

for (const [limit, ms] of [['500', 500], ['1', 1], ['', 30_000], ['soon', 30_000], ['0', 30_000], ['-5', 30_000], ['NaN', 30_000], ['1e99', 2e9], ['Infinity', 2e9]]) {
  test(`data-limit="${limit}" is ${ms} ms`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const page = loadStub({ limit });
    const call = page.ocularOrderTrack.setBuyOrder({});
    t.mock.timers.tick(ms - 1);
    assert.equal(await isSettled(call), false);
    t.mock.timers.tick(1);
    assert.deepEqual(await call, GIVEN_UP);
  });
}

test("the vendor's script may take the name: queued calls stay reachable", (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const page = loadStub();
  page.ocularOrderTrack.setBuyOrder({ external_id: 'a' });
  page.ocularOrderTrack = { setBuyOrder() {}, setBuyOrderState() {} };
  assert.equal(page[STUB].calls.length, 1);
});
