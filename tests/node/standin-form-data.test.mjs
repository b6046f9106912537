import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStandIn, samples } from '../../www/standin/index.mjs';

const HOME = '/api/content/orders-storage/marker/home_guest/orders';
const good = [
  { marker: 'full_name', type: 'string', value: 'Kim Lee' },
  { marker: 'phone', type: 'string', value: '+18005000500' },
  { marker: 'address', type: 'string', value: '1 Long Street, Springfield' },
  { marker: 'people', type: 'integer', value: 2 },
  { marker: 'method', type: 'list', value: ['courier'] },
];
const call = samples.createCaller(createStandIn());

/** Sends the valid form with one field replaced, added or (value undefined) left out. */
async function send(marker, value, type) {
  const kept = good.filter((field) => field.marker !== marker);
  const known = good.find((field) => field.marker === marker);
  const fields = value === undefined ? kept : [...kept, { marker, type: type ?? known?.type ?? 'string', value }];
  const answer = await call('POST', HOME, samples.guestOrder({ formIdentifier: 'checkout_home_guest', formData: { en_US: fields } }));
  return answer.status === 201 ? 'accepted' : answer.body.message;
}
const missing = (marker) => `required values are missing or incorrect: ${marker}`;
const incorrect = (marker) => `formData's marker '${marker}' value is missing or incorrect`;

test('markers and types', async () => {
  assert.equal(await send('nothing'), 'accepted');
  for (const marker of ['zip', 'price', 'currency']) {
    assert.equal(await send(marker, 'x'), `form includes an attribute's marker '${marker}' that is not presented in 'home_guest_set' attributes sets`);
  }
  assert.match(await send('email', 'kim@example.org', 'text-box'), /^formData's marker 'email' type must be one of \[string, text, /);
  assert.equal(await send('email', [{ plainValue: 'x' }], 'text'), "wrong form's attribute type: email");
  assert.equal(await send('email', null), incorrect('email'));
});

test('required values', async () => {
  for (const { marker } of good) assert.equal(await send(marker), missing(marker));
  assert.equal(await send('full_name', '   '), missing('full_name'));
  assert.equal(await send('people', 0), missing('people'), 'zero counts as missing');
  assert.equal(await send('method', []), missing('method'));
});

test('limits', async () => {
  assert.equal(await send('full_name', 'K'), missing('full_name'));
  assert.equal(await send('full_name', 'K'.repeat(61)), missing('full_name'));
  assert.equal(await send('phone', '12345678'), missing('phone'));
  assert.equal(await send('phone', '12345 678 90'), missing('phone'));
  assert.equal(await send('email', 'kim'), missing('email'));
  assert.equal(await send('email', 'kim@example.org'), 'accepted');
  assert.equal(await send('floor', 201, 'integer'), missing('floor'));
  assert.equal(await send('floor', '12', 'integer'), 'accepted');
});

test('values by type', async () => {
  const cases = {
    method: [[['courier'], ['pickup']], ['courier', ['moon'], [5]]],
    floor: [[5, -2, '7'], [1.5, 'x', true]],
    slot: [[[['2026-09-03T09:00:00.000Z', '2026-09-03T11:00:00.000Z']]], ['', [], [['2026-09-03T09:00:00.000Z']], [['x', 'y']]]],
    day: [[{ fullDate: '2026-09-03T00:00:00.000Z', formattedValue: '03-09-2026', formatString: 'DD-MM-YYYY' }], ['', '2026-09-03', { fullDate: '2026-09-03T00:00:00.000Z' }]],
    comment: [[[{ plainValue: 'x' }], [{ mdValue: '*x*' }]], ['x', [], [{}], [{ plainValue: 'x', htmlValue: '<p>x' }]]],
    locker: [[[40], ['40'], ['p-10-146']], [[], 40, [{}]]],
    photo: [[{ filename: 'a.jpg' }, [{ filename: 'a.jpg' }]], ['a.jpg', []]],
  };
  const types = { method: 'list', floor: 'integer', slot: 'timeInterval', day: 'date', comment: 'text', locker: 'entity', photo: 'file' };
  for (const [marker, [right, wrong]] of Object.entries(cases)) {
    for (const value of right) assert.equal(await send(marker, value, types[marker]), 'accepted', `${marker} ${JSON.stringify(value)}`);
    for (const value of wrong) assert.equal(await send(marker, value, types[marker]), incorrect(marker), `${marker} ${JSON.stringify(value)}`);
  }
  assert.equal(await send('colour', ['red'], 'radioButton'), "there aren't list values for type radioButton");
});

test('a form with a captcha requires it', async () => {
  const name = { marker: 'guest_name', type: 'string', value: 'Kim Lee' };
  const place = (fields) => call('POST', '/api/content/orders-storage/marker/protected_orders/orders', samples.guestOrder({ formIdentifier: 'protected_order', formData: { en_US: fields } }));
  assert.equal((await place([name])).body.message, "formData doesn't have spam attribute");
  assert.equal((await place([name, { marker: 'captcha', type: 'spam', value: { event: { token: 't', siteKey: 'k' } } }])).status, 201);
});

test('only the first failure is reported, in the documented order', async () => {
  const place = async (fields) => (await call('POST', HOME, samples.guestOrder({ formIdentifier: 'checkout_home_guest', paymentAccountIdentifier: 'none', formData: { en_US: fields } }))).body.message;
  const foreign = { marker: 'zip', type: 'string', value: 'x' };
  const wrongType = { marker: 'email', type: 'integer', value: 1 };
  assert.match(await place([foreign, wrongType]), /is not presented/);
  assert.equal(await place([wrongType]), missing('address'));
  assert.equal(await place([...good, wrongType]), "wrong form's attribute type: email");
  assert.match(await place(good), /^Payment account identifier is wrong/);
});
