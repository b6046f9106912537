/** Misuse by the programmer: an OrderBridgeError that names the option, as a rejection and never as a synchronous throw. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOrderBridgeError, loadOrderBridge, OrderBridgeError } from '../../pkg/node.mjs';
import { guestOrder, line, setUp } from './lib/bridge.mjs';

const project = { url: 'https://project.example', token: 'token' };
const oneEntry = (changes) => ({ oneEntry: { ...project, ...changes } });
const guest = (value) => oneEntry({ guest: value });
const authData = [{ marker: 'm', value: 'v' }];

/** options, name that the message must contain */
const WRONG = [
  [null, 'options'],
  [7, 'options'],
  ['https://project.example', 'options'],
  [() => {}, 'options'],
  [{ oneEntry: 7 }, 'oneEntry'],
  [{ oneEntry: {} }, 'oneEntry.url'],
  [oneEntry({ url: 'project.example' }), 'oneEntry.url'],
  [oneEntry({ url: 'http://project.example' }), 'oneEntry.url'],
  [oneEntry({ url: 'http://10.0.0.1' }), 'oneEntry.url'],
  [oneEntry({ url: 'http://127.0.0.1.evil.example' }), 'oneEntry.url'],
  [oneEntry({ url: 'ftp://project.example' }), 'oneEntry.url'],
  [oneEntry({ url: 'javascript:alert(1)' }), 'oneEntry.url'],
  [oneEntry({ url: 'https://name:password@project.example' }), 'oneEntry.url'],
  [oneEntry({ url: 'https://project.example?x' }), 'oneEntry.url'],
  [oneEntry({ url: 'https://project.example#x' }), 'oneEntry.url'],
  [oneEntry({ url: 7 }), 'oneEntry.url'],
  [oneEntry({ token: undefined }), 'oneEntry.token'],
  [oneEntry({ token: '' }), 'oneEntry.token'],
  [oneEntry({ token: 7 }), 'oneEntry.token'],
  [oneEntry({ token: 'a\r\nb: c' }), 'oneEntry.token'],
  [oneEntry({ token: 'ñ' }), 'oneEntry.token'],
  [oneEntry({ langCode: '' }), 'oneEntry.langCode'],
  [oneEntry({ langCode: 7 }), 'oneEntry.langCode'],
  [guest('guest'), 'oneEntry.guest'],
  [guest({ guestId: 'guest_1' }), 'guestId'],
  [guest({ guestId: '5f2c1d7e-8a4b-1c3d-9e6f-0a1b2c3d4e5f' }), 'guestId'],
  [guest({ authData: [] }), 'authData'],
  [guest({ authData: {} }), 'authData'],
  [guest({ authData: [{ marker: 'm' }] }), 'authData'],
  [guest({ authData: [{ marker: 'm', value: '' }] }), 'authData'],
  [guest({ authData: [{ marker: 'm', value: 7 }] }), 'authData'],
  [guest({ authData, provider: 7 }), 'provider'],
  [guest({ authData, provider: ' ' }), 'provider'],
  [{ ocular: 7 }, 'ocular'],
  [{ ocular: [] }, 'ocular'],
  [{ ocular: { baseUrl: 'http://ocular.example' } }, 'ocular.baseUrl'],
  [{ ocular: { baseUrl: 7 } }, 'ocular.baseUrl'],
  [{ ocular: { sessionId: true } }, 'ocular.sessionId'],
  [{ ocular: { sessionId: {} } }, 'ocular.sessionId'],
  [{ ocular: { headers: 'x: y' } }, 'ocular.headers'],
  [{ ocular: { headers: { 'a b': 'c' } } }, 'ocular.headers'],
  [{ ocular: { headers: { a: 7 } } }, 'ocular.headers'],
  [{ ocular: { headers: { a: 'b\r\nc: d' } } }, 'ocular.headers'],
  [{ ocular: { headers: { a: '😀' } } }, 'ocular.headers'],
  ...['Content-Type', 'cookie', 'HOST'].map((name) => [{ ocular: { headers: { [name]: 'x' } } }, name]),
  [{ ocular: { stateRequest: 'PUT /order' } }, 'stateRequest'],
  [{ ocular: { stateRequest: { method: 'GET', path: '/x' } } }, 'stateRequest'],
  [{ ocular: { stateRequest: { method: 7, path: '/x' } } }, 'stateRequest'],
  [{ ocular: { stateRequest: { method: 'PUT', path: 7 } } }, 'stateRequest'],
  [{ ocular: { stateRequest: { method: 'PUT', path: 'order' } } }, 'stateRequest'],
  [{ ocular: { stateRequest: { method: 'PUT', path: '//evil.example' } } }, 'stateRequest'],
  [{ ocular: { transport: 'pigeon' } }, 'transport'],
  ...[0, -1, 1.5, NaN, Infinity, '5000', {}, 600_001].map((timeoutMs) => [{ timeoutMs }, 'timeoutMs']),
  [{ language: 7 }, 'language'],
  [{ fetch: 'fetch' }, 'fetch'],
  [{ fetch: {} }, 'fetch'],
  [{ paymentHosts: 'pay.example' }, 'paymentHosts'],
  [{ paymentHosts: [] }, 'paymentHosts'],
  [{ paymentHosts: [7] }, 'paymentHosts'],
  ...['', '*', 'https://pay.example', 'pay.example:443', 'pay.example/', 'bücher.example'].map((host) => [{ paymentHosts: ['pay.example', host] }, 'paymentHosts']),
  [{ onWarning: 'warn' }, 'onWarning'],
];

