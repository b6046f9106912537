/** The fake of the vendor's widget: for each behaviour, what a caller gets and what is stored. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createFakeWidget, samples, WIDGET_BEHAVIOURS } from '../../www/standin/index.mjs';

const NAME = 'ocularOrderTrack';
const SUCCESS = { statusCode: 0, message: 'Success' };
const FAILURE = { statusCode: 1, message: 'Error 500 - Internal server error' };
const OPEN = Symbol('never settles');
const order = (id = 'A', changes = {}) => ({ external_id: id, items: [{ name: 'a', quantity: 1, price: 1, currency: 'CLP' }], ...changes });

/** A wait lasts until the test ends it. */
function setUp(options) {
  const waits = [];
  const wait = (ms) => new Promise((done) => { waits.push({ ms, go: done }); });
  return { waits, widget: createFakeWidget({ now: () => 0, wait, ...options }) };
}
const tick = () => new Promise((done) => { setImmediate(done); });
/** The prompt result of a call: a value, `{ threw }`, or OPEN. */
async function outcome(call) {
  try {
    return await Promise.race([call(), tick().then(() => OPEN)]);
  } catch (threw) {
    return { threw };
  }
}

/** behaviour → result of a call, whether the order is stored, and whether the answer is synchronous. */
const EXPECTED = {
  answers: [SUCCESS, true, true],
  'answers-later': [SUCCESS, true, false],
  slow: [OPEN, false, false],
  thenable: [SUCCESS, true, true],
  nothing: [undefined, true, true],
  'nothing-later': [undefined, true, false],
  text: ['Success', true, true],
  rubbish: [{ statusCode: 'ok', message: [7], detail: 'none' }, true, true],
  'hostile-answer': [(answer) => assert.throws(() => answer.statusCode, /cannot be read/), true, true],
  'changes-params': [SUCCESS, true, true],
  'needs-this': [SUCCESS, true, true],
  error: [FAILURE, false, true],
  invalid: [{ statusCode: 2, message: 'Field validation error', detail: { field_one: ['SessionOrderControllerValidator: field_one is required.'] } }, false, true],
  throws: [({ threw }) => assert.equal(threw.message, 'the vendor failed'), false, true],
  'throws-nothing': [({ threw }) => assert.equal(threw, null), false, true],
  'throws-once': [({ threw }) => assert.equal(threw.message, 'the vendor failed'), false, true],
  rejects: [({ threw }) => assert.equal(threw.message, 'the vendor failed'), false, false],
  'rejects-nothing': [(answer) => assert.deepEqual(answer, { threw: undefined }), false, false],
  'never-settles': [OPEN, false, false],
  'answer-lost': [OPEN, true, false],
  late: [SUCCESS, true, true],
  absent: [SUCCESS, true, true],
};
const UNCALLABLE = ['no-methods', 'no-functions', 'unreadable'];

test('every behaviour is in the table and has a test', async () => {
  const source = await readFile(new URL('../../www/standin/ocular/widget-behaviours.mjs', import.meta.url), 'utf8');
  const rows = [...source.matchAll(/^ \* \| ([a-z-]+) \| [^|]+ \| (yes|no|then|–) \|/gm)].map(([, name, keeps]) => [name, keeps]).filter(([name]) => name !== 'behaviour');
  assert.deepEqual(rows.map(([name]) => name).sort(), [...WIDGET_BEHAVIOURS].sort());
  assert.deepEqual([...Object.keys(EXPECTED), ...UNCALLABLE].sort(), [...WIDGET_BEHAVIOURS].sort());
  for (const [name, keeps] of rows.filter(([name]) => Object.hasOwn(EXPECTED, name) && !['slow', 'throws-once'].includes(name))) {
    assert.equal(keeps === 'yes', EXPECTED[name][1], name);
  }
  assert.throws(() => createFakeWidget({ behaviour: 'dances' }), RangeError);
  assert.throws(() => createFakeWidget().behave('toString'), RangeError);
});

for (const [behaviour, [expected, keeps, atOnce]] of Object.entries(EXPECTED)) {
  test(`behaviour ${behaviour}`, async () => {
    for (const method of ['setBuyOrder', 'setBuyOrderState']) {
      const { widget } = setUp({ behaviour });
      const params = method === 'setBuyOrder' ? order() : { external_id: 'A', payment_status: 1 };
      const whole = structuredClone(params);
      let returned;
      const answer = await outcome(() => { returned = widget[method](params); return returned; });
      if (typeof expected === 'function') expected(answer);
      else assert.deepEqual(answer, expected);
      assert.equal(!(returned instanceof Promise), atOnce);
      assert.deepEqual(widget.calls, [{ number: 1, at: '1970-01-01T00:00:00.000Z', method, params: whole, session: '1536' }]);
      assert.equal(widget.orders.length, keeps ? 1 : 0);
      assert.deepEqual(params, behaviour === 'changes-params' ? {} : whole);
    }
  });
}

test('slow answers and stores after ms; throws-once answers from the second call on', async () => {
  const { widget, waits } = setUp({ behaviour: 'slow', ms: 70 });
  const answer = widget.setBuyOrder(order());
  assert.deepEqual([waits[0].ms, widget.orders.length], [70, 0]);
  waits[0].go();
  assert.deepEqual([await answer, widget.orders.length], [SUCCESS, 1]);
  widget.behave('throws-once');
  assert.throws(() => widget.setBuyOrder(order()));
  assert.deepEqual(widget.setBuyOrderState({ payment_status: 0 }), SUCCESS);
  assert.deepEqual([widget.calls.length, widget.orders[0].payment_status], [3, 0]);
});

