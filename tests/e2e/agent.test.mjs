/** The agent's screen: what a video agent sees of an order, and how it updates. */
import assert from 'node:assert/strict';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();
const CARDS = '#agent .agent > li';

/** Calls Ocular directly, as any shop may. @param {'POST' | 'PUT'} method  PUT reports a payment state */
async function tell(shop, method, body, session = '1536') {
  const response = await fetch(`${shop.servicesUrl}/api/product-management/v1/sessions/${session}/order`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return (await response.json()).statusCode;
}
/** The text of each card. */
const cards = (shop) => shop.inPage(`return qa('${CARDS}').map((card) => card.innerText.replace(/\\s+/g, ' ').trim());`);
/** The name, quantity, details and sum of each line of the newest order. */
const lines = (shop) => shop.inPage(`return [...q('${CARDS}').querySelectorAll('li')].map((line) => [...line.querySelectorAll('span')].map((part) => part.textContent));`);
/** The path of each visible picture of the newest order; null for a line without one. */
const pictures = (shop) => shop.inPage(`return [...q('${CARDS}').querySelectorAll('li')].map((line) => line.querySelector('img:not([hidden])')).map((image) => image && new URL(image.src).pathname);`);
const comes = (shop, number) => shop.reads('#agent', new RegExp(`Order ${number} ·`));

test('an order of the shop appears with its lines and total, and is marked as paid once the payment is reported', async (shop) => {
  await shop.reads('#agent', /^No order has come yet\.$/);
  await shop.add(1);
  await shop.add(1);
  await shop.order('stripe');
  await shop.placed();
  await comes(shop, 90);
  assert.deepEqual(await cards(shop), ['Order 90 · attention 1536 not paid yet Linen tote bag 1 × $24.90 $24.90 Enamel cup 2 × $18.50 $37.00 Total in USD $61.90']);
  assert.deepEqual(await pictures(shop), ['/pictures/10.svg', '/pictures/1.svg']);
  assert.match(await shop.text('#agent [role="status"]'), /^Order 90 came in\.$/);
  await shop.appears('#pay-link');
  await fetch(await shop.attribute('#pay-link', 'href'), { method: 'POST', body: 'action=pay', redirect: 'manual' });
  await shop.press('#check-payment');
  await shop.reads('#agent [role="status"]', /^Order 90 is paid\.$/);
  assert.match((await cards(shop))[0], /^Order 90 · attention 1536 paid /);
});

test('a report that Ocular rejects is counted, but not shown as an order', async (shop) => {
  assert.equal(await tell(shop, 'POST', { external_id: 'T-1', items: [] }), 2);
  assert.equal(await tell(shop, 'POST', { external_id: 'T-2', items: [{ name: 'Crema', quantity: 1, price: 1, currency: 'ARS' }] }), 2);
  await shop.reads('#got-refused-count', /^2$/);
  assert.equal(await shop.text('#got-reports-count'), '2');
  assert.equal(await shop.text('#agent'), 'No order has come yet.');
  await tell(shop, 'POST', { external_id: 'T-3', items: [{ name: 'Crema', quantity: 1, price: 1, currency: 'CLP' }] });
  await comes(shop, 'T-3');
  assert.deepEqual([(await cards(shop)).length, await shop.text('#got-reports-count'), await shop.text('#got-refused-count')], [1, '3', '2']);
});

const COSMETICS = [
  { external_id: 'CREMA-01', name: 'Crema facial', quantity: 2, price: 23990, unit_price: true, currency: 'CLP', discount: 2990, variants: [{ name: 'Color', value: 'Rojo' }], categories: ['Belleza', 'Rostro'] },
  { external_id: 'LABIAL-03', name: 'Labial', quantity: 3, price: 30001, currency: 'CLP', discount_type: 'percent', discount: 12.5 },
  { name: 'Envío', quantity: 1, price: 0.1, currency: 'EUR' },
];

test('variants, categories, discounts and currencies; an edited order stays one order', async (shop) => {
  const order = { external_id: 'T-1001', items: COSMETICS };
  for (const body of [order, order, { ...order, items: COSMETICS.slice(0, 1) }, order]) assert.equal(await tell(shop, 'POST', body), 0);
  await shop.reads(`${CARDS} > .agent-small`, /^edited 3 times$/);
  assert.deepEqual(await lines(shop), [
    ['Crema facial', '2 × $23,990', 'Color: Rojo', 'Discount: $2,990', 'Belleza, Rostro', '$44,990'],
    ['Labial', '3 for $30,001', 'Discount 12.5%: $3,750', '$26,251'],
    ['Envío', '1 × €0.10', '€0.10'],
  ]);
  assert.match((await cards(shop))[0], /Total in CLP \$71,241 Total in EUR €0\.10 edited 3 times$/);
  assert.deepEqual(await pictures(shop), ['/pictures/CREMA-01.svg', '/pictures/LABIAL-03.svg', null]);
  await tell(shop, 'PUT', { external_id: 'T-1001', payment_status: 1 });
  await shop.reads('#agent [role="status"]', /^Order T-1001 is declined\.$/);
  assert.match((await cards(shop))[0], /^Order T-1001 · attention 1536 declined /);
});

test('the newest six orders are shown, newest first; unchanged cards are not rendered again', async (shop) => {
  const item = { name: 'Crema', quantity: 1, price: 1, currency: 'CLP' };
  for (let i = 1; i <= 7; i += 1) await tell(shop, 'POST', { ...(i !== 7 && { external_id: `T-${i}` }), items: [item] });
  await comes(shop, 'no. 7');
  assert.deepEqual((await cards(shop)).map((text) => /^Order (.+?) ·/.exec(text)[1]), ['no. 7', 'T-6', 'T-5', 'T-4', 'T-3', 'T-2']);
  await shop.inPage(`window.drawn = qa('${CARDS}');`);
  await tell(shop, 'POST', { external_id: 'T-5', items: [{ ...item, quantity: 2 }] });
  await shop.reads('#agent [role="status"]', /^Order T-5 was edited\.$/);
  assert.deepEqual(await shop.inPage(`return qa('${CARDS}').map((card, at) => card === window.drawn[at]);`), [true, true, false, true, true, true]);
  // A payment may be reported before its order.
  await tell(shop, 'PUT', { external_id: 'T-9', payment_status: 0 });
  await comes(shop, 'T-9');
  assert.match((await cards(shop))[0], /paid What was ordered has not been received yet\.$/);
  await shop.press('#reset');
  await shop.reads('#agent', /^No order has come yet\.$/);
});

test('an item shows its own picture if the page may load it, else the one of its id; a missing picture is hidden', async (shop) => {
  const item = { quantity: 1, price: 1, currency: 'CLP' };
  await tell(shop, 'POST', { external_id: 'T-1', items: [
    { ...item, name: 'Own', external_id: 'CREMA-01', image: `${shop.pageUrl}/pictures/SERUM-02.svg` },
    { ...item, name: 'Of another origin', external_id: 'CREMA-01', image: 'https://shop.example/crema.png' },
    { ...item, name: 'Missing', external_id: 'NO-SUCH' },
    { ...item, name: 'No file name', external_id: '../style.css?' },
  ] });
  await comes(shop, 'T-1');
  await shop.wait(async () => (await pictures(shop))[2] === null, 'the missing picture is not hidden');
  assert.deepEqual(await pictures(shop), ['/pictures/SERUM-02.svg', '/pictures/CREMA-01.svg', null, null]);
  assert.deepEqual(await shop.inPage('return window.wrong.splice(0).map((text) => text.replace(location.origin, ""));'), ['error: not loaded: /pictures/NO-SUCH.svg']);
});

test('products have pictures in the list and in the cart; a tile without one has the same height', async (shop) => {
  const seen = () => shop.inPage(`return qa('#products img, #lines img').map((image) => [new URL(image.src).pathname, image.complete && image.naturalWidth > 0, image.alt]);`);
  await shop.wait(async () => (await seen()).every(([, loaded]) => loaded), 'a picture is missing');
  assert.deepEqual(await seen(), [10, 1, 2, 3, 12, 147, 10].map((id) => [`/pictures/${id}.svg`, true, '']));
  const heights = () => shop.inPage(`return qa('#products li').map((tile) => Math.round(tile.getBoundingClientRect().height));`);
  const before = await heights();
  await shop.inPage(`qa('#products img').forEach((image) => { image.hidden = true; });`);
  assert.deepEqual(await heights(), before);
});