for (const [options, named] of WRONG) {
  test(`loadOrderBridge(${print(options)}) names ${named}`, async () => {
    let promise;
    assert.doesNotThrow(() => { promise = loadOrderBridge(options); });
    const error = await promise.then(() => assert.fail('it loaded'), (caught) => caught);
    assert.ok(error instanceof OrderBridgeError && isOrderBridgeError(error), String(error));
    assert.deepEqual([error.name, error.code], ['OrderBridgeError', 'CONFIG']);
    assert.ok(error.message.includes(named), error.message);
  });
}

function print(options) {
  return JSON.stringify(options, (_, value) => (['number', 'function'].includes(typeof value) ? String(value) : value));
}

test('valid options, including their limits', async () => {
  for (const options of [
    undefined, {}, { ocular: null, oneEntry: null, timeoutMs: null, language: null, fetch: null, paymentHosts: null, onWarning: null },
    { timeoutMs: 1 }, { timeoutMs: 600_000 }, { language: 'xx' }, { paymentHosts: ['pay.example', '*.example.com'] },
    oneEntry({ url: 'https://project.example/' }), oneEntry({ url: 'https://project.example/sub///' }),
    ...['http://localhost:8081', 'http://127.0.0.1', 'http://[::1]:1'].map((url) => oneEntry({ url })),
    guest(null), guest({}), guest({ authData, provider: null }), { ocular: { transport: 'fetch' } },
    { ocular: { headers: { 'x-key': 'Grüße' }, sessionId: 0 } },
  ]) {
    (await loadOrderBridge(options)).dispose();
  }
});

test('trailing slashes of the URL do not matter', async () => {
  for (const url of ['https://project.example/sub', 'https://project.example/sub//']) {
    const asked = [];
    const { guestCheckout } = await loadOrderBridge({ ...oneEntry({ url }), fetch: async (url) => { asked.push(url); return new Response('{"id":1}', { status: 201 }); } });
    await guestCheckout.createOrder(guestOrder({ storage: 'guest/orders ñ' }));
    assert.deepEqual(asked, ['https://project.example/sub/api/content/orders-storage/marker/guest%2Forders%20%C3%B1/orders']);
  }
});

test('properties of Object.prototype are not taken as options', async () => {
  Object.prototype.timeoutMs = 'wrong';
  Object.prototype.token = 'wrong token';
  try {
    (await loadOrderBridge({ oneEntry: { ...project } })).dispose();
    await assert.rejects(loadOrderBridge({ oneEntry: { url: project.url } }), { code: 'CONFIG', message: /oneEntry\.token/ });
  } finally {
    delete Object.prototype.timeoutMs;
    delete Object.prototype.token;
  }
});