test('objects that cannot be called, and one that works only as `this`', () => {
  const { widget } = setUp({ behaviour: 'no-methods' });
  assert.deepEqual([Object.keys(widget), widget.setBuyOrder], [[], undefined]);
  widget.behave('no-functions');
  assert.deepEqual({ ...widget }, { setBuyOrder: 1, setBuyOrderState: 'no' });
  widget.behave('unreadable');
  for (const name of ['setBuyOrder', 'setBuyOrderState']) assert.throws(() => widget[name], /cannot be read/);
  widget.behave('needs-this');
  const { setBuyOrder } = widget;
  assert.deepEqual([setBuyOrder(order()), widget.setBuyOrder(order())], [FAILURE, SUCCESS]);
  widget.behave('answers');
  const copy = { ...widget };
  assert.deepEqual(Object.keys(copy), ['setBuyOrder', 'setBuyOrderState']);
  assert.deepEqual(copy.setBuyOrder(order()), SUCCESS);
  assert.deepEqual([widget.behaviour, widget.calls.length], ['answers', 3]);
});

test('orders are created or edited, states belong to them, and invalid input is reported by field', () => {
  const { widget } = setUp({ session: 7 });
  widget.setBuyOrder(samples.buyOrder());
  widget.setBuyOrder(order(null));
  widget.setBuyOrder(samples.buyOrder({ items: order().items }));
  widget.setBuyOrderState({ external_id: 'ORDER-8454', payment_status: 0 });
  widget.setBuyOrderState({ payment_status: 1 });
  widget.setBuyOrderState({ external_id: 'unknown', payment_status: 1 });
  assert.deepEqual(widget.orders.map(({ external_id, reports, payment_status, session }) => [external_id, reports, payment_status, session]), [
    ['ORDER-8454', 2, 0, 7], [null, 1, 1, 7], ['unknown', 0, 1, 7],
  ]);
  assert.deepEqual(widget.orders[0].items, order().items);
  assert.deepEqual(widget.setBuyOrder({ items: [] }).detail, { items: ['SessionOrderControllerValidator: items is required.'] });
  assert.deepEqual(widget.setBuyOrderState({ payment_status: 2 }).statusCode, 2);
  assert.equal(widget.setBuyOrder(undefined).statusCode, 2);
  assert.deepEqual([widget.orders.length, widget.calls.length], [3, 9]);
  widget.reset();
  assert.deepEqual([widget.orders, widget.calls], [[], []]);
  const none = setUp({ session: null }).widget;
  assert.deepEqual([none.setBuyOrder(order()), none.orders, none.calls[0].session], [{ statusCode: 1, message: 'Error 404 - Not found' }, [], null]);
});

test("recorded calls do not change with the caller's objects", () => {
  const { widget } = setUp();
  const params = order();
  widget.setBuyOrder(params);
  params.items[0].name = 'changed';
  widget.calls.length = 0;
  assert.equal(widget.calls[0].params.items[0].name, 'a');
  const odd = order('B', { extra: () => {} });
  widget.setBuyOrder(odd);
  assert.equal(widget.calls[1].params, odd, 'a value that cannot be copied is kept as it is');
});

test('on a page: at once, after ms, or on request; and removed again', async () => {
  const ready = [];
  const page = { onOcularWidgetReady() { ready.push(this[NAME]); } };
  const { widget, waits } = setUp();
  const takeOff = widget.install(page);
  assert.deepEqual([page[NAME], ready], [widget, [widget]]);
  takeOff();
  assert.equal(NAME in page, false);

  const late = setUp({ behaviour: 'late', ms: 300 });
  late.widget.install(page);
  assert.deepEqual([late.waits[0].ms, NAME in page], [300, false]);
  late.waits[0].go();
  await tick();
  assert.equal(page[NAME], late.widget);
  late.widget.appear();
  assert.equal(ready.length, 2, 'it appears once');

  const other = {};
  const off = setUp({ behaviour: 'late' });
  off.widget.install(other)();
  off.waits[0].go();
  await tick();
  assert.deepEqual(other, {}, 'removed before it appeared');

  const absent = setUp({ behaviour: 'absent' }).widget;
  absent.install(other);
  await tick();
  assert.deepEqual(other, {});
  absent.appear();
  assert.equal(other[NAME], absent);
  assert.deepEqual(waits, []);
});

test('the default page is the global object, and a name with a setter is assigned, not redefined', () => {
  const { widget } = setUp();
  const takeOff = widget.install();
  assert.equal(globalThis[NAME], widget);
  takeOff();
  assert.equal(NAME in globalThis, false);
  const taken = [];
  const watched = Object.defineProperty({}, NAME, { get: () => 'theirs', set: (value) => taken.push(value), configurable: true });
  widget.install(watched)();
  assert.deepEqual(taken, [widget, undefined]);
  const replaced = {};
  const off = widget.install(replaced);
  replaced[NAME] = 'the page has put something else there';
  off();
  assert.deepEqual(replaced, { [NAME]: 'the page has put something else there' });
});
