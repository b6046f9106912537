/** An order that stands: shown with its payment, however it came about. */
import { readSession } from './payment.mjs';
import { keepPlaced, placedOrder } from './placed.mjs';
import { showButton } from './shop.mjs';

/** @typedef {import('./shop.mjs').Shop} Shop */

/**
 * @param {Shop} shop
 * @param {any} accepted
 * @param {{ account?: import('./accounts.mjs').AccountKind, items?: any[] } | null} note
 * @param {'new' | 'found' | 'again'} origin
 */
export async function showAccepted(shop, { order, reference, session, tracking, warnings, problem }, note, origin) {
  const { steps, ocular, result, status } = shop;
  const isEarlier = warnings.some(isOfEarlierOrder);
  /** @type {import('./placed.mjs').Placed} */
  const placed = {
    id: order.id,
    reference,
    totalSum: order.totalSum,
    currency: order.currency || shop.settings.currency,
    account: note?.account,
    items: note?.items ?? [],
    tracking: tracking ?? shop.tracked.get(String(order.id)) ?? null,
    origin: isEarlier ? 'earlier' : origin,
    isOpen: Boolean(problem) && problem.step !== 'track',
  };
  keepPlaced(placed);
  showButton(shop);
  if (warnings.some((/** @type {any} */ { code }) => code === 'SESSION_UPDATE_UNSUPPORTED')) steps.set('updateSession', 'failed', 'no such route');
  if (tracking?.code === 'NO_OCULAR_SESSION') steps.set('track', 'skipped', 'no video attention');
  if (isEarlier || origin === 'found') steps.set('createOrder', 'done', 'exists already');
  ocular.show(order.id, placed.items, placed.tracking);
  const known = await readSession(shop, order.id);
  // What was told of it meanwhile is newer.
  const latest = placedOrder() ?? placed;
  result.showPlaced(latest, known ?? session ?? known, { problem, warnings: warnings.filter((/** @type {any} */ warning) => !isOfEarlierOrder(warning)) });
  status.say(isEarlier ? `Order ${order.id} was placed before. No second order was placed.` : `Order ${order.id} is placed.`);
}

const isOfEarlierOrder = (/** @type {any} */ { code }) => code === 'EARLIER_ORDER';

/** A report that was delivered later than its order was shown. @param {Shop} shop @param {{ externalId: string | null, response: any }} event */
export function showTracked(shop, { externalId, response }) {
  if (externalId === null) return;
  shop.tracked.set(externalId, response);
  const placed = placedOrder();
  if (placed === null || String(placed.id) !== externalId) return;
  keepPlaced({ ...placed, tracking: response });
  shop.ocular.show(placed.id, placed.items, response);
  shop.result.showTracking(placed.id, response);
}
