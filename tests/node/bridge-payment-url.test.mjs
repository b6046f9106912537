/** The URL that the shopper is sent to: available at once, later, or never. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, PROJECT, sent, setUp } from './lib/bridge.mjs';

const stripe = () => guestOrder({ paymentAccountIdentifier: 'stripe' });
const paypal = () => guestOrder({ paymentAccountIdentifier: 'paypal' });

test('a URL that is available at once', async () => {
  const { standIn, guestCheckout } = await setUp();
  const result = await guestCheckout.placeOrder(stripe());
  assert.deepEqual([result.paymentUrl, result.session.paymentUrl], [`${PROJECT}/standin/pay/47`, `${PROJECT}/standin/pay/47`]);
  assert.equal(sent(standIn, 'getSessionByOrderId'), 0);
});

test('cash has no payment URL, and none is waited for', async () => {
  const { standIn, guestCheckout } = await setUp();
  assert.equal((await guestCheckout.placeOrder(guestOrder())).paymentUrl, null);
  assert.equal(sent(standIn, 'getSessionByOrderId'), 0);
});

test('a URL that comes later is waited for, and the status is written with it', async () => {
  const { standIn, guestCheckout } = await setUp({ standIn: { paymentUrlDelayMs: 700 } });
  const steps = [];
  const result = await guestCheckout.placeOrder(paypal(), { sessionStatus: 'opened', onStep: ({ step, state }) => steps.push(`${step} ${state}`) });
  assert.equal(result.paymentUrl, `${PROJECT}/standin/pay/47`);
  assert.deepEqual(steps.slice(4), [
    'createSession start', 'createSession done', 'getSession start', 'getSession done', 'updateSession start', 'updateSession done',
  ]);
  assert.equal(sent(standIn, 'getSessionByOrderId'), 2);
  const update = standIn.state.requests.find(({ route }) => route === 'updateSession');
  assert.deepStrictEqual(JSON.parse(update.body), { status: 'opened', paymentUrl: result.paymentUrl });
});

test('the wait for a URL ends when the session ends', async () => {
  const clock = { now: Date.now() };
  const { guestCheckout } = await setUp({ standIn: { now: () => clock.now, paymentUrlDelayMs: 3_600_000, sessionTimeoutMinutes: 1 } });
  const result = await guestCheckout.placeOrder(paypal(), { onStep: ({ step }) => { if (step === 'getSession') clock.now += 120_000; } });
  assert.deepEqual([result.session.status, result.paymentUrl, result.problem], ['expired', null, undefined]);
});

test('an unsafe payment URL is not returned', async () => {
  const unsafe = [
    'javascript:alert(1)', 'data:text/html,hi', 'blob:https://pay.example/1', 'file:///etc/passwd', 'http://pay.example/47', 'ftp://pay.example/',
    'https://name:password@pay.example/', 'https://name@pay.example/', '//pay.example/47', '/standin/pay/47', 'pay.example', 'https://', 'not a url',
    ' javascript:alert(1)', 'java\nscript:alert(1)', 'http://127.0.0.1.evil.example/', 'http://localhost.evil.example/',
  ];
  for (const paymentUrl of unsafe) {
    const { guestCheckout } = await setUp({ standIn: { paymentUrl } });
    const result = await guestCheckout.placeOrder(stripe(), { sessionStatus: 'opened' });
    assert.deepEqual([result.outcome, result.order.id, result.paymentUrl], ['accepted', 90, null], paymentUrl);
    assert.deepEqual([result.problem.code, result.problem.step], ['UNSAFE_PAYMENT_URL', 'createSession'], paymentUrl);
    assert.ok(!JSON.stringify({ ...result, order: null }).includes(JSON.stringify(paymentUrl).slice(1, -1)), paymentUrl);
    const read = await guestCheckout.getSessionByOrderId(90);
    assert.deepEqual([read.ok, read.problem.code], [false, 'UNSAFE_PAYMENT_URL'], paymentUrl);
  }
});

test('only URLs of the allowed hosts are returned', async () => {
  const paymentHosts = ['pay.example', '*.Stripe.example'];
  for (const [paymentUrl, allowed] of [
    ['https://pay.example/47', true],
    ['https://PAY.example:8443/47', true],
    ['https://checkout.stripe.example/47', true],
    ['https://a.b.stripe.example/47', true],
    ['https://stripe.example/47', false],
    ['https://evilstripe.example/47', false],
    ['https://pay.example.evil.example/47', false],
    ['https://sub.pay.example/47', false],
    ['https://pay.example@evil.example/47', false],
    ['https://evil.example/?pay.example', false],
    ['https://evil.example\\@pay.example/', false],
  ]) {
    const { guestCheckout } = await setUp({ standIn: { paymentUrl }, paymentHosts });
    const result = await guestCheckout.placeOrder(stripe());
    assert.equal(result.paymentUrl === null, !allowed, paymentUrl);
    assert.equal(result.problem?.code, allowed ? undefined : 'UNSAFE_PAYMENT_URL', paymentUrl);
  }
});

test('the URL is returned in parsed form', async () => {
  const { guestCheckout } = await setUp({ standIn: { paymentUrl: 'HTTPS://Pay.Example/a b?<q>\u00e9' } });
  assert.equal((await guestCheckout.placeOrder(stripe())).paymentUrl, 'https://pay.example/a%20b?%3Cq%3E%C3%A9');
});
