/** Every documented refusal, sent by the stand-in: its code, the field it names, and the shopper's message in three languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REFUSALS } from '../../www/standin/index.mjs';
import { guestOrder, setUp, sharedGuest } from './lib/bridge.mjs';

const FORM = /^Some details are missing or not right\. Please check the form\./;
const SET_UP = /^This shop's checkout is not set up correctly\. Please ask the shop\./;
const PAYMENT = /^This way of paying is not available right now\./;
const PRODUCT = /^A product in the cart is not available any more\. Please change the cart\./;
const SIGN_IN = /^The shop did not accept the guest sign-in\./;

/** refusal: code and English message */
const EXPECTED = {
  'foreign-marker': ['REJECTED', SET_UP],
  required: ['REJECTED', FORM],
  value: ['REJECTED', FORM],
  'marker-required': ['REJECTED', FORM],
  type: ['REJECTED', SET_UP],
  'form-data-shape': ['REJECTED', FORM],
  'no-list-values': ['REJECTED', SET_UP],
  'empty-section': ['REJECTED', FORM],
  captcha: ['REJECTED', /not a robot\. Please confirm it in the form\./],
  'attribute-type': ['REJECTED', SET_UP],
  authorize: ['UNAUTHORIZED', SET_UP],
  'account-wrong': ['REJECTED', PAYMENT],
  'not-connected-at-order': ['REJECTED', PAYMENT],
  'product-id': ['REJECTED', /^The shop did not accept these details\./],
  'no-payment': ['REJECTED', SET_UP],
  'may-be-paid': ['REJECTED', /^The payment may already have gone through\. Please ask the shop\./],
  'out-of-stock': ['REJECTED', PRODUCT],
  'unknown-product': ['NOT_FOUND', PRODUCT],
  coupon: ['REJECTED', /^The coupon is not valid\. Please check or remove it\./],
  'coupon-at-preview': ['REJECTED', /^The coupon is not valid\. Please check or remove it\.$/],
  'unknown-product-at-preview': ['NOT_FOUND', PRODUCT],
  'not-connected': ['REJECTED', /^This way of paying is not available right now\. Your order has been placed and is safe\.$/],
  'not-connected-403': ['FORBIDDEN', /^This way of paying is not available right now\. Your order has been placed and is safe\.$/],
  'order-not-found': ['NOT_FOUND', /^The shop does not know what was asked for\. Your order has been placed and is safe\.$/],
  'wrong-password': ['UNAUTHORIZED', SIGN_IN],
  'auth-body': ['REJECTED', /^The shop did not accept these details\./],
  provider: ['NOT_FOUND', /^The shop does not know what was asked for\./],
  unauthorized: ['UNAUTHORIZED', SIGN_IN],
  closed: ['FORBIDDEN', SET_UP],
  'not-granted': ['FORBIDDEN', SET_UP],
  'method-not-granted': ['FORBIDDEN', SET_UP],
  'wrong-path': ['NOT_FOUND', SET_UP],
  'form-not-found': ['NOT_FOUND', SET_UP],
  internal: ['SERVER', /^The shop's system had a fault\. Your order may have been placed\./],
};

/** What a page receives for a refusal. */
async function refused(row, language, errorShape) {
  const guest = row.route === 'auth' ? sharedGuest() : undefined;
  const { standIn, guestCheckout } = await setUp({ language, guest, standIn: { errorShape } });
  standIn.refuse(row.name);
  if (row.route === 'preview') return guestCheckout.preview(guestOrder());
  if (row.route === 'getForm') return guestCheckout.getForm('guest_order');
  const result = await guestCheckout.placeOrder(guestOrder());
  const outcome = { createOrder: row.status < 500 ? 'rejected' : 'unknown', createSession: 'accepted', auth: 'notSent' }[row.route];
  assert.equal(result.outcome, outcome);
  if (outcome === 'accepted') assert.equal(standIn.state.orders.length, 1);
  return result;
}

test('every refusal has an expectation', () => {
  assert.deepEqual(Object.keys(EXPECTED), REFUSALS.map(({ name }) => name));
});

for (const row of REFUSALS) {
  test(`${row.route} ${row.status}: ${row.name}`, async () => {
    const [code, says] = EXPECTED[row.name];
    for (const errorShape of ['short', 'long', 'array']) {
      const { problem, detail } = await refused(row, 'en', errorShape);
      assert.deepEqual([problem.code, problem.status], [code, row.status]);
      assert.match(problem.message, says);
      if (row.names) assert.equal(Object.keys(detail)[0], row.names);
      else assert.deepEqual(detail ?? {}, {});
    }
    const refusals = await Promise.all(['en', 'es', 'pt'].map(async (language) => refused(row, language, 'short')));
    const messages = refusals.map(({ problem }) => problem.message);
    assert.equal(new Set(messages).size, 3, messages.join(' | '));
    // Neither the service's own words nor what the shopper typed are repeated.
    for (const text of [...messages, ...refusals.flatMap(({ detail }) => Object.values(detail ?? {}).flat())]) {
      assert.ok(!text.includes(row.message) && !/guest@|Christina|guest_/.test(text), text);
    }
  });
}

test('a busy shop says how long to wait, in the message and as a number', async () => {
  const { standIn, guestCheckout } = await setUp({ language: 'es', standIn: { exposeHeaders: true } });
  standIn.faults.add({ route: 'getForm', fault: 'status', status: 429, retryAfter: 0, times: null });
  const { problem } = await guestCheckout.getForm('guest_order');
  assert.deepEqual([problem.code, problem.retryable, problem.retryAfterSeconds], ['RATE_LIMITED', true, 0]);
  assert.match(problem.message, /Espera 0 segundos/);
});
