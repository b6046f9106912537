/**
 * The unmodified OneEntry SDK and order-bridge run the same checkout, each against its own stand-in behind
 * loopback HTTP. The requests that arrived are compared: method, path, query, headers, JSON body.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { defineOneEntry } from 'oneentry';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { SHARED_GUEST } from '../../www/standin/index.mjs';
import { guestOrder, sharedGuest } from './lib/bridge.mjs';
import { deepFreeze } from './lib/freeze.mjs';
import { pretendPage } from './lib/page.mjs';
import { SEEDED_AT, servedStandIn } from './lib/served.mjs';
import { differences, wire } from './lib/wire.mjs';

/** Every accepted difference. A row that no longer occurs fails its scenario. */
const JUSTIFIED = [
  {
    scenario: 'status written on the session',
    difference: 'PUT /api/content/payments/sessions/47: only ours',
    why: 'the documented scenario calls updateSessionById, which no SDK up to 1.0.149 has',
  },
  {
    scenario: 'renewed sign-in, in a page',
    prepared: true,
    difference: 'HEAD /api/content/payments/sessions: only ours',
    why: 'prepare() lets the browser send the CORS preflight early; the SDK prepares nothing',
  },
  ...['POST /api/content/orders-storage/marker/guest_orders/orders', 'POST /api/content/payments/sessions', 'GET /api/content/payments/sessions/order/90'].map((request) => ({
    scenario: 'anonymous guest',
    difference: `${request}: headers.x-guest-id`,
    why: 'the anonymous guest needs its id; SDK 1.0.149 has no guests, SDKs from 1.0.155 on send it',
  })),
];

const SCENARIOS = {
  'flat form data, cash': {},
  'one field, as an object': { order: { formData: { marker: 'guest_name', type: 'string', value: 'Christina Thomas' } }, refused: true },
  'stripe': { order: { paymentAccountIdentifier: 'stripe' } },
  'coupon, discounts, bonus': { order: { couponCode: 'SPRING', additionalDiscountsMarkers: ['loyalty'], bonusAmount: 12.5 } },
  'several products': { order: { products: [{ productId: 1, quantity: 3 }, { productId: 146, quantity: 2 }, { productId: 20, quantity: 1 }] } },
  'values of every shape': {
    order: {
      storage: 'home_guest', formIdentifier: 'checkout_home_guest', paymentAccountIdentifier: 'stripe',
      formData: [
        { marker: 'full_name', type: 'string', value: 'Christina "Tina" O\'Thomas \\ Ñandú 😀 \u2028 \t' },
        { marker: 'phone', type: 'string', value: '+18005000500' },
        { marker: 'address', type: 'string', value: '' },
        { marker: 'people', type: 'float', value: 2.5 },
        { marker: 'floor', type: 'integer', value: -1 },
        { marker: 'method', type: 'list', value: ['courier'] },
        { marker: 'slot', type: 'timeInterval', value: [['2025-05-03T09:00:00.000Z', '2025-05-03T11:00:00.000Z']] },
        { marker: 'day', type: 'date', value: { fullDate: '2025-05-03T00:00:00.000Z', formattedValue: '03-05-2025', formatString: 'DD-MM-YYYY' } },
        { marker: 'comment', type: 'text', value: [{ plainValue: 'two\nlines' }] },
        { marker: 'locker', type: 'entity', value: [40, '41'] },
      ],
    },
    refused: true,
  },
  'list value, accepted': {
    order: {
      storage: 'home_guest', formIdentifier: 'checkout_home_guest',
      formData: [
        { marker: 'full_name', type: 'string', value: 'Christina Thomas' },
        { marker: 'phone', type: 'string', value: '+18005000500' },
        { marker: 'address', type: 'string', value: 'Calle 13 #4-20' },
        { marker: 'people', type: 'integer', value: 2 },
        { marker: 'method', type: 'list', value: ['courier', 'pickup'] },
      ],
    },
  },
  'no products': { order: { products: [] } },
  'payment intent with taxes': { order: { paymentAccountIdentifier: 'stripe' }, session: { type: 'intent', automaticTaxEnabled: true } },
  'another locale': { langCode: 'es_ES' },
  'refused order': { order: { products: [{ productId: 99, quantity: 1 }] }, refused: true },
  'in a page': { page: true },
  // Only in a page: elsewhere each part of the SDK has its own device, and the renewal is refused.
  'renewed sign-in, in a page': { page: true, expires: true },
  'status written on the session': { sessionStatus: 'guest_completed', onlyPlaceOrder: true },
  'anonymous guest': { anonymous: true },
};

let compared = 0;
const occurred = [];
after(() => {
  for (const { scenario, difference, why } of occurred) console.log(`justified difference (${scenario}): ${difference} - ${why}`);
  console.log(`${compared} requests equal`);
});

test('the SDK is the version that the contract was written from', () => {
  assert.equal(createRequire(import.meta.url)('oneentry/package.json').version, '1.0.149');
});

