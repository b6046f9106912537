/** What the bridge reads from a page: storage, connection, language, the widget's hidden input. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samples } from '../../www/standin/index.mjs';
import { guestOrder, line, setUp, UUID_V4 } from './lib/bridge.mjs';
import { pretendPage } from './lib/page.mjs';

const storage = (entries = {}) => {
  const kept = new Map(Object.entries(entries));
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
};
const order = async (parts) => {
  const result = await parts.guestCheckout.placeOrder(guestOrder());
  return { result, headers: parts.standIn.state.requests[0]?.headers };
};

test("the guest id is saved under the SDK's key and reused", async (t) => {
  const localStorage = storage();
  pretendPage(t, { localStorage });
  const first = await order(await setUp());
  const second = await order(await setUp());
  assert.match(first.headers['x-guest-id'], UUID_V4);
  assert.equal(localStorage.kept.get('oneentry_guest_id'), first.headers['x-guest-id']);
  assert.equal(second.headers['x-guest-id'], first.headers['x-guest-id']);
});

test('a saved id that is not a UUID is not used: its orders would not be stored', async (t) => {
  for (const id of ['guest_1', `guest_${samples.GUEST_ID}`, samples.GUEST_ID.slice(1), '', '5f2c1d7e-8a4b-1c3d-9e6f-0a1b2c3d4e5f']) {
    pretendPage(t, { localStorage: storage({ oneentry_guest_id: id }) });
    assert.match((await order(await setUp())).headers['x-guest-id'], UUID_V4);
  }
});

test('a given id does not overwrite the saved one', async (t) => {
  const localStorage = storage();
  pretendPage(t, { localStorage });
  const { headers } = await order(await setUp({ guest: { guestId: samples.GUEST_ID } }));
  assert.deepEqual([headers['x-guest-id'], localStorage.kept.has('oneentry_guest_id')], [samples.GUEST_ID, false]);
});

test('device metadata stays as first sent, even after the language has changed', async (t) => {
  const localStorage = storage();
  pretendPage(t, { localStorage });
  const first = await order(await setUp());
  pretendPage(t, { localStorage, navigator: { language: 'pt-BR', userAgent: 'another', platform: 'another' } });
  const second = await order(await setUp());
  assert.match(first.headers['x-device-metadata'], /"os":"Linux_x86_64"/);
  assert.equal(second.headers['x-device-metadata'], first.headers['x-device-metadata']);
  assert.equal(localStorage.kept.get('order_bridge_device'), first.headers['x-device-metadata']);
});

test('saved device metadata that no header can hold is created anew', async (t) => {
  for (const kept of ['ñ', 'a\nb', '', 'x'.repeat(5000)]) {
    pretendPage(t, { localStorage: storage({ order_bridge_device: kept }) });
    const { result, headers } = await order(await setUp());
    assert.equal(result.outcome, 'accepted');
    assert.ok(JSON.parse(headers['x-device-metadata']).fingerprint);
  }
});

test('a browser with non-ASCII letters in its name can order', async (t) => {
  pretendPage(t, { localStorage: storage(), navigator: { userAgent: 'Bräuser 😀', platform: 'ñandú', language: 'es' } });
  const { result, headers } = await order(await setUp());
  assert.equal(result.outcome, 'accepted');
  assert.deepStrictEqual(JSON.parse(headers['x-device-metadata']).deviceInfo, { os: 'ñandú', browser: 'Bräuser_😀', location: 'es' });
});

test('an order is placed although the storage is blocked or full', async (t) => {
  const no = () => { throw new DOMException('no', 'SecurityError'); };
  for (const localStorage of [undefined, null, { getItem: no, setItem: no, removeItem: no }, { getItem: () => null, setItem: no, removeItem: no }, { getItem: () => 7, setItem() {}, removeItem() {} }]) {
    pretendPage(t, { localStorage });
    const parts = await setUp();
    const { result } = await order(parts);
    assert.deepEqual([result.outcome, result.problem], ['accepted', undefined]);
    assert.equal(new Set(parts.standIn.state.requests.map(({ headers }) => headers['x-guest-id'])).size, 1);
  }
});

test('offline: no order is sent', async (t) => {
  pretendPage(t, { navigator: { onLine: false } });
  const asked = [];
  const { standIn, guestCheckout } = await setUp({ fetch: async (url, { method }) => { asked.push(method); throw new TypeError('Failed to fetch'); } });
  for (const call of ['placeOrder', 'createOrder']) {
    const result = await guestCheckout[call](guestOrder());
    assert.deepEqual([result.outcome, result.problem.code, result.problem.retryable, result.detail], ['notSent', 'OFFLINE', true, {}]);
  }
  // A browser may be wrong about being offline, so a request without side effects checks it.
  assert.deepEqual([asked, standIn.state.requests.length], [['GET', 'GET'], 0]);
});

test('a browser that is wrong about being offline, as behind a VPN: orders and reports are sent', async (t) => {
  pretendPage(t, { navigator: { onLine: false } });
  const { standIn, guestCheckout, ocularOrderTrack } = await setUp();
  assert.equal((await guestCheckout.placeOrder(guestOrder())).outcome, 'accepted');
  assert.equal((await ocularOrderTrack.setBuyOrder({ external_id: 'A', items: [line()] })).statusCode, 0);
  assert.deepEqual([standIn.state.orders.length, standIn.state.reports.length], [1, 1]);
});

test("the widget's hidden input is read at each call, and the first usable one counts", async (t) => {
  const inputs = [];
  const asked = [];
  pretendPage(t, { document: { querySelectorAll: (selector) => { asked.push(selector); return inputs; } } });
  const { standIn, ocularOrderTrack } = await setUp({ ocular: { sessionId: undefined } });
  const report = () => ocularOrderTrack.setBuyOrder({ items: [line()] });
  assert.equal((await report()).code, 'NO_OCULAR_SESSION');
  inputs.push({ value: '' }, { value: '15/36' }, { value: '1536' }, { value: '1537' });
  assert.equal((await report()).statusCode, 0);
  inputs.splice(0, 3);
  assert.equal((await report()).statusCode, 0);
  assert.deepEqual(standIn.state.reports.map(({ session }) => session), ['1536', '1537']);
  for (const selector of asked) assert.match(selector, /input\[name="?ocular_session_id"?\]/);
});

test("the page's language takes precedence over the browser's", async (t) => {
  const message = async (globals) => {
    pretendPage(t, globals);
    const { guestCheckout } = await setUp({ language: undefined });
    return (await guestCheckout.placeOrder({})).problem.message;
  };
  const page = (lang) => ({ documentElement: { lang } });
  const spanish = await message({ document: page('es-CL'), navigator: { language: 'pt-BR' } });
  const portuguese = await message({ document: page(''), navigator: { language: 'pt-BR' } });
  const english = await message({ document: page('de'), navigator: { language: 'fr' } });
  assert.deepEqual([/ningún pedido/.test(spanish), /Nenhum pedido/.test(portuguese), /No order/.test(english)], [true, true, true]);
});
