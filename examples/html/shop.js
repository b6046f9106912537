import { loadOrderBridge } from './vendor/order-bridge/index.mjs';
import './vendor/order-bridge/element.mjs';
import { ocular, oneEntry } from './config.js';

const checkout = document.querySelector('guest-checkout');
const input = document.querySelector('#quantity');

/** The same lines for OneEntry (`products`) and for Ocular (`items`). */
function fillCart() {
  const quantity = Math.max(1, Math.trunc(Number(input.value)));
  checkout.products = [{ productId: 10, quantity }];
  checkout.items = [{ name: 'Face cream', quantity, price: 2990, unit_price: true, currency: 'CLP' }];
}

input.addEventListener('input', fillCart);
checkout.addEventListener('order-new', () => {
  input.value = '1';
  fillCart();
});

fillCart();
try {
  checkout.bridge = await loadOrderBridge({ oneEntry, ocular });
} catch {
  document.querySelector('#trouble').hidden = false;
}
