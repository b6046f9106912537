/** A long report is copied at the call and packed in several turns: the text is the same as when it is packed at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, packSoon } from '../../src/js/shell/pack.js';
import { line, setUp } from './lib/bridge.mjs';

const soon = (value) => packSoon(value, 'items', 'external_id');
const long = (item, count = 251) => Array.from({ length: count }, (_, i) => (typeof item === 'function' ? item(i) : item));
/** The text packed at once and the text packed later. The value is made twice, because each may be read only once. */
async function both(make) {
  const later = soon(make());
  assert.equal(typeof later, 'function');
  return [pack(make()), await later()];
}

const many = () => Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`k${i}`, { i }]));

class Line {
  name = 'of a class';
  get inherited() { return 'no own property'; }
}
const cycle = () => {
  const report = { items: long(1) };
  report.items[7] = { report };
  report.items[8] = report.items;
  return report;
};
const deep = () => {
  let value = 'the innermost';
  for (let i = 0; i < 40; i += 1) value = i % 2 ? [value] : { value };
  return { items: long(value) };
};
const ODD = {
  'a typical report': () => ({ items: long((i) => line({ name: `Crema ${i}`, variants: [{ name: 'Color', value: 'Negro' }], categories: ['é', '😀'] })), currency: 'CLP' }),
  'lines with other keys': () => ({ before: 1, items: long((i) => ({ [`key${i % 20}`]: i, [`more${i}`]: [] })), after: [{}] }),
  'values that are not plain data': () => ({ items: long((i) => [new Date(0), new Map([[1, 2]]), Symbol('s'), 7n, () => 1, NaN, -Infinity, -0, undefined, null, new String('boxed'), /x/, new Line(), Object.create(null)][i % 14]) }),
  'a hole, filled by the prototype or not': () => ({ items: Object.assign(long(0), { length: 300 }) }),
  'as many properties as elements, but not all of them are elements': () => ({ items: long(() => Object.assign([0, 1, , 3], { own: 4 })) }),
  'more properties than are read, the list not among the read ones': () => ({ ...many(), items: long(1) }),
  'more properties than are read, the list among the read ones': () => ({ items: long(1), ...many() }),
  'a list longer than is read': () => ({ items: long((i) => ({ i }), 10_100) }),
  'a toStringTag and a symbol key': () => ({ items: long(() => ({ [Symbol.toStringTag]: 'Mine', name: 'a' })), [Symbol('own')]: 1 }),
  '__proto__ as a key': () => JSON.parse(`{"items":${JSON.stringify(long(0)).replace('0', '{"__proto__":{"a":1}}')},"__proto__":[{"b":2}]}`),
  'the same object in many places': () => { const one = { a: [1] }; return { items: long(one), other: one }; },
  'strings that need escaping': () => ({ items: long((i) => ['"\\\n\u2028', '\ud800', '😀'][i % 3]) }),
  'a getter': () => ({ items: long(() => ({ get name() { return 'read'; } })) }),
  'a circular reference': cycle,
  'nested deeper than is read': deep,
};
for (const [name, make] of Object.entries(ODD)) {
  test(name, async () => {
    const [now, later] = await both(make);
    assert.ok(now.length > 300);
    assert.equal(later, now);
  });
}

test('an array whose prototype fills its holes', async (t) => {
  t.after(() => { delete Array.prototype[260]; });
  Object.defineProperty(Array.prototype, 260, { value: 'not its own', configurable: true, writable: true });
  const [now, later] = await both(ODD['a hole, filled by the prototype or not']);
  assert.equal(later, now);
  assert.ok(!now.includes('not its own'));
});

test('a report that is short, has an id or has a getter, and anything but a plain object, is packed at once', () => {
  for (const value of [{ items: long(1, 250) }, { items: long(1), external_id: 'A' }, { items: long(1), external_id: undefined }, long(1), null, 'text', 7, undefined, new Map(), Object.assign(new Date(0), { items: long(1) }), { get items() { return long(1); } }]) {
    assert.equal(soon(value), pack(value));
  }
});

test('a report with a getter that throws is packed at once, to the same text', () => {
  const make = () => ({ items: long((i) => (i === 9 ? { get name() { throw new Error('mine'); }, quantity: 2 } : { quantity: 1 })) });
  assert.equal(soon(make()), pack(make()));
});

test('each property is read once, and later changes have no effect', async () => {
  let reads = 0;
  const item = () => ({ get name() { reads += 1; return 'first'; }, variants: [{ value: 'first' }], categories: ['first'] });
  const report = { items: long(item) };
  const later = soon(report);
  assert.equal(reads, 251);
  for (const own of report.items) {
    own.variants[0].value = 'second';
    own.categories.push('second');
    own.description = 'second';
  }
  report.items.length = 3;
  report.more = 'second';
  const text = await later();
  assert.equal(reads, 251);
  assert.ok(!text.includes('second'));
  assert.equal(text.split('"first"').length - 1, 3 * 251);
});

test('a value that only looked like a long list is packed as what it is', async (t) => {
  const descriptor = { value: long(1), writable: true, enumerable: true, configurable: true };
  for (const given of [7, 'text', null, undefined, { a: [1] }, long(2, 3)]) {
    const make = () => new Proxy({ items: 0, other: 1 }, { getOwnPropertyDescriptor: (target, key) => (key === 'items' ? descriptor : Reflect.getOwnPropertyDescriptor(target, key)), get: (target, key) => (key === 'items' ? given : target[key]) });
    const [now, later] = await both(make);
    assert.equal(later, now);
  }
  t.after(() => { delete Object.prototype.value; });
  Object.defineProperty(Object.prototype, 'value', { value: long(1), configurable: true, writable: true });
  const [now, later] = await both(() => ({ get items() { return 'no list'; } }));
  assert.equal(later, now);
  assert.ok(now.includes('no list'));
});

test('a report with more values than are read is packed at once', () => {
  const wide = long(0, 10_000);
  const report = { items: long(wide, 300) };
  assert.equal(typeof soon(report), 'string');
  assert.equal(soon(report), pack(report));
});

test('other tasks of the page run between the turns; an engine without MessageChannel also packs the report', async (t) => {
  const count = async () => {
    let others = 0;
    let isOver = false;
    const other = () => { others += 1; if (!isOver) setImmediate(other); };
    const later = soon({ items: long(1, 2_000) });
    setImmediate(other);
    const text = await later();
    isOver = true;
    assert.equal(text, pack({ items: long(1, 2_000) }));
    return others;
  };
  assert.ok((await count()) >= 4);
  const { MessageChannel } = globalThis;
  t.after(() => { globalThis.MessageChannel = MessageChannel; });
  delete globalThis.MessageChannel;
  await count();
});

test('setBuyOrder sends the report as it was when the call was made', async () => {
  const { standIn, bridge, ocularOrderTrack } = await setUp();
  const report = { items: long((i) => line({ name: `Crema ${i}` }), 600) };
  const { body } = bridge.encodeBuyOrder(report);
  const sending = ocularOrderTrack.setBuyOrder(report);
  report.items.forEach((item) => { item.price = -1; });
  report.items.length = 0;
  assert.deepEqual(await sending, { statusCode: 0, message: 'Success' });
  const sent = standIn.state.requests.filter(({ route }) => route === 'setBuyOrder');
  assert.deepEqual(sent.map((request) => request.body), [body]);

  const wrong = { items: long((i) => line({ price: i === 500 ? -1 : 1 }), 600) };
  const { statusCode, detail } = await ocularOrderTrack.setBuyOrder(wrong);
  assert.deepEqual([statusCode, Object.keys(detail)], [2, ['items.500.price']]);
});
