/** The option `fetch`: whatever it does, a call ends in an honest result. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, DEFAULT_TOKEN } from '../../www/standin/index.mjs';
import { guestOrder, line, PROJECT, setUp } from './lib/bridge.mjs';

/** A call that never ends fails only its own test. */
function settled(promise) {
  let timer;
  const limit = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('the call never ended')), 1500); });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** A response object that the caller builds. */
const response = (changes) => ({ status: 201, headers: new Headers(), text: async () => '{"id":90}', ...changes });

const JUNK = {
  'throws': () => { throw new Error('no'); },
  'throws undefined': () => { throw undefined; },
  'rejects with an error': async () => { throw new TypeError('Failed to fetch'); },
  'rejects with a string': () => Promise.reject('no'),
  'rejects with undefined': () => Promise.reject(),
  'rejects with a symbol': () => Promise.reject(Symbol('no')),
  'returns undefined': () => undefined,
  'returns a number': () => 201,
  'resolves to null': async () => null,
  'resolves to a string': async () => '{"id":90}',
  'resolves to the body itself': async () => ({ id: 90 }),
  'resolves without a status': async () => response({ status: undefined }),
  'resolves with a status that is a string': async () => response({ status: '201' }),
  'resolves with a status that is not a number': async () => response({ status: NaN }),
  'resolves without text()': async () => response({ text: undefined }),
  'resolves with a text() that throws': async () => response({ text() { throw new Error('no'); } }),
  'resolves with a text() that rejects': async () => response({ text: () => Promise.reject('no') }),
  'resolves with a text() that returns an object': async () => response({ text: async () => ({ id: 90 }) }),
  'resolves with a text() that returns nothing': async () => response({ text: () => undefined }),
  'resolves with a status that throws': async () => ({ get status() { throw new Error('no'); } }),
  'resolves to a Proxy that throws': async () => new Proxy({}, { get(_, key) { if (key === 'then') return undefined; throw new Error('no'); } }),
  'returns a thenable that throws': () => ({ then() { throw new Error('no'); } }),
  'resolves to an opaque response': async () => Response.error(),
  'resolves with a body that was already read': async () => { const read = new Response('{"id":90}', { status: 201 }); await read.text(); return read; },
};

for (const [name, fetch] of Object.entries(JUNK)) {
  test(`a fetch that ${name}: the order's outcome is unknown`, async () => {
    const { guestCheckout, ocularOrderTrack } = await setUp({ fetch, timeoutMs: 300 });
    const result = await settled(guestCheckout.placeOrder(guestOrder()));
    assert.equal(result.outcome, 'unknown');
    assert.ok(['NETWORK', 'BAD_RESPONSE', 'TIMEOUT'].includes(result.problem.code), result.problem.code);
    const answer = await settled(ocularOrderTrack.setBuyOrder({ items: [line()] }));
    assert.deepEqual([answer.statusCode, typeof answer.code], [1, 'string']);
    const again = await settled(guestCheckout.createOrder(guestOrder()));
    assert.equal(again.outcome, 'unknown', 'the bridge still works');
  });
}

const USABLE = {
  'a plain object': response(),
  'without headers': response({ headers: undefined }),
  'with headers that throw': response({ headers: { get() { throw new Error('no'); } } }),
  'with a text() that returns synchronously': response({ text: () => '{"id":90}' }),
};

for (const [name, answer] of Object.entries(USABLE)) {
  test(`a response that the caller builds, ${name}: it is read by its shape`, async () => {
    const { guestCheckout } = await setUp({ fetch: async () => answer, timeoutMs: 300 });
    const result = await settled(guestCheckout.createOrder(guestOrder()));
    assert.deepEqual([result.outcome, result.order?.id], ['accepted', 90]);
  });
}

test('fetch gets the URL as a string, an init of plain data, and no this', async () => {
  const seen = [];
  const { guestCheckout } = await setUp({ fetch: function own(...args) { seen.push([this, args]); return Promise.resolve(response()); } });
  await guestCheckout.createOrder(guestOrder());
  const [[self, args]] = seen;
  assert.deepEqual([self, args.length, typeof args[0]], [undefined, 2, 'string']);
  const [url, { method, headers, body, signal, ...rest }] = args;
  assert.equal(url, `${PROJECT}/api/content/orders-storage/marker/guest_orders/orders`);
  assert.deepEqual([method, typeof body, signal instanceof AbortSignal], ['POST', 'string', true]);
  assert.deepEqual([Object.getPrototypeOf(headers), headers['content-type'], headers['x-app-token']], [Object.prototype, 'application/json', DEFAULT_TOKEN]);
  assert.deepEqual({ ...rest }, { cache: 'default', credentials: 'omit', redirect: 'error', referrerPolicy: 'strict-origin' });
});

