// Values that JSON cannot express, each with its expected report, and objects that count how often they are read.

const item = (more = {}) => ({ name: 'a', quantity: 1, price: 10, currency: 'CLP', ...more });
const order = (more = {}) => ({ items: [item(more)] });
const cyclic = () => {
  const value = { name: 'a' };
  value.self = value;
  return value;
};
const deep = (depth) => (depth === 0 ? 'x' : { name: deep(depth - 1) });
const thrower = (name, good) =>
  Object.defineProperty({ ...good }, name, { enumerable: true, get() { throw new Error('never seen'); } });
const REQUIRED = 'is required.';

/** Name, argument, expected rules by path. */
const cases = [
  ['params undefined', undefined, { params: [REQUIRED] }],
  ['params function', () => order(), { params: ['must be an object.'] }],
  ['params symbol', Symbol('a'), { params: ['must be an object.'] }],
  ['params BigInt', 1n, { params: ['must be an object.'] }],
  ['params Date', new Date(), { params: ['must be an object.'] }],
  ['params Map', new Map(), { params: ['must be an object.'] }],
  ['params boxed text', new String('a'), { params: ['must be an object.'] }],
  ['params revoked Proxy', (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })(), { params: ['must be an object.'] }],
  ['params Proxy that throws', new Proxy({}, { ownKeys() { throw new Error('no'); } }), { params: ['must be an object.'] }],
  ['params without prototype', Object.assign(Object.create(null), order()), {}],
  ['params of a class', new (class Order { items = [item()]; })(), {}],
  ['params frozen', Object.freeze(order()), {}],
  ['params Proxy', new Proxy(order(), {}), {}],
  ['items inherited', Object.create(order()), { items: [REQUIRED] }],
  ['items with a getter that throws', thrower('items', {}), { items: ['must be an array.'] }],
  ['items sparse', { items: [, item()] }, { 'items.0': [REQUIRED] }],
  ['items typed array', { items: new Uint8Array(2) }, { items: ['must be an array.'] }],
  ['items array-like', { items: { length: 1, 0: item() } }, { items: ['must be an array.'] }],
  ['items of the largest length', { items: new Array(4294967295) }, { items: ['must be at most 10000.'] }],
  ['items cyclic', (() => { const items = []; items.push(items); return { items }; })(), { 'items.0': ['must be an object.'] }],
  ['item cyclic is accepted', { items: [{ ...item(), ...cyclic() }] }, {}],
  ['name with a getter', order(Object.defineProperty({}, 'name', { enumerable: true, get: () => 'b' })), {}],
  ['name with a getter that throws', { items: [thrower('name', item())] }, { 'items.0.name': ['must be a string.'] }],
  ['name boxed', order({ name: new String('a') }), { 'items.0.name': ['must be a string.'] }],
  ['name symbol', order({ name: Symbol('a') }), { 'items.0.name': ['must be a string.'] }],
  ['name function', order({ name: () => 'a' }), { 'items.0.name': ['must be a string.'] }],
  ['name lone surrogate', order({ name: '\ud800' }), {}],
  ['name of 255 lone surrogates', order({ name: '\udc00'.repeat(255) }), {}],
  ['name of 256 lone surrogates', order({ name: '\udc00'.repeat(256) }), { 'items.0.name': ['exceeds the maximum number of characters 255.'] }],
  ['name 40 objects deep', order({ name: deep(40) }), { 'items.0.name': ['must be a string.'] }],
  ['quantity NaN', order({ quantity: NaN }), { 'items.0.quantity': ['must be an integer.'] }],
  ['quantity Infinity', order({ quantity: Infinity }), { 'items.0.quantity': ['must be an integer.'] }],
  ['quantity 2.0', order({ quantity: 2.0 }), {}],
  ['quantity -0', order({ quantity: -0 }), { 'items.0.quantity': ['must be at least 1.'] }],
  ['quantity BigInt', order({ quantity: 1n }), { 'items.0.quantity': ['must be an integer.'] }],
  ['quantity boxed', order({ quantity: new Number(1) }), { 'items.0.quantity': ['must be an integer.'] }],
  ['quantity Date', order({ quantity: new Date(5) }), { 'items.0.quantity': ['must be an integer.'] }],
  ['quantity undefined', order({ quantity: undefined }), { 'items.0.quantity': [REQUIRED] }],
  ['quantity with valueOf', order({ quantity: { valueOf: () => 1 } }), { 'items.0.quantity': ['must be an integer.'] }],
  ['price NaN', order({ price: NaN }), { 'items.0.price': ['must be a decimal.'] }],
  ['price -Infinity', order({ price: -Infinity }), { 'items.0.price': ['must be a decimal.'] }],
  ['price -0', order({ price: -0 }), {}],
  ['price 1e21', order({ price: 1e21 }), { 'items.0.price': ['must be at most 999999999999.9999.'] }],
  ['price 1e-7', order({ price: 1e-7 }), { 'items.0.price': ['must have at most 4 decimal places.'] }],
  ['price largest number', order({ price: Number.MAX_VALUE }), { 'items.0.price': ['must be at most 999999999999.9999.'] }],
  ['price smallest number', order({ price: Number.MIN_VALUE }), {}],
  ['price that was computed', order({ price: 0.1 + 0.2 }), {}],
  ['price BigInt', order({ price: 10n }), { 'items.0.price': ['must be a decimal.'] }],
  ['price with toJSON', order({ price: { toJSON: () => 1 } }), { 'items.0.price': ['must be a decimal.'] }],
  ['unit_price boxed', order({ unit_price: new Boolean(true) }), { 'items.0.unit_price': ['must be a boolean.'] }],
  ['variants undefined', order({ variants: undefined }), {}],
  ['variants sparse', order({ variants: [,] }), { 'items.0.variants.0': [REQUIRED] }],
  ['variants Set', order({ variants: new Set() }), { 'items.0.variants': ['must be an array.'] }],
  ['categories sparse', order({ categories: ['a', , 'b'] }), { 'items.0.categories.1': [REQUIRED] }],
  ['categories with a Proxy', order({ categories: [new Proxy({}, {})] }), { 'items.0.categories.0': ['must be a string.'] }],
  ['10,000 items', { items: Array.from({ length: 10000 }, () => item()) }, {}],
  ['own __proto__ from JSON', JSON.parse('{"__proto__":{"items":[]},"items":[{"name":"a","quantity":1,"price":1,"currency":"CLP","__proto__":{"x":1}}]}'), {}],
];

