/** The playground: validates any `setBuyOrder` object, and shows its totals and the request that would be sent. Nothing is sent. */
import { loadOrderBridge } from '/pkg/index.mjs';
import { createAppearance, language } from './appearance.mjs';
import { button, byId, make } from './dom.mjs';
import { createLayerInput } from './layer-input.mjs';
import { formatMoney } from './money.mjs';
import { translate } from './words.mjs';

/** A host that does not exist. Reports queued for another service are left alone. */
const NOWHERE = 'https://playground.invalid';
const item = { name: 'Crema facial', quantity: 2, price: 10000, unit_price: true, currency: 'CLP' };
/** @type {[title: string, value: unknown][]} */
const EXAMPLES = [
  ['The documented order', { external_id: 'ORDER-8454', items: [{ ...item, discount: 2990, variants: [{ name: 'Color', value: 'Rojo' }], categories: ['Belleza'] }] }],
  ['Exact decimals', { items: [{ name: 'Tela', quantity: 3, price: '0.1', unit_price: true, currency: 'USD', discount_type: 'percent', discount: 12.5 }] }],
  ['Many errors', { external_id: 7, items: [{ name: '', quantity: 0, price: -1, currency: 'ARS', image: 'no address', colour: 'red' }] }],
  ['Two currencies', { items: [item, { ...item, currency: 'EUR', price: '19.90' }] }],
];

const input = byId('input');
/** @type {any} */
let bridge = null;
let wire = '';
let typing = 0;

createAppearance(() => {
  translate();
  void connect();
});
translate();
byId('examples').replaceChildren(...EXAMPLES.map(([title, value]) => button({}, title, () => {
  input.value = JSON.stringify(value, null, 2);
  void look();
})));
input.value = JSON.stringify(EXAMPLES[0][1], null, 2);
input.addEventListener('input', () => void look());
const readLayer = createLayerInput((order) => {
  input.value = order ? JSON.stringify(order, null, 2) : '';
  void look();
});
await connect();

async function connect() {
  bridge?.dispose();
  bridge = await loadOrderBridge({
    ocular: { baseUrl: NOWHERE, sessionId: '1536' },
    language: language(),
    async fetch(url, init) {
      const sent = new Request(url, init);
      wire += `${sent.method} ${new URL(url).pathname}\ncontent-type: ${sent.headers.get('content-type')}\n\n${await sent.text()}\n\n`;
      return new Response('{"statusCode":0,"message":"Success"}', { headers: { 'content-type': 'application/json' } });
    },
  });
  readLayer(bridge);
  await look();
  document.documentElement.dataset.ready = '1';
}

async function look() {
  const own = ++typing;
  /** @type {any} */
  let params;
  if (input.value.trim() === '') return show({ verdict: 'There is no object.', tone: 'warn', report: '', messages: [], quote: [], sent: '' });
  try {
    params = JSON.parse(input.value);
  } catch (/** @type {any} */ error) {
    return show({ verdict: 'This is no JSON yet.', tone: 'warn', report: error.message, messages: [], quote: [], sent: '' });
  }
  const report = bridge.validateBuyOrder(params);
  const orders = Array.isArray(params) ? params : [params];
  const quote = report.valid ? orders.flatMap((order) => bridge.quoteBuyOrder(order).totals) : [];
  wire = '';
  // The `fetch` above collects the requests in `wire`: one for each order of a list.
  const answer = report.valid ? await bridge.ocularOrderTrack.setBuyOrder(params) : null;
  if (own !== typing) return;
  show({
    verdict: report.valid ? 'Valid: this would be sent.' : `Not valid: ${Object.keys(report.detail).length} fields are wrong. Nothing would be sent.`,
    tone: report.valid ? 'good' : 'bad',
    report: JSON.stringify(answer ?? { statusCode: 2, detail: report.detail }, null, 2),
    messages: Object.entries(report.messages ?? {}).map(([field, texts]) => `${field}: ${texts.join(' ')}`),
    quote,
    sent: wire.trim(),
  });
}

/** @param {{ verdict: string, tone: string, report: string, messages: string[], quote: any[], sent: string }} found */
function show({ verdict, tone, report, messages, quote, sent }) {
  byId('verdict').textContent = verdict;
  byId('verdict').dataset.tone = tone;
  byId('report').textContent = report;
  byId('messages').replaceChildren(...messages.map((text) => make('li', {}, text)));
  byId('quote').replaceChildren(...quote.map(({ currency, gross, discount, total }) => make('tr', {}, ...[currency, ...[gross, discount, total].map((sum) => formatMoney(sum, currency))].map((text, at) => make(at === 0 ? 'th' : 'td', at === 0 ? { scope: 'row' } : {}, text)))));
  byId('quote-table').hidden = quote.length === 0;
  byId('wire').textContent = sent || 'Nothing.';
}