/** call, name that the message must contain */
const WRONG_CALLS = [
  [(checkout) => checkout.placeOrder(guestOrder(), 7), 'options'],
  [(checkout) => checkout.placeOrder(guestOrder(), 'now'), 'options'],
  [(checkout) => checkout.placeOrder(guestOrder(), { session: true }), 'session'],
  [(checkout) => checkout.placeOrder(guestOrder(), { session: { type: 'later' } }), 'type'],
  [(checkout) => checkout.placeOrder(guestOrder(), { session: { automaticTaxEnabled: 'yes' } }), 'automaticTaxEnabled'],
  [(checkout) => checkout.placeOrder(guestOrder(), { sessionStatus: ' ' }), 'sessionStatus'],
  [(checkout) => checkout.placeOrder(guestOrder(), { sessionStatus: 7 }), 'sessionStatus'],
  [(checkout) => checkout.placeOrder(guestOrder(), { track: [line()] }), 'track'],
  [(checkout) => checkout.placeOrder(guestOrder(), { onStep: 'log' }), 'onStep'],
  [(checkout) => checkout.placeOrder(guestOrder(), { signal: 'stop' }), 'signal'],
  ...['90', 0, -1, 1.5, NaN, null, undefined, {}].flatMap((id) => [
    [(checkout) => checkout.createSession(id), 'orderId'],
    [(checkout) => checkout.getSessionByOrderId(id), 'orderId'],
    [(checkout) => checkout.updateSessionById(id, { status: 'a' }), 'id'],
  ]),
  [(checkout) => checkout.createSession(90, 'later'), 'type'],
  [(checkout) => checkout.createSession(90, 'session', 1), 'automaticTaxEnabled'],
  [(checkout) => checkout.updateSessionById(47), 'status'],
  [(checkout) => checkout.updateSessionById(47, { status: '' }), 'status'],
  [(checkout) => checkout.updateSessionById(47, { status: 'a', paymentUrl: 7 }), 'paymentUrl'],
];

test('wrong arguments reject, name the argument, and send nothing', async () => {
  const { standIn, guestCheckout } = await setUp();
  for (const [call, named] of WRONG_CALLS) {
    let promise;
    assert.doesNotThrow(() => { promise = call(guestCheckout); }, String(call));
    await assert.rejects(promise, (error) => error instanceof OrderBridgeError && error.code === 'CONFIG' && error.message.includes(named), String(call));
  }
  assert.equal(standIn.state.requests.length, 0);
});

test('without the option oneEntry, every call of guestCheckout names it', async () => {
  const { guestCheckout } = await loadOrderBridge();
  const calls = {
    prepare: [], placeOrder: [guestOrder()], createOrder: [guestOrder()], auth: [], createSession: [90],
    updateSessionById: [47, { status: 'a' }], getSessionByOrderId: [90],
  };
  for (const [name, args] of Object.entries(calls)) {
    await assert.rejects(guestCheckout[name](...args), { name: 'OrderBridgeError', code: 'CONFIG', message: /oneEntry/ }, name);
  }
});

for (const [name, options] of Object.entries({
  timeoutMs: { get timeoutMs() { throw new Error('no'); } },
  ocular: { get ocular() { throw new Error('no'); } },
  'ocular.headers': { ocular: { get headers() { throw new Error('no'); } } },
  'oneEntry.url': { oneEntry: { get url() { throw new Error('no'); }, token: 'token' } },
})) {
  test(`${name} whose getter throws is a wrong option`, async () => {
    await assert.rejects(loadOrderBridge(options), { name: 'OrderBridgeError', code: 'CONFIG' });
  });
}

test('the requested transport is used or refused, and never replaced by another one', async () => {
  const handed = [];
  const widget = { setBuyOrder(params) { handed.push(params); return { statusCode: 0, message: 'Success' }; }, setBuyOrderState() {} };
  const loaded = await setUp({ ocular: { transport: 'widget', widget } }).catch((error) => error);
  if (isOrderBridgeError(loaded)) return assert.match(loaded.message, /transport/);
  await loaded.ocularOrderTrack.setBuyOrder({ items: [line()] });
  return assert.deepEqual([handed.length, loaded.standIn.state.requests.length], [1, 0]);
});
