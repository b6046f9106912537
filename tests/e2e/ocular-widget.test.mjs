/** Transport "widget": whatever the vendor's object does, the page gets an answer in the vendor's format. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { closeAll, openPage } from './lib/ocular-page.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => {
  await browser?.close();
  await closeAll();
});

const SUCCESS = { statusCode: 0, message: 'Success' };
const FAILED = { statusCode: 1, message: 'Error 0 - The widget failed', code: 'BAD_RESPONSE' };
const MISSING = { statusCode: 1, message: 'Error 0 - No ocularOrderTrack on this page', code: 'NO_WIDGET' };
const WIDGET = { options: { timeoutMs: 2000, ocular: { transport: 'widget' } } };

/** The expected answer for each behaviour of ocular-vendors.js. */
const ANSWERS = {
  value: SUCCESS,
  promise: SUCCESS,
  slow: SUCCESS,
  thenable: SUCCESS,
  frozen: SUCCESS,
  needsThis: SUCCESS,
  changesParams: SUCCESS,
  nothing: SUCCESS,
  nothingLater: SUCCESS,
  text: SUCCESS,
  unknownCode: { statusCode: 1, message: 'Error 200 - Odd', code: 'BAD_RESPONSE' },
  textCode: SUCCESS,
  failure: { statusCode: 1, message: 'Error 500 - Internal server error' },
  invalid: {
    statusCode: 2, message: 'Field validation error',
    detail: { field_one: ['SessionOrderControllerValidator: field_one is required.'], field_two: ['alone'] },
  },
  getters: FAILED,
  throwing: FAILED,
  throwingNull: FAILED,
  rejecting: FAILED,
  rejectingNothing: FAILED,
  throwingThen: FAILED,
  throwingGetter: FAILED,
  failsOnce: FAILED,
  methodsNoFunctions: FAILED,
  noMethods: FAILED,
  silent: { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' },
};

test('each behaviour gets the expected answer, with the object on the page and as an option', async () => {
  const page = await openPage(browser.driver, { settings: { load: false } });
  const names = await page.inPage('return [...ocularVendors.answers, ...ocularVendors.objects];');
  assert.deepEqual(names.sort(), Object.keys(ANSWERS).sort());
  const found = await page.inPage(`
    return Promise.all(arguments[0].flatMap((name) => ['page', 'option'].map(async (place) => {
      const vendor = ocularVendors.make(name);
      const target = place === 'page' ? { ocularOrderTrack: vendor } : {};
      const options = { transport: 'widget', ...(place === 'option' && { widget: vendor }) };
      const bridge = await newBridge({ timeoutMs: 400, ocular: options });
      bridge.install(target);
      const given = { items: [{ name: 'a', quantity: 1, price: '39000.00', currency: 'CLP', unknown: 1 }] };
      const before = JSON.stringify(given);
      const answer = await target.ocularOrderTrack.setBuyOrder(given);
      const whole = JSON.stringify(given) === before;
      bridge.dispose();
      return [name, place, answer, vendor.calls.length, vendor.calls[0], whole];
    })));`, names);
  const body = JSON.stringify(['setBuyOrder', {
    items: [{ name: 'a', quantity: 1, price: 39000, unit_price: false, currency: 'CLP', include_tax: true, discount_type: 'amount', discount: 0, variants: [], categories: [] }],
  }]);
  const uncallable = ['throwingGetter', 'methodsNoFunctions', 'noMethods'];
  for (const [name, place, answer, calls, handed, whole] of found) {
    const label = `${name} (${place})`;
    assert.deepEqual(answer, ANSWERS[name], label);
    assert.equal(whole, true, `${label}: the page's own object was changed`);
    assert.equal(calls, uncallable.includes(name) ? 0 : 1, `${label}: without external_id it is called once`);
    if (calls) assert.equal(handed, body, label);
  }
  assert.deepEqual(page.reports(), [], 'a report was sent to the service');
  await page.close();
});

test('both functions, in order; an array is sent one by one until one is not accepted', async () => {
  const page = await openPage(browser.driver, { settings: { ...WIDGET, vendor: 'promise' } });
  const answers = await page.inPage(`
    const { setBuyOrder, setBuyOrderState } = window.ocularOrderTrack;
    return [await setBuyOrder([order('A'), order('B')]), await setBuyOrderState({ external_id: 'A', payment_status: 0 }), await setBuyOrder({ items: [] })];`);
  assert.deepEqual(answers.map(({ statusCode }) => statusCode), [0, 0, 2]);
  const calls = (await page.inPage('return vendor.calls;')).map((text) => JSON.parse(text));
  assert.deepEqual(calls.map(([name, params]) => [name, params.external_id]), [['setBuyOrder', 'A'], ['setBuyOrder', 'B'], ['setBuyOrderState', 'A']]);
  await page.close();

  const refusing = await openPage(browser.driver, { settings: { ...WIDGET, vendor: 'invalid' } });
  const answer = await refusing.inPage(`return window.ocularOrderTrack.setBuyOrder([order('A'), order('B')]);`);
  assert.equal(answer.statusCode, 2);
  assert.equal((await refusing.inPage('return vendor.calls;')).length, 1);
  await refusing.close();
});

for (const [name, settings, page] of [
  ['there before the bridge', { vendor: 'value' }],
  ['300 ms late', { vendor: 'value', late: 300 }],
  ['300 ms late, calls before the bridge', { vendor: 'value', late: 300, early: [['0', 'setBuyOrder', { items: [{ name: 'a', quantity: 1, price: 1, currency: 'USD' }] }]] }, 'ocular-stub.html'],
]) {
  test(`the vendor's object is ${name}`, async () => {
    const opened = await openPage(browser.driver, { settings: { ...WIDGET, ...settings }, page });
    const [answer, isOurs] = await opened.inPage(`
      const answer = await window.ocularOrderTrack.setBuyOrder(order());
      return [answer, window.ocularOrderTrack !== window.vendor];`);
    assert.deepEqual([answer, isOurs], [SUCCESS, true]);
    for (const early of await opened.answers()) assert.deepEqual(early.answer, SUCCESS);
    assert.equal((await opened.inPage('return vendor.calls;')).length, 1 + (settings.early?.length ?? 0));
    assert.equal(await opened.inPage('bridge.dispose(); return window.ocularOrderTrack === window.vendor;'), true, 'the vendor\'s object was not restored');
    await opened.close();
  });
}

test('missing: the call waits up to the timeout, then the answer says so; polling stops afterwards', async () => {
  const page = await openPage(browser.driver, { settings: { options: { timeoutMs: 300, ocular: { transport: 'widget' } } } });
  const [answer, ms] = await page.inPage(`
    const started = performance.now();
    return [await window.ocularOrderTrack.setBuyOrder(order()), performance.now() - started];`);
  assert.deepEqual(answer, MISSING);
  assert.ok(ms >= 290 && ms < 10_000, `${ms} ms`);
  assert.deepEqual(await page.inPage('return open_things().timers;'), []);
  await page.close();
});

test('a vendor that fails once is called again if the order has an external_id', async () => {
  const page = await openPage(browser.driver, { settings: { ...WIDGET, vendor: 'failsOnce' } });
  assert.deepEqual(await page.inPage(`return window.ocularOrderTrack.setBuyOrder(order('A'));`), SUCCESS);
  assert.equal((await page.inPage('return vendor.calls;')).length, 2);
  await page.close();
});

test('a report without a vendor is delivered once, to the vendor of the next page load', async () => {
  const page = await openPage(browser.driver, { settings: { options: { timeoutMs: 300, ocular: { transport: 'widget' } } } });
  assert.deepEqual(await page.inPage(`return window.ocularOrderTrack.setBuyOrder(order('A'));`), MISSING);
  await page.load({ vendor: 'value' });
  await eventually(() => page.inPage('return tracked.length > 0;'), 'nothing was delivered');
  assert.deepEqual(await page.inPage('await new Promise((done) => setTimeout(done, 500)); return vendor.calls.map((text) => JSON.parse(text)[1].external_id);'), ['A']);
  assert.deepEqual(await page.inPage('return tracked;'), [['A', 0]]);
  await page.load({ vendor: 'value' });
  await page.inPage('await new Promise((done) => setTimeout(done, 500));');
  assert.deepEqual(await page.inPage('return vendor.calls;'), []);
  await page.close();
});

test('third-party code may copy, detach, wrap and overwrite our functions', async () => {
  const page = await openPage(browser.driver, { settings: { ...WIDGET, vendor: 'value' } });
  const answers = await page.inPage(`
    const { setBuyOrder } = window.ocularOrderTrack;
    const copy = Object.assign({}, window.ocularOrderTrack);
    const answers = [await setBuyOrder(order()), await copy.setBuyOrder(order()), await setBuyOrder.apply(null, [order()])];
    const log = [];
    window.ocularOrderTrack.setBuyOrder = (params) => { log.push('seen'); return setBuyOrder(params); };
    answers.push(await window.ocularOrderTrack.setBuyOrder(order()));
    window.ocularOrderTrack = { ...copy, setBuyOrder: (params) => { log.push('wrapper'); return copy.setBuyOrder(params); } };
    answers.push(await copy.setBuyOrder(order()), log.join());
    return answers;`);
  assert.deepEqual(answers, [SUCCESS, SUCCESS, SUCCESS, SUCCESS, SUCCESS, 'seen,wrapper']);
  assert.equal((await page.inPage('return vendor.calls;')).length, 5);
  await page.close();
});
