/** What the page's parts share: where orders go, the bridge there, and whether something is under way. */

/**
 * @typedef {object} Shop
 * @property {import('./settings.mjs').Settings} settings
 * @property {any} bridge  Null while there is none.
 * @property {Promise<void>} connected  Settings are taken, products and unfinished checkouts are shown.
 * @property {boolean} isBusy
 * @property {string} placing  Reference of the checkout under way, or blank.
 * @property {import('./pending.mjs').OpenOrder[]} open  Checkouts that are not finished.
 * @property {Map<string, any>} tracked  What Ocular answered in this page life, by order number.
 * @property {ReturnType<typeof import('./cart.mjs').createCart>} cart
 * @property {ReturnType<typeof import('./guest-form.mjs').createGuestForm>} guest
 * @property {ReturnType<typeof import('./steps.mjs').createSteps>} steps
 * @property {ReturnType<typeof import('./status.mjs').createStatus>} status
 * @property {ReturnType<typeof import('./result.mjs').createResult>} result
 * @property {ReturnType<typeof import('./open-orders.mjs').createOpenOrders>} openOrders
 * @property {ReturnType<typeof import('./ocular-panel.mjs').createOcularPanel>} ocular
 */
import { byId } from './dom.mjs';
import { placedOrder } from './placed.mjs';

/** Where and by whom it is ordered. @param {import('./settings.mjs').Settings} settings */
export const shopKey = ({ url, guest, provider, storage, formIdentifier }) => [url, guest === 'anonymous' ? '' : provider, storage, formIdentifier].join(' ');

/** The cart's name among carts: the same products at the same shop are the same cart. @param {Shop} shop */
export const cartKey = ({ cart, settings }) => cart.key(shopKey(settings));

/** @param {Shop} shop */
export function showButton(shop) {
  const button = byId('place-order');
  const own = cartKey(shop);
  const open = shop.open.find(({ note, state }) => state !== 'duplicate' && note?.cart === own);
  const isPlaced = placedOrder() !== null || open?.state === 'placed';
  // While busy it keeps the focus: not disabled then, but without effect.
  button.disabled = !shop.bridge || (!shop.isBusy && (isPlaced || open !== undefined));
  button.setAttribute('aria-disabled', String(shop.isBusy || button.disabled));
  button.textContent = isPlaced ? 'Order placed' : shop.isBusy ? 'Placing the order…' : open ? 'Order not confirmed yet' : `Place order for ${shop.cart.total()}`;
}

/** @param {Shop} shop @param {boolean} isBusy */
export function setBusy(shop, isBusy) {
  shop.isBusy = isBusy;
  byId('order-form').setAttribute('aria-busy', String(isBusy));
  byId('products').inert = isBusy;
  showButton(shop);
}
