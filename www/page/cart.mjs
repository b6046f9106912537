/** The products with their quantities, and what they come to. */
import { button, byId, make } from './dom.mjs';
import { keep, recall } from './keep.mjs';
import { formatMoney, fromMinorUnits, minorUnits } from './money.mjs';

/** @typedef {import('./products.mjs').Product} Product */
/** @typedef {{ product: Product, quantity: number }} Line */

const MOST = 99;
/** The documented example orders one of product 10. */
const AT_FIRST = { 10: 1 };

/** @param {() => void} onChange */
export function createCart(onChange) {
  /** @type {Record<string, number>} */
  let quantities = recall('cart', AT_FIRST);
  /** @type {Product[]} */
  let products = [];
  let currency = 'USD';

  /** @returns {Line[]} */
  const lines = () => products.map((product) => ({ product, quantity: quantities[product.id] ?? 0 })).filter(({ quantity }) => quantity > 0);

  function changed() {
    keep('cart', quantities);
    byId('total').textContent = total();
    complain('');
    onChange();
  }

  const total = () => fromMinorUnits(lines().reduce((sum, { product, quantity }) => sum + minorUnits(product.price, currency) * quantity, 0), currency);

  /** @param {Product} product */
  function row(product) {
    const id = `quantity-${product.id}`;
    const input = make('input', { id, type: 'text', inputmode: 'numeric', autocomplete: 'off', class: 'quantity', 'aria-describedby': 'products-error', 'data-product': product.id });
    /** @param {number} quantity */
    const set = (quantity) => {
      quantities = { ...quantities, [product.id]: Math.min(MOST, Math.max(0, quantity)) };
      input.value = String(quantities[product.id]);
      changed();
    };
    input.value = String(quantities[product.id] ?? 0);
    input.addEventListener('change', () => set(Number.parseInt(input.value, 10) || 0));
    const by = (/** @type {number} */ step) => () => set((quantities[product.id] ?? 0) + step);
    return make('li', {},
      make('label', { for: id }, product.title, make('span', { class: 'visually-hidden' }, ', quantity')),
      make('span', { class: 'price' }, formatMoney(product.price, currency)),
      make('span', { class: 'stepper' },
        button({ 'aria-label': `One ${product.title} less` }, '−', by(-1)), input, button({ 'aria-label': `One ${product.title} more` }, '+', by(1))));
  }

  return {
    lines,
    total,
    /** Tells carts apart: the same products and quantities at the same shop are the same cart. @param {string} shop */
    key: (shop) => `${shop} ${lines().map(({ product, quantity }) => `${product.id}x${quantity}`).sort().join(' ')}`,
    /** @param {Product[]} offered @param {string} inCurrency */
    show(offered, inCurrency) {
      products = offered.filter(({ inStock }) => inStock);
      currency = inCurrency;
      byId('products').replaceChildren(...products.map(row));
      changed();
    },
    empty() {
      quantities = AT_FIRST;
      this.show(products, currency);
    },
    complain,
    focus: () => byId('products').querySelector('input')?.focus(),
  };
}

/** @param {string} text */
function complain(text) {
  byId('products-error').textContent = text;
}