/** What scripts on real pages do with a fetch call before they pass it on. */
const WRAPPERS = {
  'reads the URL as a string': (next) => (url, init) => (url.startsWith('https://') ? next(url, init) : next(url)),
  'adds a header to those given': (next) => (url, init) => next(url, { ...init, headers: { ...init.headers, 'X-CSRF-Token': 'abc' } }),
  'makes a Request of both, and passes both on': (next) => (...args) => {
    void new Request(args[0], args[1]);
    return next(...args);
  },
  'makes a Request of both, and passes the Request on': (next) => (url, init) => next(new Request(url, init)),
  'takes headers from a Request and the body from the init': (next) => (url, init) => {
    const { headers, method } = new Request(url, init);
    return next(url, { ...init, method, headers: Object.fromEntries(headers), body: init.body });
  },
  'copies the headers into Headers': (next) => (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('traceparent', '00-1-2-01');
    return next(url, Object.assign({}, init, { headers }));
  },
  'reads the body as a string': (next) => (url, init) => (init.body === undefined || typeof init.body === 'string' ? next(url, init) : Promise.reject(new TypeError('no text'))),
};

for (const [what, wrap] of Object.entries(WRAPPERS)) {
  test(`a script around fetch ${what}: the order is placed and reported`, async () => {
    const standIn = createStandIn();
    const { guestCheckout } = await setUp({ fetch: wrap(standIn.fetch), oneEntry: { token: standIn.token } });
    const placed = await guestCheckout.placeOrder(guestOrder(), { track: { items: [line()] } });
    assert.deepEqual([placed.outcome, placed.tracking.statusCode], ['accepted', 0]);
    assert.deepEqual([standIn.state.orders.length, standIn.state.reports.length], [1, 1]);
  });
}

test('a body of up to 64 KiB is sent as a string, a longer one as bytes', async () => {
  const bodies = [];
  const { ocularOrderTrack } = await setUp({ fetch: async (url, { body }) => (bodies.push(body), new Response('{"statusCode":0,"message":"Success"}')) });
  for (const count of [1, 1000]) await ocularOrderTrack.setBuyOrder({ items: Array.from({ length: count }, () => line()) });
  assert.deepEqual(bodies.map((body) => typeof body === 'string' ? 'text' : body.constructor.name), ['text', 'Uint8Array']);
  assert.equal(JSON.parse(new TextDecoder().decode(bodies[1])).items.length, 1000);
});

test('a fetch that answers synchronously, without a promise', async () => {
  const { guestCheckout } = await setUp({ fetch: () => response() });
  assert.equal((await settled(guestCheckout.createOrder(guestOrder()))).order.id, 90);
});

test('without the option, the current global fetch is used', async (t) => {
  const standIn = createStandIn();
  const { guestCheckout } = await setUp({ fetch: undefined, oneEntry: { token: standIn.token } });
  t.mock.method(globalThis, 'fetch', standIn.fetch);
  assert.equal((await guestCheckout.createOrder(guestOrder())).outcome, 'accepted');
  assert.equal(globalThis.fetch.mock.callCount(), 1);
});

test('a platform that refuses request options, as workerd does: the order is placed, and no redirect is followed', async (t) => {
  const Real = globalThis.Request;
  t.after(() => { globalThis.Request = Real; });
  globalThis.Request = class extends Real {
    constructor(input, init) {
      for (const [name, value] of [['redirect', 'error'], ['cache', 'no-store'], ['credentials', 'omit']]) if (init?.[name] === value) throw new TypeError(`Invalid ${name}`);
      super(input, init);
    }
  };
  // A separate copy of the package, because it detects only once which options a platform supports.
  const { loadOrderBridge } = await import('../../pkg/inline.mjs?refusing');
  const standIn = createStandIn();
  const seen = [];
  const fetch = (url, init) => {
    seen.push(init);
    return standIn.fetch(url, init);
  };
  const bridge = await loadOrderBridge({ oneEntry: { url: PROJECT, token: DEFAULT_TOKEN }, fetch });
  t.after(() => bridge.dispose());
  const placed = await bridge.guestCheckout.placeOrder(guestOrder(), { session: false });
  assert.equal(placed.outcome, 'accepted');
  for (const init of seen) assert.deepEqual([init.redirect, 'cache' in init, 'credentials' in init], ['manual', false, false]);
  standIn.faults.add({ route: 'createOrder', fault: 'redirect', to: 'https://elsewhere.example/' });
  const redirected = await bridge.guestCheckout.placeOrder(guestOrder({ products: [{ productId: 10, quantity: 2 }] }), { session: false });
  assert.deepEqual([redirected.outcome, redirected.problem.code], ['unknown', 'BAD_RESPONSE']);
  assert.equal(standIn.state.orders.length, 1);
});

test('without any fetch nothing is sent, and the problem names the cause', async (t) => {
  const real = globalThis.fetch;
  t.after(() => { globalThis.fetch = real; });
  globalThis.fetch = undefined;
  const { loadOrderBridge } = await import('../../pkg/inline.mjs?without-fetch');
  const bridge = await loadOrderBridge({ oneEntry: { url: PROJECT, token: DEFAULT_TOKEN }, ocular: { sessionId: 1 } });
  t.after(() => bridge.dispose());
  const placed = await bridge.guestCheckout.placeOrder(guestOrder(), { session: false });
  assert.deepEqual([placed.outcome, placed.problem.code], ['notSent', 'CONFIG']);
  assert.deepEqual(await bridge.ocularOrderTrack.setBuyOrder({ items: [line()] }), { statusCode: 1, message: 'Error 0 - No fetch on this page', code: 'CONFIG' });
});
