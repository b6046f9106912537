/** What the page's parts share: where orders go, the bridge there, and whether something is under way. */

/**
 * @typedef {object} Shop
 * @property {import('./settings.mjs').Settings} settings
 * @property {any} bridge  Null while there is none.
 * @property {boolean} isBusy
 * @property {ReturnType<typeof import('./cart.mjs').createCart>} cart
 * @property {ReturnType<typeof import('./guest-form.mjs').createGuestForm>} guest
 * @property {ReturnType<typeof import('./steps.mjs').createSteps>} steps
 * @property {ReturnType<typeof import('./status.mjs').createStatus>} status
 * @property {ReturnType<typeof import('./result.mjs').createResult>} result
 * @property {ReturnType<typeof import('./ocular-panel.mjs').createOcularPanel>} ocular
 */
import { byId } from './dom.mjs';
import { openCheckout } from './open-checkouts.mjs';
import { placedOrder } from './placed.mjs';

/** The cart's name among carts: the same products at the same shop are the same cart. @param {Shop} shop */
export const cartKey = ({ cart, settings }) => cart.key(settings.url);

/** @param {Shop} shop */
export function showButton(shop) {
  const button = byId('place-order');
  const isPlaced = placedOrder() !== null;
  const isOpen = openCheckout(cartKey(shop)) !== undefined;
  // While busy it keeps the focus: not disabled then, but without effect.
  button.disabled = !shop.bridge || (!shop.isBusy && (isPlaced || isOpen));
  button.setAttribute('aria-disabled', String(shop.isBusy || button.disabled));
  button.textContent = shop.isBusy ? 'Placing the order…' : isPlaced ? 'Order placed' : isOpen ? 'Order not confirmed yet' : `Place order for ${shop.cart.total()}`;
}

/** @param {Shop} shop @param {boolean} isBusy */
export function setBusy(shop, isBusy) {
  shop.isBusy = isBusy;
  byId('order-form').setAttribute('aria-busy', String(isBusy));
  byId('products').inert = isBusy;
  showButton(shop);
}
