/** The calls around the order in the built package, against the stand-in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SHARED_GUEST } from '../../www/standin/index.mjs';
import { deepFreeze } from './lib/freeze.mjs';
import { guestOrder, setUp, sharedGuest } from './lib/bridge.mjs';
import { pretendPage } from './lib/page.mjs';

const sent = (standIn, route) => standIn.state.requests.filter((request) => request.route === route);

test('accounts have what a page needs, and no data of the merchant', async () => {
  for (const localizeInfos of ['flat', 'keyed']) {
    const { guestCheckout } = await setUp({ standIn: { localizeInfos } });
    const { ok, value } = await guestCheckout.getAccounts();
    assert.equal(ok, true);
    assert.deepEqual(value[1], { id: 2, identifier: 'stripe', type: 'stripe', title: 'Card', isVisible: true, isUsed: true });
    assert.deepEqual(value.map(({ identifier, isVisible, isUsed }) => [identifier, isVisible, isUsed]).at(-1), ['voucher', false, false]);
    assert.ok(!/whsec|settings|connected/i.test(JSON.stringify(value)));
  }
});

test('a form is sorted, its hidden fields are marked, and titles are flat or keyed', async () => {
  for (const localizeInfos of ['flat', 'keyed']) {
    const { guestCheckout } = await setUp({ standIn: { localizeInfos } });
    const { value: form } = await guestCheckout.getForm('guest_order');
    assert.deepEqual([form.identifier, form.title], ['guest_order', 'Guest order']);
    assert.deepEqual(form.fields.map(({ marker, title, required, isVisible }) => [marker, title, required, isVisible]), [
      ['guest_name', 'Name', true, true],
      ['guest_phone', 'Phone', true, true],
      ['guest_email', 'E-mail', true, true],
      ['order_reference', 'Reference', false, false],
    ]);
  }
  const { guestCheckout } = await setUp();
  assert.deepEqual((await guestCheckout.getForm('reg')).value.fields, []);
  const { value: home } = await guestCheckout.getForm('checkout_home_guest');
  assert.deepEqual(home.fields.find(({ marker }) => marker === 'method').options, [{ value: 'courier', title: 'Courier' }, { value: 'pickup', title: 'Pick-up' }]);
});

test('validateForm finds the values that the stand-in refuses, and no others', async () => {
  const good = {
    full_name: 'Kim Lee', phone: '+18005000500', address: 'Calle 13 #4-20', people: 2, method: ['courier'],
  };
  const types = { people: 'integer', method: 'list', floor: 'integer', slot: 'timeInterval', day: 'date', comment: 'text', locker: 'entity', photo: 'file' };
  const fields = (values) => Object.entries(values).filter(([, value]) => value !== undefined).map(([marker, value]) => ({ marker, type: types[marker] ?? 'string', value }));
  const { standIn, guestCheckout } = await setUp();
  const { value: form } = await guestCheckout.getForm('checkout_home_guest');
  let quantity = 0;
  for (const [change, wrong] of [
    [{}, null],
    [{ floor: 0 }, null],
    [{ email: 'kim@example.org' }, null],
    [{ slot: [['2026-09-03T09:00:00.000Z', '2026-09-03T11:00:00.000Z']] }, null],
    [{ day: { fullDate: '2026-09-03T00:00:00.000Z', formattedValue: '03-09-2026', formatString: 'DD-MM-YYYY' } }, null],
    [{ comment: [{ plainValue: 'a' }] }, null],
    [{ locker: ['p-10-146'] }, null],
    [{ full_name: 'K' }, 'full_name'],
    [{ full_name: undefined }, 'full_name'],
    [{ phone: '8005000500a' }, 'phone'],
    [{ phone: '' }, 'phone'],
    [{ email: 'kim' }, 'email'],
    [{ people: 0 }, 'people'],
    [{ floor: -6 }, 'floor'],
    [{ floor: 1.5 }, 'floor'],
    [{ method: 'courier' }, 'method'],
    [{ method: ['pigeon'] }, 'method'],
    [{ day: '' }, 'day'],
    [{ locker: [] }, 'locker'],
    [{ comment: 'a' }, 'comment'],
    [{ slot: [['2026-09-03', 'later']] }, 'slot'],
    [{ nick: 'k' }, 'nick'],
  ]) {
    const values = deepFreeze(fields({ ...good, ...change }));
    const report = guestCheckout.validateForm(form, values);
    assert.deepEqual([report.valid, Object.keys(report.detail)], [wrong === null, wrong === null ? [] : [wrong]], JSON.stringify(change));
    const products = [{ productId: 10, quantity: (quantity += 1) }];
    const result = await guestCheckout.createOrder(guestOrder({ storage: 'home_guest', formIdentifier: 'checkout_home_guest', formData: values, products }));
    assert.equal(result.outcome, wrong === null ? 'accepted' : 'rejected', JSON.stringify(change));
  }
  assert.ok(standIn.state.orders.length > 5);
});

test("the form's own messages and the platform's own patterns are used", async () => {
  const { guestCheckout } = await setUp({ language: 'pt' });
  const { value: form } = await guestCheckout.getForm('checkout_home_guest');
  const report = guestCheckout.validateForm(form, [{ marker: 'email', type: 'string', value: 'kim' }]);
  assert.deepEqual(report.detail.phone, ['Please enter a phone number']);
  assert.deepEqual(report.detail.email, ['Please enter an e-mail address']);
  assert.deepEqual(report.detail.full_name, ['Preencha este campo.']);
  const received = (rule, value) => guestCheckout.validateForm({ fields: [{ marker: 'm', type: 'string', validators: { regExpValidator: rule } }] }, { marker: 'm', type: 'string', value }).valid;
  assert.equal(received({ patternValue: '^\\p{L}+$', flags: 'u' }, 'ñandú'), true);
  assert.equal(received({ patternValue: '^\\p{L}+$', flags: 'u' }, '1'), false);
  assert.equal(received({ patternValue: '^a', invert: true }, 'b'), true);
  assert.equal(received({ patternValue: '(' }, 'b'), true, 'an invalid pattern');
  assert.equal(received({ patternValue: 'a', flags: 'nonsense' }, 'b'), true, 'invalid flags');
});

test('misuse of a form throws', async () => {
  const { guestCheckout } = await setUp();
  const form = { identifier: 'f', title: 'F', fields: [] };
  for (const [bad, values] of [[null, []], [{}, []], [form, 7], [form, null], [form, [7]]]) {
    assert.throws(() => guestCheckout.validateForm(bad, values), { name: 'OrderBridgeError', code: 'CONFIG' });
  }
  for (const marker of [undefined, '', 7]) await assert.rejects(guestCheckout.getForm(marker), { code: 'CONFIG' });
  for (const id of [undefined, 0, '90', 1.5]) await assert.rejects(guestCheckout.reportPayment(id), { code: 'CONFIG' });
});

test('a preview has sums as strings, says whether the coupon took anything off, and has the whole answer', async () => {
  const { standIn, guestCheckout } = await setUp();
  const products = [{ productId: 146, quantity: 2 }];
  const { value } = await guestCheckout.preview(deepFreeze({ ...guestOrder(), products, couponCode: 'SPRING', bonusAmount: 50 }));
  assert.deepEqual(
    [value.totalSum, value.totalSumWithDiscount, value.totalDue, value.currency, value.couponApplied],
    ['300', '270', '220', 'USD', true],
  );
  assert.equal(value.raw.orderPreview[0].id, 146);
  assert.deepEqual(Object.keys(JSON.parse(sent(standIn, 'preview')[0].body)), ['products', 'couponCode', 'bonusAmount']);
  assert.equal((await guestCheckout.preview({ products })).value.couponApplied, null);
  assert.equal((await guestCheckout.preview({ products, couponCode: 'BULK' })).value.couponApplied, false);
  const refused = await guestCheckout.preview({ products, couponCode: 'NOPE' });
  assert.deepEqual([refused.ok, refused.problem.code, Object.keys(refused.detail)], [false, 'REJECTED', ['couponCode']]);
  const invalid = await guestCheckout.preview({});
  assert.deepEqual([invalid.problem.code, invalid.detail], ['VALIDATION', { products: ['products is required.'] }]);
  const aborted = await guestCheckout.preview({ products }, { signal: AbortSignal.abort() });
  assert.equal(aborted.problem.code, 'ABORTED');
});

test('a total that changes between preview and order causes a warning', async () => {
  const warnings = [];
  const { standIn, guestCheckout } = await setUp({ onWarning: (warning) => warnings.push(warning.code) });
  const two = guestOrder({ products: [{ productId: 10, quantity: 2 }] });
  await guestCheckout.preview(two);
  assert.deepEqual((await guestCheckout.createOrder(two)).warnings, []);
  await guestCheckout.preview(guestOrder());
  standIn.faults.add({ route: 'createOrder', fault: 'status', status: 201, body: { id: 777, totalSum: 99.9, currency: '' } });
  const result = await guestCheckout.createOrder(guestOrder());
  assert.deepEqual(result.warnings, [{ code: 'TOTAL_CHANGED', message: 'The preview said 24.9, but the placed order costs 99.9.', step: 'createOrder' }]);
  assert.deepEqual(warnings, ['TOTAL_CHANGED']);
});

test('the end of a payment is reported to Ocular under the id of the order', async () => {
  const events = [];
  const { standIn, bridge, guestCheckout } = await setUp();
  bridge.on('tracked', (event) => events.push(event));
  const { order, session } = await guestCheckout.placeOrder(guestOrder({ paymentAccountIdentifier: 'stripe' }));
  assert.deepEqual((await guestCheckout.reportPayment(order.id)).value.tracking, null);
  assert.deepEqual(standIn.state.reports, []);
  for (const [status, paymentStatus] of [['completed', 0], ['canceled', 1], ['expired', 1], ['guest_completed', null]]) {
    await guestCheckout.updateSessionById(session.id, { status });
    const { value } = await guestCheckout.reportPayment(order.id);
    assert.equal(value.session.status, status);
    assert.deepEqual(value.tracking, paymentStatus === null ? null : { statusCode: 0, message: 'Success' });
    if (paymentStatus !== null) assert.deepEqual(standIn.state.reports.at(-1).body, { external_id: String(order.id), payment_status: paymentStatus });
  }
  assert.deepEqual(events.map(({ externalId }) => externalId), ['90', '90', '90']);
  assert.equal((await guestCheckout.reportPayment(12345)).problem.code, 'NOT_FOUND');
});

test('concurrent calls share one renewal and one sign-in', async () => {
  const clock = { now: Date.now() };
  const { standIn, guestCheckout } = await setUp({ guest: sharedGuest(), standIn: { now: () => clock.now } });
  await Promise.all([guestCheckout.prepare(), guestCheckout.prepare(), guestCheckout.auth(), guestCheckout.getAccounts()]);
  assert.equal(sent(standIn, 'auth').length, 1);
  clock.now += standIn.settings.accessTokenMs;
  const results = await Promise.all([...Array(6)].map(() => guestCheckout.getAccounts()));
  assert.deepEqual(results.map(({ ok }) => ok), Array(6).fill(true));
  assert.deepEqual([sent(standIn, 'auth').length, sent(standIn, 'refresh').length], [1, 1]);
  // The refresh token is refused: the guest signs in again, once.
  clock.now += standIn.settings.accessTokenMs;
  standIn.faults.add({ route: 'refresh', fault: 'status', status: 400, message: 'Refresh token is invalid' });
  assert.equal((await Promise.all([guestCheckout.getAccounts(), guestCheckout.getAccounts()])).every(({ ok }) => ok), true);
  assert.deepEqual([sent(standIn, 'auth').length, sent(standIn, 'refresh').length], [2, 2]);
});

test('two identical concurrent createSession calls open one session', async () => {
  const { standIn, guestCheckout } = await setUp();
  const { order } = await guestCheckout.createOrder(guestOrder({ paymentAccountIdentifier: 'stripe' }));
  const [first, second] = await Promise.all([guestCheckout.createSession(order.id), guestCheckout.createSession(order.id)]);
  assert.deepEqual([first.value.id, sent(standIn, 'createSession').length], [second.value.id, 1]);
  const intent = await guestCheckout.createSession(order.id, 'intent');
  assert.match(intent.value.clientSecret, /^pi_standin_/);
  assert.equal(sent(standIn, 'createSession').length, 2);
});

test('after prepare an order takes two round trips, in both guest models', async () => {
  for (const guest of [undefined, sharedGuest()]) {
    const { standIn, guestCheckout } = await setUp({ guest });
    await guestCheckout.prepare();
    const before = standIn.state.requests.length;
    assert.equal((await guestCheckout.placeOrder(guestOrder())).outcome, 'accepted');
    assert.deepEqual(standIn.state.requests.slice(before).map(({ route }) => route), ['createOrder', 'createSession']);
  }
});

test('a password in a page causes one warning per bridge, which does not contain it', async (t) => {
  const outside = [];
  const { guestCheckout: node } = await setUp({ guest: sharedGuest(), onWarning: ({ code }) => outside.push(code) });
  await node.prepare();
  assert.deepEqual(outside, [], 'on a server the password is not public');
  pretendPage(t);
  const warnings = [];
  const { guestCheckout } = await setUp({ guest: sharedGuest(), onWarning: (warning) => warnings.push(warning) });
  await guestCheckout.prepare();
  await guestCheckout.placeOrder(guestOrder());
  assert.deepEqual(warnings.map(({ code }) => code), ['SHARED_PASSWORD']);
  assert.match(warnings[0].message, /Anyone who can read the page/);
  for (const { value } of SHARED_GUEST.authData) assert.ok(!warnings[0].message.includes(value));
  const anonymous = [];
  await (await setUp({ onWarning: ({ code }) => anonymous.push(code) })).guestCheckout.prepare();
  assert.deepEqual(anonymous, []);
});

test("configuration mistakes have a code and name the place", async () => {
  const misuse = async (options, named) => {
    await assert.rejects(setUp(options), (error) => {
      assert.deepEqual([error.name, error.code], ['OrderBridgeError', 'CONFIG']);
      assert.match(error.message, named);
      assert.ok(!error.message.includes('s3cret'), error.message);
      return true;
    });
  };
  await misuse({ oneEntry: { url: 'http://project.example' } }, /oneEntry\.url must be https/);
  await misuse({ oneEntry: { url: 'https://s3cret@project.example' } }, /oneEntry\.url .*user name/);
  await misuse({ oneEntry: { url: 'https://project.example?token=s3cret' } }, /oneEntry\.url .*query/);
  await misuse({ oneEntry: { token: 'Bearer s3cret' } }, /without "Bearer"/);
  await misuse({ token: 's3cret' }, /token belongs in oneEntry/);
  await misuse({ ocular: { headers: { 'X-App-Token': 's3cret' } } }, /ocular\.headers may not set X-App-Token/);
  await misuse({ guest: { guestId: 'guest_s3cret' } }, /bare UUID, version 4/);
});
