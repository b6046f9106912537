/** `order-bridge/testing` from the built package, used as the tests of a shop would use it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadOrderBridge } from 'order-bridge';
import * as testing from 'order-bridge/testing';

const { createFakeWidget, createStandIn, FAULTS, REFUSALS, ROUTES, samples, WIDGET_BEHAVIOURS } = testing;
const cwd = fileURLToPath(new URL('../../', import.meta.url));
const declarations = await readFile(new URL('../../pkg/testing.d.ts', import.meta.url), 'utf8');
const order = (changes) => ({ storage: 'guest_orders', ...samples.guestOrder(changes) });

/** @param {import('node:test').TestContext} t */
async function setUp(t, { ocular, ...options } = {}) {
  const standIn = createStandIn();
  const bridge = await loadOrderBridge({
    fetch: standIn.fetch,
    language: 'en',
    oneEntry: { url: 'https://shop.example', token: standIn.token },
    ocular: { sessionId: '1536', ...ocular },
    ...options,
  });
  t.after(() => bridge.dispose());
  return { standIn, bridge, ...bridge };
}

test('an order is placed and reported, and the state shows it', async (t) => {
  const { standIn, guestCheckout } = await setUp(t);
  const { items } = samples.buyOrder();
  const result = await guestCheckout.placeOrder(order({ products: [{ productId: 10, quantity: 2 }] }), { track: { items } });
  assert.deepEqual([result.outcome, result.order.id, result.tracking.statusCode], ['accepted', 90, 0]);
  const { orders, paymentSessions, reports, ocularOrders, requests } = standIn.state;
  assert.deepEqual([orders.length, orders[0].id, orders[0].totalSum, orders[0].owner.split(':')[0]], [1, 90, 49.8, 'guest']);
  assert.deepEqual(paymentSessions.map(({ orderId, status }) => [orderId, status]), [[90, 'waiting']]);
  assert.deepEqual([reports[0].session, reports[0].body.external_id, reports[0].observations], ['1536', '90', []]);
  assert.equal(ocularOrders[0].external_id, '90');
  assert.deepEqual(requests.map(({ route, status }) => [route, status]).sort(), [['createOrder', 201], ['createSession', 201], ['setBuyOrder', 200]]);
  standIn.reset();
  assert.deepEqual([standIn.state.orders, standIn.state.requests], [[], []]);
});

test('a fault by name loses the answer: the order exists, and the result does not deny it', async (t) => {
  const { standIn, guestCheckout } = await setUp(t);
  standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  const result = await guestCheckout.placeOrder(order());
  assert.deepEqual([result.outcome, result.problem.code, standIn.state.orders.length], ['unknown', 'NETWORK', 1]);
  assert.equal(standIn.state.requests[0].fault, 'lost-after-commit');
});

/** The outcome of a new order under each fault, and whether the order exists. */
const OUTCOMES = {
  slow: ['accepted', 1],
  hang: ['unknown', 0],
  refused: ['unknown', 0],
  'reset-before': ['unknown', 0],
  'lost-after-commit': ['unknown', 1],
  truncated: ['unknown', 1],
  'bad-json': ['unknown', 1],
  'html-200': ['unknown', 0],
  'empty-200': ['unknown', 1],
  status: ['unknown', 0],
  'status-after-commit': ['unknown', 1],
  'late-commit': ['unknown', 0],
  redirect: ['unknown', 0],
  'no-cors': ['unknown', 1],
  'stale-list': ['accepted', 1],
  'offline-like': ['unknown', 0],
  rejected: ['rejected', 0],
  unauthorized: ['rejected', 0],
  forbidden: ['rejected', 0],
  'not-found': ['rejected', 0],
  conflict: ['rejected', 0],
  busy: ['accepted', 1],
  'busy-date': ['accepted', 1],
  'busy-garbage': ['accepted', 1],
  'server-error': ['unknown', 0],
  'server-error-after-commit': ['unknown', 1],
  'bad-gateway': ['unknown', 0],
  unavailable: ['unknown', 0],
  'gateway-timeout': ['unknown', 0],
};

