/** The playground's second input: data layer pushes of a shop, and the order that the tag would read from them. */
import { button, byId, make } from './dom.mjs';
import { purchaseOf, readPushes } from './pushes.mjs';

const EXAMPLES = [
  ['GA4', `dataLayer.push({ ecommerce: null });
dataLayer.push({
  event: 'purchase',
  ecommerce: {
    transaction_id: 'T-1001', value: 49980, currency: 'CLP',
    items: [{ item_id: 'CREMA-01', item_name: 'Crema facial', price: 24990, quantity: 2 }],
  },
});`],
  ['gtag.js', `gtag('event', 'purchase', {
  transaction_id: 'T-1002', value: 18990, currency: 'CLP',
  items: [{ item_id: 'SERUM-02', item_name: 'Sérum', item_variant: '30 ml', price: '$ 18.990' }],
});`],
  ['Universal Analytics', `dataLayer.push({
  ecommerce: { currencyCode: 'CLP', purchase: {
    actionField: { id: 'T-1003', revenue: '8990' },
    products: [{ id: 'LABIAL-03', name: 'Labial', price: '8990', quantity: 1, category: 'Maquillaje/Labios' }],
  } },
});`],
  ['With mistakes', `dataLayer.push({
  event: 'purchase',
  ecommerce: { currency: 'USD', items: [{ item_name: 'Perfume', price: '39.990', quantity: 1.5 }] },
});`],
];

/** @param {(order: any) => void} onOrder  Called with the resulting order, or null. @returns {(bridge: any) => void} to be called with each new bridge */
export function createLayerInput(onOrder) {
  const input = byId('layer');
  const currency = byId('layer-currency');
  /** @type {any} */
  let bridge = null;

  function look() {
    /** @type {any} */
    let event;
    try {
      event = purchaseOf(readPushes(input.value));
    } catch (/** @type {any} */ error) {
      return show('This cannot be read yet.', 'warn', [error.message]);
    }
    const { order, detail, warnings } = bridge.readPurchase(event, currency.value ? { currency: currency.value } : {});
    const wrong = Object.values(detail).flat();
    const messages = [...warnings.map((/** @type {any} */ { code, message }) => `${code}: ${message}`), ...wrong];
    onOrder(order);
    if (order) {
      show('The tag reports it. The order is shown below.', 'good', messages);
    } else if (messages.length > 0) {
      show('The tag does not report it.', 'bad', messages);
    } else {
      show('This is no purchase.', 'warn', []);
    }
  }

  /** @param {string} verdict @param {string} tone @param {string[]} messages */
  function show(verdict, tone, messages) {
    byId('layer-verdict').textContent = verdict;
    byId('layer-verdict').dataset.tone = tone;
    byId('layer-messages').replaceChildren(...messages.map((text) => make('li', {}, text)));
  }

  input.addEventListener('input', look);
  currency.addEventListener('change', () => input.value && look());
  byId('layer-examples').replaceChildren(...EXAMPLES.map(([title, text]) => button({}, title, () => {
    input.value = text;
    look();
  })));
  return (next) => {
    bridge = next;
    if (input.value) look();
  };
}
