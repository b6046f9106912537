// Seeds of the corpora: what the documentation says, the validation cases, and what the stand-in services really answer.
// `node fuzz/seed.mjs` adds those that are missing; inputs that the fuzzer found stay.
import { existsSync, readFileSync } from 'node:fs';
import { createStandIn, REFUSALS, samples } from '../www/standin/index.mjs';
import { keepInputs, keptInputs } from '../scripts/fuzz/corpus.mjs';

const { createCaller, guestOrder, buyOrder, formFields } = samples;
const STORAGE = '/api/content/orders-storage/marker/guest_orders/orders';
const SESSIONS = '/api/content/payments/sessions';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const lines = (name) => read(name).trimEnd().split('\n');

/** Status and body of every answer that a checkout meets, from the stand-in itself. */
async function answers() {
  const standIn = createStandIn({ now: () => Date.parse('2025-04-30T21:47:45.344Z'), random: () => 0.5 });
  const call = createCaller(standIn);
  const found = [];
  const add = async (...request) => {
    const { status, text } = await call(...request);
    found.push({ status, text });
    return text;
  };
  const reference = [...formFields(), { marker: 'order_reference', type: 'string', value: 'ref-1' }];
  await add('POST', STORAGE, guestOrder({ products: [{ productId: 146, quantity: 2 }] }));
  await add('POST', STORAGE, guestOrder({ paymentAccountIdentifier: 'stripe', formData: { en_US: reference } }));
  await add('POST', STORAGE, guestOrder({ couponCode: 'SPRING' }));
  await add('GET', `${STORAGE}?langCode=en_US&offset=0&limit=30`);
  await add('POST', '/api/content/orders-storage/orders/preview?langCode=en_US', { products: [{ productId: 146, quantity: 2 }] });
  await add('POST', '/api/content/orders-storage/orders/preview?langCode=en_US', { products: [{ productId: 146, quantity: 2 }], couponCode: 'SPRING' });
  await add('POST', SESSIONS, { orderId: 90, type: 'session', automaticTaxEnabled: false });
  await add('POST', SESSIONS, { orderId: 91, type: 'session', automaticTaxEnabled: false });
  await add('POST', SESSIONS, { orderId: 91, type: 'intent', automaticTaxEnabled: false });
  await add('GET', `${SESSIONS}/order/91`);
  await add('GET', `${SESSIONS}/order/9100`);
  await add('GET', '/api/content/payments/accounts');
  await add('POST', '/api/content/users-auth-providers/marker/email/users/auth', samples.authBody());
  for (const { status, message } of REFUSALS) found.push({ status, text: JSON.stringify({ statusCode: status, message }) });
  found.push({ status: 400, text: JSON.stringify({ statusCode: 400, message: ['products.0.productId must be a number', 'Coupon NOPE is not valid'] }) });
  return found;
}

async function form(marker) {
  return (await createCaller(createStandIn())('GET', `/api/content/forms/marker/${marker}?langCode=en_US`)).text;
}

/** The validation cases whose argument can be said in a few bytes. */
function validation(name, base) {
  return lines(`../tests/corpus/${name}.jsonl`).map((line) => JSON.parse(line)).flatMap((entry) => {
    if (entry.repeat || entry.times) return [];
    return [JSON.stringify(changed(structuredClone(base), entry))];
  });
}

function changed(base, { at, keep, absent, value }) {
  if (keep) return base;
  if (at === '') return value;
  const path = at.split('.');
  const last = path.pop();
  const holder = path.reduce((inner, key) => inner[key], base);
  if (absent) delete holder[last];
  else holder[last] = value;
  return base;
}

const row = (changes) => JSON.stringify({
  reference: 'r1', guest: 'GUEST', cart: 'CART', state: 'sent', superseded: false, sentAt: 1789999999000, placedAt: 0,
  storage: 'guest_orders', locale: 'en_US', paymentAccount: 'stripe', ...changes,
});
const placed = { state: 'placed', placedAt: 1789999999500, orderId: 90, totalSum: '18.50', currency: 'USD' };
const linesOfOrder = JSON.stringify({ items: buyOrder().items });
const report = (changes) => JSON.stringify({
  id: '90', kind: 'order', to: 'https://o.example/v1', session: '1536', body: JSON.stringify({ external_id: '90', items: buyOrder().items }), at: 1789999999000, ...changes,
});