test('the comparison detects every kind of difference', () => {
  const request = () => ({ method: 'POST', path: '/a', query: {}, headers: { 'x-app-token': 't' }, body: { list: [1, { deep: null }], text: '' } });
  const seen = (change) => {
    const other = request();
    change(other);
    return differences([request()], [other]);
  };
  assert.deepEqual(seen(() => {}), []);
  assert.deepEqual(seen((other) => { other.method = 'PUT'; }), ['POST /a: method']);
  assert.deepEqual(seen((other) => { other.query.langCode = 'en_US'; }), ['POST /a: query.langCode']);
  assert.deepEqual(seen((other) => { other.headers.more = ''; }), ['POST /a: headers.more']);
  assert.deepEqual(seen((other) => { other.body.list[1].deep = 0; }), ['POST /a: body.list.1.deep']);
  assert.deepEqual(seen((other) => { other.body = null; }), ['POST /a: body']);
  assert.deepEqual(differences([request()], []), ['POST /a: only ours']);
  assert.deepEqual(differences([], [request()]), ['POST /a: only the SDK']);
});

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (!scenario.onlyPlaceOrder) test(`step by step: ${name}`, (t) => compare(t, name, scenario, oursStepByStep));
  if (!scenario.anonymous) test(`placeOrder: ${name}`, (t) => compare(t, name, scenario, oursAtOnce));
}

async function compare(t, name, scenario, runOurs) {
  if (scenario.page) pretendPage(t);
  const order = deepFreeze(guestOrder(scenario.order));
  const before = JSON.stringify(order);
  const [ours, theirs] = [await recorder(t), await recorder(t)];
  const stopped = await runOurs(ours, order, scenario);
  assert.equal(JSON.stringify(order), before, "the caller's object is unchanged");
  assert.equal(stopped, scenario.refused === true, 'our run ends where the scenario says');
  await runTheirs(theirs, order, scenario, runOurs === oursStepByStep);

  const [a, b] = [wire(ours.standIn), wire(theirs.standIn)];
  assert.ok(b.length > 0, 'the SDK has sent something');
  const justified = JUSTIFIED.filter((row) => row.scenario === name && (!row.prepared || runOurs === oursAtOnce));
  // HEAD requests come between the others, which are compared one by one.
  const [leave, rest] = [a.filter(({ method }) => method === 'HEAD'), a.filter(({ method }) => method !== 'HEAD')];
  assert.deepEqual([...differences(leave, []), ...differences(rest, b)], justified.map((row) => row.difference));
  if (justified.every(({ prepared }) => prepared)) assert.deepStrictEqual(rest, b);
  occurred.push(...justified);
  compared += b.length - b.filter((request) => justified.some(({ difference }) => difference.startsWith(`${request.method} ${request.path}:`))).length;
}

/** Random tokens are the same in both runs. */
async function recorder(t) {
  let rolled = 0;
  const clock = { now: SEEDED_AT };
  const { standIn, url } = await servedStandIn(t, { now: () => clock.now, random: () => ((rolled += 1) * 0.37) % 1 });
  return { standIn, url, expire: () => { clock.now += standIn.settings.accessTokenMs; } };
}

function bridgeOf({ url, standIn }, { anonymous, langCode }) {
  return loadOrderBridge({ oneEntry: { url, token: standIn.token, langCode, guest: anonymous ? undefined : sharedGuest() } });
}

async function oursStepByStep(run, order, scenario) {
  const { guestCheckout } = await bridgeOf(run, scenario);
  assert.ok((await guestCheckout.auth()).ok);
  if (scenario.expires) run.expire();
  const created = await guestCheckout.createOrder(order);
  if (created.outcome !== 'accepted') return created.outcome === 'rejected';
  const { type = 'session', automaticTaxEnabled = false } = scenario.session ?? {};
  assert.ok((await guestCheckout.createSession(created.order.id, type, automaticTaxEnabled)).ok);
  assert.ok((await guestCheckout.getSessionByOrderId(created.order.id)).ok);
  return false;
}

async function oursAtOnce(run, order, scenario) {
  const { guestCheckout } = await bridgeOf(run, scenario);
  if (scenario.expires) {
    await guestCheckout.prepare();
    run.expire();
  }
  const { session, sessionStatus } = scenario;
  const result = await guestCheckout.placeOrder(order, { session, sessionStatus });
  assert.equal(result.outcome, scenario.refused ? 'rejected' : 'accepted');
  assert.equal(result.outcome === 'accepted' ? result.problem : undefined, undefined);
  return result.outcome === 'rejected';
}

/** The SDK writes into the body that it is given, so it gets a copy. */
async function runTheirs({ url, standIn, expire }, order, scenario, reads) {
  const { AuthProvider, Orders, Payments } = defineOneEntry(url, { token: standIn.token, langCode: scenario.langCode });
  if (!scenario.anonymous) await AuthProvider.auth('email', { authData: SHARED_GUEST.authData.map((entry) => ({ ...entry })) });
  if (scenario.expires) expire();
  const { storage, ...body } = structuredClone(order);
  const created = await Orders.createOrder(storage, body);
  if (scenario.refused) return;
  const { type = 'session', automaticTaxEnabled = false } = scenario.session ?? {};
  await Payments.createSession(created.id, type, automaticTaxEnabled);
  if (reads) await Payments.getSessionByOrderId(created.id);
}