test('every fault by its name has the expected outcome', async (t) => {
  assert.deepEqual(Object.keys(OUTCOMES).sort(), [...FAULTS].sort());
  await Promise.all(FAULTS.map(async (fault, i) => {
    const { standIn, guestCheckout } = await setUp(t, { timeoutMs: 2500 });
    standIn.faults.add({ route: 'createOrder', fault, ...(fault === 'redirect' && { to: 'https://elsewhere.example/' }) });
    // An identical order on the same page would wait for the first one.
    const result = await guestCheckout.createOrder(order({ products: [{ productId: 10, quantity: i + 1 }] }));
    assert.deepEqual([result.outcome, standIn.state.orders.length], OUTCOMES[fault], fault);
    if (fault === 'rejected') assert.deepEqual(Object.keys(result.detail), ['guest_phone']);
    standIn.close();
  }));
});

test('a documented refusal, a changed setting, and a paid payment page', async (t) => {
  const { standIn, guestCheckout } = await setUp(t, { paymentHosts: ['shop.example'] });
  standIn.refuse('out-of-stock', { times: 1 });
  const refused = await guestCheckout.placeOrder(order());
  assert.deepEqual([refused.outcome, Object.keys(refused.detail)], ['rejected', ['products']]);
  standIn.change({ anonymousGuests: false });
  assert.equal((await guestCheckout.placeOrder(order())).problem.code, 'FORBIDDEN');
  standIn.change({ anonymousGuests: true });
  const { order: placed, paymentUrl } = await guestCheckout.placeOrder(order({ paymentAccountIdentifier: 'stripe' }));
  assert.equal(paymentUrl, 'https://shop.example/standin/pay/47');
  await standIn.fetch(paymentUrl, { method: 'POST', body: 'action=pay' });
  const report = await guestCheckout.reportPayment(placed.id);
  assert.deepEqual([report.value.session.status, standIn.state.orders[0].isCompleted], ['completed', true]);
  assert.equal(standIn.state.ocularOrders[0].payment_status, 0);
});

test('the widget receives a report, as an option and on the page', async (t) => {
  const widget = createFakeWidget();
  const asOption = await setUp(t, { ocular: { transport: 'widget', widget } });
  const { items } = samples.buyOrder();
  const result = await asOption.guestCheckout.placeOrder(order(), { track: { items } });
  assert.deepEqual(result.tracking, { statusCode: 0, message: 'Success' });
  assert.deepEqual(widget.calls.map(({ method, params, session }) => [method, params.external_id, session]), [['setBuyOrder', '90', '1536']]);
  await asOption.ocularOrderTrack.setBuyOrderState({ external_id: '90', payment_status: 0 });
  assert.deepEqual(widget.orders.map(({ external_id, payment_status }) => [external_id, payment_status]), [['90', 0]]);
  assert.deepEqual(asOption.standIn.state.reports, [], 'nothing was sent to the service');

  const late = createFakeWidget({ behaviour: 'late', ms: 120 });
  const page = {};
  const onPage = await setUp(t, { ocular: { transport: 'widget' } });
  onPage.bridge.install(page);
  const takeOff = late.install(page);
  const { setBuyOrder } = page.ocularOrderTrack;
  assert.deepEqual(await setBuyOrder({ external_id: 'A', items }), { statusCode: 0, message: 'Success' });
  assert.equal(late.orders[0].external_id, 'A');
  takeOff();
  onPage.bridge.dispose();
  assert.equal(page.ocularOrderTrack, undefined);
});