async function seeds() {
  const answered = await answers();
  const heads = ['', ' 12', ' Wed, 21 Oct 2026 07:28:00 GMT'];
  const items = buyOrder().items[0];
  const orders = validation('buy_order', buyOrder());
  const states = validation('buy_order_state', { external_id: 'SKU-845-G54', payment_status: 0 });
  const vendors = ['{"statusCode":0,"message":"Success"}', '{"statusCode":1,"message":"Error 500 - Internal server error"}',
    '{"statusCode":2,"message":"Field validation error","detail":{"items":["is required."]}}', '{"errors":{"name":["bad"]}}', 'busy', '<html>'];
  const forms = await Promise.all(['guest_order', 'guest_order_cl'].map(form));
  const form6 = JSON.stringify({
    identifier: 'f', localizeInfos: { en_US: { title: 'F' } }, attributes: [
      { marker: 'mail', type: 'string', position: 2, validators: { requiredValidator: { strict: true }, emailInspectionValidator: true } },
      { marker: 'phone', type: 'string', position: 1, validators: { en_US: { fieldMaskValidator: { maskValue: '$9[[space]]999', hint: '+7' } } } },
      { marker: 'age', type: 'integer', position: 3, validators: { checkForNumberValidator: { minValue: 1, maxValue: '99', integerOnly: true } } },
      { marker: 'when', type: 'dateTime' }, { marker: 'slot', type: 'timeInterval' }, { marker: 'robot', type: 'spam' },
      { marker: 'pick', type: 'list', listTitles: { en_US: [{ title: 'One', value: '1', position: 1 }] }, validators: { requiredValidator: {} } },
      { marker: 'code', type: 'string', validators: { regExpValidator: { patternValue: '^a+$', flags: 'i' }, stringInspectionValidator: { stringMin: 2, stringMax: '5' }, trimValidator: true } },
      { marker: 'photo', type: 'image', validators: { sizeInPixelsValidator: { maxX: 10, maxY: 10 }, checkingFilesValidator: { maxValue: 1, maxUnits: 'kb', extensions: ['.png'] } } },
      { marker: 'send', type: 'button' },
    ],
  });
  const values = JSON.stringify([
    { marker: 'mail', type: 'string', value: 'a@b.cl' }, { marker: 'phone', type: 'string', value: '+7 1 234' }, { marker: 'age', type: 'integer', value: 7 },
    { marker: 'when', type: 'dateTime', value: { fullDate: '2026-09-03T09:00:00.000Z', formattedValue: '3', formatString: 'DD' } },
    { marker: 'slot', type: 'timeInterval', value: [['2026-09-03T09:00Z', '2026-09-03T10:00Z']] }, { marker: 'pick', type: 'list', value: ['1'] },
    { marker: 'robot', type: 'spam', value: { event: { token: 't', siteKey: 's' } } }, { marker: 'code', type: 'string', value: 'aa' },
    { marker: 'photo', type: 'image', value: [{ filename: 'a.png', size: 900, width: 9, height: 9 }] },
  ]);
  const good = answered.filter(({ status }) => status === 201).map(({ status, text }) => `${status} ${text}`);
  const session = '201 {"id":47,"type":"session","status":"waiting","orderId":90,"paymentUrl":"https://pay.example/1"}';
  const listed = '200 {"items":[{"id":90,"totalSum":18.5,"formData":[{"marker":"order_reference","type":"string","value":"r1"}]}],"total":1}';
  const track = JSON.stringify({ track: { items: [items] } });
  const marker = '{"referenceMarker":"order_reference"}';
  return {
    json: [...answered.map(({ text }) => text), ...orders.slice(0, 60), ...vendors, '[1,-2.50,1e5,true,null,"q\\"\\\\\\n\\u0001"]', '"\\ud83d\\ude00 \\ud83d \\u00e9\\/"', '[[[[[[]]]]]]', ' { "a" : [ ] } ', '1.5E+3', '-0'],
    answers: answered.flatMap(({ status, text }, at) => [`${status}${heads[at % heads.length]}\n${text}`]).concat(['429 12\n', '500\n{"id":1}', '200\n[]', '200\n[{"id":1,"status":"completed","createdDate":"2026-01-03T00:00:00.000Z"},{"id":2,"status":"waiting","createdDate":"2026-01-04T00:00:00.000Z"},{"id":3,"status":"expired"}]']),
    forms: [...forms, form6].flatMap((text) => [`en_US\n${text}\n[]`, `en_US\n${text}\n${JSON.stringify(formFields())}`, `es_ES\n${text}\n${values}`]).concat([`en_US\n${form6}\n{"en_US":${values}}`, `en_US\n{"identifier":"f","attributes":{}}\n{"marker":"a","type":"string","value":"b"}`]),
    money: ['10000.00\n2990', '0.1\n0.2', '999999999999.9999\n2147483647', '1.5e+3\n-3.10', '1e-7\n0', '5e-324\n1.7976931348623157e308', '1.005\n100', '-0\n0.00', 'NaN\n1', '12.5e1\n33.33']
      .flatMap((numbers, at) => [`${numbers}\n`, `${numbers}\n${orders[at]}`])
      .concat([['CLP', 'percent', 33.335], ['USD', 'amount', 1.01], ['EUR', 'percent', 12.5]].map(([currency, discount_type, discount]) => `1\n2\n${JSON.stringify({ items: [{ ...items, currency, discount_type, discount, unit_price: true, price: '19.9900' }, items, { ...items, currency: 'EUR' }] })}`)),
    ocular: [...orders, ...states].map((params, at) => `${[200, 400, 422, 500][at % 4]}\n${params}\n${vendors[at % vendors.length]}`).concat([`200\n${JSON.stringify([buyOrder(), buyOrder({ external_id: 'B' })])}\n`, `200\n${JSON.stringify({ storage: 'guest_orders', ...guestOrder({ couponCode: 'C', additionalDiscountsMarkers: ['d'], bonusAmount: '1.50' }) })}\n`, `200\n${JSON.stringify({ storage: 's', ...guestOrder({ formData: [{ marker: 'order_reference', type: 'string', value: 'x' }] }) })}\n`]),
    urls: [
      ...['https://my-project.oneentry.cloud', 'http://localhost:8080/', 'http://127.0.0.1/a', 'http://[::1]:3/', 'http://127.../', 'https://u:p@h.example/', 'https://h.example/a?b#c', 'https://h.example/a//', 'https://h.example/?', 'https://h.example/#', 'javascript:alert(1)', 'data:text/html,x', 'http://127.0.0.1.evil.example', 'https://ñandú.cl/ü', 'https://0x7f.1/', 'ftp://localhost', 'https://@h.example', 'https:\\\\h.example\\..\\x']
        .map((url) => `${url}\npay.example,*.stripe.com\nguest_orders\n{"baseUrl":${JSON.stringify(url)}}`),
      'https://checkout.stripe.com/c/pay/cs_test?x=1#y\npay.example,*.Stripe.com\nes_ES\n{}',
      'https://pay.example/\npay.example\n../a?b#c/d e\n{"headers":{"X-Key":"k"},"stateRequest":{"method":"PATCH","path":"/s/{ocular_session_id}/state"}}',
      'https://pay.example/?\n*.example\n..\n{}',
      'https://pay.example\n\nñ%2F\n{"transport":"widget","headers":{"Cookie":"c"}}',
    ],
    rows: [
      `ledger/r1 ${row()}`, `ledger/r1 ${row(placed)}`, `ledger/r1 ${row({ ...placed, state: 'done', superseded: true })}`,
      `ledger/r1 ${row({ ...placed, marker: 'order_reference', session: '1536', lines: linesOfOrder })}\noutbox/1 ${report()}`,
      `ledger/r1 ${row()}\nledger/r2 ${row({ reference: 'r2', sentAt: 1789990000000 })}\nledger/r3 ${row({ reference: 'r3', guest: 'other' })}`,
      `ledger/r1 ${row({ orderId: 0 })}\nledger/r9 ${row()}\nledger/x {}\nquarantine/000000000000001-ledger/y z`,
      `outbox/1 ${report()}\noutbox/2 ${report({ kind: 'state', body: '{"external_id":"90","payment_status":0}' })}\noutbox/3 ${report({ to: 'widget' })}\noutbox/4 {`,
      `outbox/1 ${report()}\noutbox/2 ${report()}\noutbox/3 ${report({ id: '91', at: 1 })}`,
    ],
    checkout: [
      ...[null, ...good.slice(0, 3)].map((answer) => ['', '', '', answer ?? '201 {"id":90,"totalSum":18.50,"currency":"USD"}', session].join('\n')),
      ...answered.filter(({ status }) => status >= 400).map(({ status, text }) => ['', '', '', `${status} ${text}`].join('\n')),
      ...['0', '1', '2', '500 {}', '408 {"message":"x"}', '429 {"message":"busy"}\n201 {"id":7}', '201 {"id":"90"}', '201 <html>', '302 '].map((answer) => ['', '', '', answer].join('\n')),
      [track, '', '', '201 {"id":90}', session, '200 {"statusCode":0,"message":"Success"}'].join('\n'),
      [marker, '', '', '0', listed, session].join('\n'),
      [marker, `ledger/r1 ${row({ marker: 'order_reference' })}`, '', listed, session].join('\n'),
      ['', `ledger/r1 ${row()}`, '', '201 {"id":91}', session].join('\n'),
      ['', `ledger/r1 ${row(placed)}`, '', `200 [${session.slice(4)}]`].join('\n'),
      ['{"orderAgain":true}', `ledger/r1 ${row()}`, '', '201 {"id":91}', session].join('\n'),
      ['{"session":{"type":"intent"},"sessionStatus":"waiting"}', '', '', '201 {"id":90}', '201 {"id":47,"type":"intent","status":"waiting","clientSecret":"s"}', '404 {"message":"Cannot PUT /"}'].join('\n'),
      ['', '', '', '201 {"id":90}', '201 {"id":47,"status":"waiting"}', `200 [${session.slice(4)}]`].join('\n'),
      ['', '', '', '201 {"id":90}', '201 {"id":47,"status":"waiting","paymentUrl":"http://evil.test/"}'].join('\n'),
      ['{"session":false}', '', JSON.stringify({ storage: 's', ...guestOrder({ couponCode: 'C' }) }), '201 {"id":90,"totalSum":"1e400"}'].join('\n'),
    ],
  };
}

for (const [target, inputs] of Object.entries(await seeds())) {
  const kept = existsSync(new URL(`corpus/${target}.jsonl`, import.meta.url)) ? keptInputs(target) : [];
  const all = [...new Set([...kept, ...inputs])];
  keepInputs(target, all);
  console.log(`${target}: ${all.length} inputs, ${all.length - kept.length} of them new`);
}
