/** Catalogue and cart: the chosen products and their total. */
import { language } from './appearance.mjs';
import { button, byId, make } from './dom.mjs';
import { keep, recall } from './keep.mjs';
import { formatMoney } from './money.mjs';
import { picture } from './picture.mjs';
import { words } from './words.mjs';

/** @typedef {import('./products.mjs').Product} Product */

const MOST = 99;
const PICTURE_PIXELS = 40;
/** @param {(cart: { products: any[], items: any[] }) => void} onChange */
export function createCart(onChange) {
  /** @type {Record<string, number>} */
  let quantities = recall('cart', {});
  /** @type {Product[]} */
  let products = [];
  let currency = 'USD';
  /** @type {any} */
  let quote = null;

  let shown = '';

  const chosen = () => products.filter(({ id }) => quantities[id] > 0);
  /** The cart's lines in Ocular's format. The bridge also computes their totals. */
  const items = () => chosen().map(({ id, title, price }) => ({ external_id: String(id), name: title, quantity: quantities[id], price, unit_price: true, currency }));

  /** @param {Product} product @param {number} quantity */
  function set({ id, title }, quantity) {
    quantities = { ...quantities, [id]: Math.min(MOST, Math.max(0, quantity)) };
    keep('cart', quantities);
    byId('cart-status').textContent = words().added(title, quantities[id]);
    draw();
  }

  /** @param {Product} product */
  const named = ({ title, image }) => make('span', { class: 'name' }, picture(image, PICTURE_PIXELS), title);

  /** @param {Product} product */
  function tile(product) {
    const { id, title, price } = product;
    return make('li', {},
      named(product), make('span', { class: 'price' }, formatMoney(price, currency), ' ', make('span', { class: 'count', 'data-count': String(id) })),
      button({ 'aria-label': words().addNamed(title), 'data-add': String(id) }, words().add, () => set(product, (quantities[id] ?? 0) + 1)));
  }

  /** @param {Product} product @param {number} at */
  function line(product, at) {
    const { id, title } = product;
    const input = make('input', { id: `quantity-${id}`, type: 'text', inputmode: 'numeric', autocomplete: 'off', class: 'quantity', 'aria-label': words().quantity(title), value: quantities[id] });
    input.addEventListener('change', () => set(product, Number.parseInt(input.value, 10) || 0));
    const by = (/** @type {number} */ step, /** @type {string} */ label, /** @type {string} */ sign) =>
      button({ 'aria-label': label, 'data-step': `${id} ${step}` }, sign, () => {
        set(product, quantities[id] + step);
        // The line has been redrawn: return the focus to its button, or to the cart if the line was removed.
        (byId('lines').querySelector(`[data-step="${id} ${step}"]`) ?? byId('cart-title')).focus();
      });
    return make('li', {}, named(product),
      make('span', { class: 'stepper' }, by(-1, words().less(title), '−'), input, by(1, words().more(title), '+')),
      make('span', { class: 'price' }, quote ? formatMoney(quote(items()).lines[at].total, currency) : ''));
  }

  /** Empty until the products and, for a filled cart, the bridge are loaded. @param {number} lines */
  function total(lines) {
    if (products.length === 0 || (lines > 0 && !quote)) return '';
    return formatMoney(lines > 0 ? quote(items()).totals[0].total : '0', currency);
  }

  function draw() {
    const own = chosen();
    byId('lines').replaceChildren(...(own.length > 0 ? own.map(line) : [make('li', { class: 'soft' }, words().empty)]));
    byId('total').textContent = total(own.length);
    // Show the quantity next to the product as well: on a phone the cart is far below.
    for (const count of byId('products').querySelectorAll('[data-count]')) {
      const quantity = quantities[count.dataset.count];
      count.textContent = quantity > 0 ? `× ${quantity}` : '';
    }
    if (products.length > 0) document.documentElement.dataset.cart = own.length > 0 ? 'filled' : 'empty';
    onChange({ products: own.map(({ id }) => ({ productId: id, quantity: quantities[id] })), items: items() });
  }

  return {
    /** @param {Product[]} offered @param {string} inCurrency */
    show(offered, inCurrency) {
      products = offered.filter(({ inStock }) => inStock);
      currency = inCurrency;
      const next = JSON.stringify([products, currency, language()]);
      // Redraw only on changes, so that a focused button keeps the focus.
      if (next !== shown) byId('products').replaceChildren(...products.map(tile));
      shown = next;
      draw();
    },
    /** @param {((items: any[]) => any) | null} adder  The bridge's `quoteBuyOrder`. */
    addUpWith(adder) {
      quote = adder && ((/** @type {any[]} */ lines) => adder({ items: lines }));
      draw();
    },
    /** @param {string} text */
    complain(text) {
      shown = '';
      byId('products').replaceChildren(make('li', { class: 'error' }, text));
    },
    empty() {
      quantities = {};
      keep('cart', quantities);
      draw();
    },
  };
}
