/** The playground: any object, its validation report, its quote, and the exact bytes that would be sent. */
import assert from 'node:assert/strict';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();

test('typed input is validated, totalled and shown as it would be sent, but nothing is sent', async (shop) => {
  await shop.driver.get(`${shop.pageUrl}/playground.html`);
  await shop.reads('#verdict', /^Valid/);
  assert.match(await shop.text('#quote'), /CLP\s*\$20,000\s*\$2,990\s*\$17,010/);
  assert.match(await shop.text('#wire'), /^POST \/sessions\/1536\/order\s+content-type: application\/json[^]*"external_id":"ORDER-8454"/);

  const type = (value) => shop.inPage(`const input = document.getElementById('input'); input.value = arguments[0]; input.dispatchEvent(new InputEvent('input', { bubbles: true }));`, value);
  await type('{ "items": [{ "name": "Tela", "quantity": 3, "price": "0.1", "unit_price": true, "currency": "USD" }] }');
  await shop.reads('#quote', /USD\s*\$0\.30\s*\$0\.00\s*\$0\.30/);
  await type('{ "items": [{ "name": "", "quantity": 0, "price": 1, "currency": "ARS" }] }');
  await shop.reads('#verdict', /^Not valid: 3 fields/);
  assert.match(await shop.text('#report'), /items\.0\.name/);
  assert.equal(await shop.text('#wire'), 'Nothing.');
  await shop.choose('language', 'es');
  await shop.reads('#messages', /items\.0\.quantity: .*\p{L}/u);
  await type('{ "items": ');
  await shop.reads('#verdict', /no JSON/);
  await shop.press('#examples button:nth-child(4)');
  await shop.reads('#quote', /CLP[^]*EUR/);
  assert.deepEqual(shop.standIn.state.reports, []);
});

test('a pasted push is read as the tag reads it: the order, or its errors', async (shop) => {
  await shop.driver.get(`${shop.pageUrl}/playground.html`);
  await shop.reads('#verdict', /^Valid/);
  const paste = (value) => shop.inPage(`const input = document.getElementById('layer'); input.value = arguments[0]; input.dispatchEvent(new InputEvent('input', { bubbles: true }));`, value);
  await paste(`// the theme's own
    dataLayer.push({ ecommerce: null });
    dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: 'T-9 (web)', currency: 'CLP', items: [{ item_id: 'A', item_name: 'Té "verde"', price: '24.990', quantity: '2', }] } });`);
  await shop.reads('#layer-verdict', /^The tag reports it/);
  await shop.reads('#quote', /CLP\s*\$49,980/);
  assert.match(await shop.text('#wire'), /"external_id":"T-9 \(web\)"/);
  await paste(`gtag('event', 'purchase', { currency: 'CLP', items: [{ item_name: 'A', price: 5, quantity: 1.5 }] })`);
  await shop.reads('#layer-messages', /NO_TRANSACTION_ID[^]*items\.0\.quantity must be an integer/);
  await shop.reads('#verdict', /^There is no object/);
  assert.equal(await shop.text('#wire'), 'Nothing.');
  await paste(`dataLayer.push({ ecommerce: { transaction_id: 'S', items: [{ item_name: 'A', price: 5 }] } }); dataLayer.push({ event: 'purchase' });`);
  await shop.reads('#layer-messages', /items\.0\.currency/);
  await shop.choose('layer-currency', 'USD');
  await shop.reads('#layer-verdict', /^The tag reports it/);
  await paste('dataLayer.push({ event: "view_item" })');
  await shop.reads('#layer-verdict', /^This is no purchase/);
  await paste('dataLayer.push({');
  await shop.reads('#layer-verdict', /^This cannot be read yet/);
  await shop.press('#layer-examples button:nth-child(3)');
  await shop.reads('#quote', /CLP\s*\$8,990/);
  assert.deepEqual(shop.standIn.state.reports, []);
});