export const caseCount = () => cases.length;
export const caseName = (index) => cases[index][0];
export const caseParams = (index) => cases[index][1];
export const caseDetail = (index) => {
  const detail = {};
  for (const [path, rules] of Object.entries(cases[index][2])) {
    detail[path] = rules.map((rule) => `SessionOrderControllerValidator: ${path} ${rule}`);
  }
  return JSON.stringify({ valid: Object.keys(detail).length === 0, detail });
};

/** How often each property was read, by its path. */
const reads = new Map();
function counted(value, path) {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const place = `${path}.${String(key)}`;
      reads.set(place, (reads.get(place) ?? 0) + 1);
      return counted(Reflect.get(target, key, receiver), place);
    },
  });
}
export const countedOrder = () => counted(order({ variants: [{ name: 'a', value: 'b' }], categories: ['c'], zzz: { a: 1 } }), 'params');
export const mostReads = () => Math.max(...reads.values());
export const readPlaces = () => [...reads.keys()].filter((place) => !place.includes('Symbol')).length;

/** Runs `run` with polluted prototypes. Inherited values must not count. */
export function polluted(run) {
  Object.prototype.currency = 'CLP';
  Object.prototype.baseUrl = 'https://evil.example';
  Array.prototype[0] = 'evil';
  try {
    return run();
  } finally {
    delete Object.prototype.currency;
    delete Object.prototype.baseUrl;
    delete Array.prototype[0];
  }
}
export const withoutCurrency = () => ({ items: [{ name: 'a', quantity: 1, price: 1 }, ,] });

/** A fetch that records its requests and answers from a list. */
export function recorder(answers) {
  const sent = [];
  const fetch = async (url, init) => {
    const request = new Request(url, init);
    const body = await request.clone().text();
    sent.push({ method: request.method, url: request.url, redirect: request.redirect, credentials: request.credentials,
      cache: request.cache, referrerPolicy: request.referrerPolicy, headers: Object.fromEntries(request.headers), body });
    const answer = answers.shift();
    if (answer === 'hang') return new Promise(() => {});
    if (answer === 'fail') throw new TypeError('Failed to fetch');
    if (answer === 'reject') return Promise.reject('a text');
    if (answer === 'junk') return 7;
    if (answer === 'broken') return new Response(new ReadableStream({ start: (c) => c.error('cut') }), { status: 201 });
    return new Response(answer[1] || null, { status: answer[0] });
  };
  return { fetch, sent };
}