const SUCCESS = { statusCode: 0, message: 'Success' };
const FAILED = { statusCode: 1, message: 'Error 0 - The widget failed', code: 'BAD_RESPONSE' };
const SILENT = { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' };
/** The bridge's answers for behaviours that fail. */
const ANSWERS = {
  error: { statusCode: 1, message: 'Error 500 - Internal server error' },
  invalid: { statusCode: 2, message: 'Field validation error', detail: { field_one: ['SessionOrderControllerValidator: field_one is required.'] } },
  'never-settles': SILENT,
  'answer-lost': SILENT,
  ...Object.fromEntries(['hostile-answer', 'throws', 'throws-nothing', 'throws-once', 'rejects', 'rejects-nothing', 'no-methods', 'no-functions', 'unreadable'].map((name) => [name, FAILED])),
};

test('every behaviour of the widget has the expected answer', async (t) => {
  await Promise.all(WIDGET_BEHAVIOURS.map(async (behaviour) => {
    const widget = createFakeWidget({ behaviour, ms: 20 });
    const { ocularOrderTrack } = await setUp(t, { timeoutMs: 400, ocular: { transport: 'widget', widget } });
    // Without an external_id the order is passed on once.
    const answer = await ocularOrderTrack.setBuyOrder({ items: samples.buyOrder().items });
    assert.deepEqual(answer, ANSWERS[behaviour] ?? SUCCESS, behaviour);
    assert.equal(widget.calls.length, ['no-methods', 'no-functions', 'unreadable'].includes(behaviour) ? 0 : 1, behaviour);
  }));
});

test('the examples of the declarations run', async () => {
  const examples = [...declarations.matchAll(/^ \* @example\n((?: \*.*\n)+?)(?= \*\n \* @| \*\/)/gm)].map(([, text]) => text.replace(/^ \* ?/gm, ''));
  assert.equal(examples.length, 2);
  const strict = "console.assert = (is) => { if (!is) throw new Error('an assertion of the example failed'); else process.stdout.write('.'); };\n";
  for (const example of examples) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', strict + example], { cwd, timeout: 20_000 });
    assert.equal(stdout, '.'.repeat(example.split('console.assert(').length - 1));
  }
});

test('the declarations name what exists, and nothing else', () => {
  const withoutComments = declarations.replace(/\/\*\*.*?\*\//gs, '');
  /** The quoted names in a declared type. */
  const declared = (type) => {
    const [, text] = new RegExp(`^export type ${type} =\\n([^;]*(?:;(?!$)[^;]*)*);$`, 'm').exec(withoutComments);
    return [...text.matchAll(/'([\w-]+)'/g)].map(([, name]) => name).sort();
  };
  const members = (name) => {
    const [, text] = new RegExp(`^export interface ${name} (?:extends [^{]+)?\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(declarations);
    return [...text.matchAll(/^ {2}(?:readonly )?(\w+)[?(:]/gm)].map(([, member]) => member).sort();
  };
  const standIn = createStandIn();
  const widget = createFakeWidget();
  assert.deepEqual(declared('RouteName'), [...ROUTES].sort());
  assert.deepEqual(declared('RefusalName'), REFUSALS.map(({ name }) => name).sort());
  assert.deepEqual(declared('WidgetBehaviour'), [...WIDGET_BEHAVIOURS].sort());
  const ends = ['status', 'reset', 'hang'];
  assert.deepEqual([...new Set([...declared('FaultFields'), ...ends])].sort(), [...new Set([...FAULTS, ...ends])].sort());
  assert.deepEqual(members('StandInSettings'), Object.keys(standIn.settings).sort());
  assert.deepEqual(members('StandIn'), Object.keys(standIn).sort());
  assert.deepEqual(members('StandInState'), Object.keys(standIn.state).sort());
  assert.deepEqual(members('Faults'), Object.keys(standIn.faults).filter((name) => name !== 'take').sort());
  assert.deepEqual(members('FakeWidget'), Object.getOwnPropertyNames(widget).sort());
  const exported = [...declarations.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name).sort();
  assert.deepEqual(exported, Object.keys(testing).sort());
  const [, inSamples] = /^export const samples: \{\n([\s\S]*?)^\};/m.exec(declarations);
  assert.deepEqual([...inSamples.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name).sort(), Object.keys(samples).sort());
  assert.doesNotMatch(withoutComments, /\bany\b/);
});
