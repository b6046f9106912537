/** The playground: any object, its report, its quote, and the very bytes that would be sent. */
import assert from 'node:assert/strict';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();

test('what is typed is checked, added up and shown as it would be sent, and nothing is sent', async (shop) => {
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
