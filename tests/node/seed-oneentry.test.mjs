/** The documented scenario "order without registration", step by step and in one call, with its own data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { deepFreeze } from './lib/freeze.mjs';
import { SEEDED_AT, servedStandIn } from './lib/served.mjs';

const authData = [
  { marker: 'email_reg', value: 'guest@onnentry.cloud' },
  { marker: 'password_reg', value: '12345121334' },
];
const guestFormData = [
  { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
  { marker: 'guest_phone', type: 'string', value: '+18005000500' },
  { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
];
const body = {
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'cash',
  formData: { en_US: guestFormData },
  products: [{ productId: 10, quantity: 1 }],
};
const order = deepFreeze({ storage: 'guest_orders', ...body });
const session = {
  id: 47, createdDate: '2025-04-30T21:47:45.344Z', updatedDate: '2025-04-30T21:47:45.344Z', type: 'session', status: 'waiting',
  paymentAccountId: 1, orderId: 90, paymentUrl: null,
};
const closed = { ...session, status: 'guest_completed' };
const PREFIX = '/api/content';
const AUTH = `POST ${PREFIX}/users-auth-providers/marker/email/users/auth`;
const ORDER = `POST ${PREFIX}/orders-storage/marker/guest_orders/orders`;
const SESSION = `POST ${PREFIX}/payments/sessions`;
const UPDATE = `PUT ${PREFIX}/payments/sessions/47`;

async function setUp(t, { withStandIn, ...options } = {}) {
  const { standIn, url } = await servedStandIn(t, withStandIn);
  const bridge = await loadOrderBridge({ language: 'en', oneEntry: { url, token: standIn.token, guest: { provider: 'email', authData }, ...options } });
  return { standIn, guestCheckout: bridge.guestCheckout };
}
const requests = (standIn) => standIn.state.requests.map(({ method, path, body: text }) => [`${method} ${path}`, text === '' ? null : JSON.parse(text)]);

test('each step returns its documented result', async (t) => {
  const { standIn, guestCheckout } = await setUp(t);

  assert.deepStrictEqual(await guestCheckout.auth(), { ok: true, value: { userIdentifier: 'guest@onnentry.cloud' } });

  const created = await guestCheckout.createOrder(order);
  const { reference, ...accepted } = created;
  assert.match(reference, /\S/);
  assert.deepStrictEqual(accepted, {
    outcome: 'accepted',
    order: {
      id: 90, totalSum: '24.9', currency: '', createdDate: new Date(SEEDED_AT).toISOString(), statusIdentifier: 'new',
      raw: { id: 90, ...body, currency: '', totalSum: 24.9, createdDate: new Date(SEEDED_AT).toISOString(), statusIdentifier: 'new' },
    },
    session: null, paymentUrl: null, tracking: null, warnings: [],
  });

  const payment = await guestCheckout.createSession(created.order.id, 'session', false);
  assert.deepStrictEqual(payment, { ok: true, value: session });
  assert.deepStrictEqual(await guestCheckout.getSessionByOrderId(created.order.id), { ok: true, value: session });

  const update = deepFreeze({ status: 'guest_completed', paymentUrl: payment.value.paymentUrl });
  assert.deepStrictEqual(await guestCheckout.updateSessionById(payment.value.id, update), { ok: true, value: closed });
  assert.deepStrictEqual(await guestCheckout.getSessionByOrderId(created.order.id), { ok: true, value: closed });

  const READ = `GET ${PREFIX}/payments/sessions/order/90`;
  assert.deepStrictEqual(requests(standIn), [
    [AUTH, { authData }],
    [ORDER, body],
    [SESSION, { orderId: 90, type: 'session', automaticTaxEnabled: false }],
    [READ, null],
    [UPDATE, { status: 'guest_completed', paymentUrl: null }],
    [READ, null],
  ]);
  assert.deepEqual(standIn.state.orders.map(({ id, owner }) => [id, owner]), [[90, 'user:16']]);
});

test('the three forms of form data result in the same request', async (t) => {
  const { standIn, guestCheckout } = await setUp(t);
  // Explicit: otherwise an identical cart right afterwards counts as the same order.
  const again = { session: false, orderAgain: true };
  await guestCheckout.createOrder(order);
  await guestCheckout.placeOrder(deepFreeze({ ...order, formData: [...guestFormData] }), again);
  const [keyed, flat] = requests(standIn).filter(([request]) => request === ORDER).map(([, sentBody]) => sentBody);
  assert.deepStrictEqual(flat, keyed);
  await guestCheckout.placeOrder(deepFreeze({ ...order, formData: { ...guestFormData[0] } }), again);
  assert.deepStrictEqual(requests(standIn).at(-1)[1].formData, { en_US: [guestFormData[0]] });
});

test('a session that is returned as an object, as the page documents it', async (t) => {
  const { guestCheckout } = await setUp(t, { withStandIn: { sessionByOrder: 'object' } });
  await guestCheckout.createOrder(order);
  await guestCheckout.createSession(90);
  assert.deepStrictEqual(await guestCheckout.getSessionByOrderId(90), { ok: true, value: session });
});

test('the whole scenario in one call, with its steps reported in order', async (t) => {
  const { standIn, guestCheckout } = await setUp(t);
  const steps = [];
  const result = await guestCheckout.placeOrder(order, { sessionStatus: 'guest_completed', onStep: (event) => steps.push(event) });

  const names = ['validate', 'auth', 'createOrder', 'createSession', 'updateSession'];
  assert.deepStrictEqual(
    steps.map(({ step, state }) => `${step} ${state}`),
    names.flatMap((name) => [`${name} start`, `${name} done`]),
  );
  assert.deepEqual(new Set(steps.map((event) => event.reference)), new Set([result.reference]));
  assert.equal(result.outcome, 'accepted');
  assert.equal(result.order.id, 90);
  assert.deepStrictEqual(result.session, closed);
  assert.deepStrictEqual([result.paymentUrl, result.tracking, result.problem, result.warnings], [null, null, undefined, []]);
  assert.deepStrictEqual(requests(standIn), [
    [AUTH, { authData }],
    [ORDER, body],
    [SESSION, { orderId: 90, type: 'session', automaticTaxEnabled: false }],
    [UPDATE, { status: 'guest_completed', paymentUrl: null }],
  ]);
  assert.equal(standIn.state.paymentSessions[0].status, 'guest_completed');
});

test('without a session only the order is placed', async (t) => {
  const { standIn, guestCheckout } = await setUp(t);
  const result = await guestCheckout.placeOrder(order, { session: false, sessionStatus: 'guest_completed' });
  assert.deepStrictEqual([result.outcome, result.session, result.paymentUrl], ['accepted', null, null]);
  assert.deepEqual(requests(standIn).map(([request]) => request), [AUTH, ORDER]);
});
