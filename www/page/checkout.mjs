/** From the pressed button to the outcome: one call of `placeOrder`, then the session's state. */
import { chosenAccount } from './accounts.mjs';
import { byId } from './dom.mjs';
import { keepOpen } from './open-checkouts.mjs';
import { guestOrder, markersOf, ocularItems } from './order.mjs';
import { readSession } from './payment.mjs';
import { keepPlaced } from './placed.mjs';
import { cartKey, setBusy } from './shop.mjs';

/** @typedef {import('./shop.mjs').Shop} Shop */

const TITLE = document.title;

/** @param {Shop} shop */
export async function placeOrder(shop) {
  const { settings, cart, guest, steps, status, result } = shop;
  if (shop.isBusy || byId('place-order').disabled || !isFilled(shop)) return;
  const account = chosenAccount(settings);
  if (!account) return status.say('No payment account is offered. Check the settings.');
  const items = ocularItems(cart.lines(), settings.currency);
  const order = guestOrder(settings, cart.lines(), account.identifier, guest.formData(markersOf(settings)));
  const sessionStatus = account.kind === 'cash' && settings.cashStatus !== '' ? settings.cashStatus : undefined;

  setBusy(shop, true);
  result.hide();
  steps.begin({
    ...(settings.guest === 'anonymous' && { auth: 'not needed: anonymous' }),
    ...(sessionStatus === undefined && { updateSession: account.kind === 'cash' ? 'not needed' : 'not needed: paid online' }),
  });
  try {
    const ended = await shop.bridge.guestCheckout.placeOrder(order, { sessionStatus, track: { items }, onStep: steps.tell });
    if (ended.outcome === 'accepted') await showAccepted(shop, ended, account.kind, items);
    else showWithoutOrder(shop, ended);
  } finally {
    steps.end();
    setBusy(shop, false);
  }
  const refused = byId('order-form').querySelector('[aria-invalid="true"]');
  if (refused) refused.focus();
  else result.focus();
}

/** Marks what has to be mended before anything is sent. @param {Shop} shop */
function isFilled({ guest, cart, status }) {
  const wrong = guest.check();
  const isEmpty = cart.lines().length === 0;
  const count = wrong.length + Number(isEmpty);
  cart.complain(isEmpty ? 'Choose at least one product.' : '');
  document.title = count > 0 ? `Error: ${TITLE}` : TITLE;
  if (count === 0) return true;
  status.say(`Nothing was sent: ${count} ${count === 1 ? 'entry needs' : 'entries need'} your attention.`);
  if (isEmpty) cart.focus();
  else guest.focus(wrong[0]);
  return false;
}

/** @param {Shop} shop @param {any} accepted @param {import('./accounts.mjs').AccountKind} account @param {any[]} items */
async function showAccepted(shop, { order, session, tracking, warnings, problem }, account, items) {
  const { steps, ocular, result, status } = shop;
  const placed = { id: order.id, totalSum: order.totalSum, currency: order.currency || shop.settings.currency, account, tracking };
  keepPlaced(placed);
  if (warnings.some((/** @type {any} */ { code }) => code === 'SESSION_UPDATE_UNSUPPORTED')) steps.set('updateSession', 'failed', 'no such route');
  if (tracking?.code === 'NO_OCULAR_SESSION') steps.set('track', 'skipped', 'no video attention');
  ocular.show(order.id, items, tracking);
  const known = await readSession(shop, order.id);
  result.showPlaced(placed, known ?? session ?? known, { problem, warnings });
  status.say(`Order ${order.id} is placed.`);
}

/** Rejected, not sent, or unknown. The cart cannot have changed meanwhile. @param {Shop} shop @param {any} ended */
function showWithoutOrder(shop, ended) {
  if (ended.outcome === 'unknown') keepOpen({ cart: cartKey(shop), reference: ended.reference, problem: ended.problem });
  const detail = ended.detail ?? {};
  const refused = shop.guest.refuse(detail, markersOf(shop.settings));
  shop.result.showOutcome(ended, refused.length > 0 ? [] : Object.values(detail).flat());
  shop.status.say(refused.length > 0 ? 'The shop did not accept a detail.' : '');
}
