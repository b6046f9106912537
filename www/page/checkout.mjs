/** From the pressed button to the outcome: one call of `placeOrder`, then the session's state. */
import { showAccepted } from './accepted.mjs';
import { chosenAccount } from './accounts.mjs';
import { byId } from './dom.mjs';
import { forgetNote, keepNote, noteOf, supersede } from './notes.mjs';
import { guestOrder, markersOf, ocularItems, statusOf } from './order.mjs';
import { refresh } from './pending.mjs';
import { cartKey, setBusy, shopKey } from './shop.mjs';

/** @typedef {import('./shop.mjs').Shop} Shop */

const TITLE = document.title;

/**
 * @param {Shop} shop
 * @param {{ orderAgain?: boolean }} [options]  `orderAgain`: the shopper knows that there may be two orders then.
 */
export async function placeOrder(shop, { orderAgain = false } = {}) {
  const { settings, cart, guest, steps, status, result } = shop;
  if (shop.isBusy || !shop.bridge || (byId('place-order').disabled && !orderAgain) || !isFilled(shop)) return;
  const account = chosenAccount(settings);
  if (!account) return status.say('No payment account is offered. Check the settings.');
  const items = ocularItems(cart.lines(), settings.currency);
  const order = guestOrder(settings, cart.lines(), account.identifier, guest.formData(markersOf(settings)));
  const sessionStatus = statusOf(settings, account.kind);
  const referenceMarker = settings.referenceMarker === '' ? undefined : settings.referenceMarker;
  /** @type {import('./notes.mjs').Note} */
  const note = { shop: shopKey(settings), cart: cartKey(shop), total: cart.total(), items, account: account.kind, canLookUp: referenceMarker !== undefined, at: Date.now() };

  setBusy(shop, true);
  result.hide();
  steps.begin({
    ...(settings.guest === 'anonymous' && { auth: 'not needed: anonymous' }),
    ...(sessionStatus === undefined && { updateSession: account.kind === 'cash' ? 'not needed' : 'not needed: paid online' }),
  });
  /** @param {{ step: string, state: string, reference: string }} event */
  const onStep = (event) => {
    if (shop.placing === '') {
      shop.placing = event.reference;
      // Before anything is sent: a page that dies on the way is named by it afterwards.
      keepNote(shop.placing, note);
    }
    steps.tell(event);
  };
  let unknown = '';
  try {
    const ended = await shop.bridge.guestCheckout.placeOrder(order, { sessionStatus, referenceMarker, orderAgain, track: { items }, onStep });
    // Not there when order-bridge itself failed.
    ended.reference ||= shop.placing;
    takeDown(shop.placing, ended, note, orderAgain);
    if (ended.outcome === 'accepted') await showAccepted(shop, ended, noteOf(ended.reference) ?? note, orderAgain ? 'again' : 'new');
    else if (ended.outcome === 'unknown') {
      unknown = ended.reference;
      steps.set('createOrder', 'unsure');
      status.say('');
    } else showRefused(shop, ended);
  } finally {
    shop.placing = '';
    await refresh(shop);
    steps.end();
    setBusy(shop, false);
  }
  const refused = byId('order-form').querySelector('[aria-invalid="true"]');
  if (refused) refused.focus();
  else if (unknown !== '') shop.openOrders.focus(unknown);
  else result.focus();
}

/** Keeps a note of what exists or may exist, and only of that. @param {string} own @param {any} ended @param {import('./notes.mjs').Note} note @param {boolean} orderAgain */
function takeDown(own, ended, note, orderAgain) {
  const mayExist = ended.outcome === 'accepted' || ended.outcome === 'unknown';
  // It is the reference of an earlier checkout when order-bridge went on with that one.
  if (!mayExist || ended.reference !== own) forgetNote(own);
  if (!mayExist) return;
  keepNote(ended.reference, { ...(noteOf(ended.reference) ?? note), ...(ended.outcome === 'unknown' && { message: ended.problem.message }) });
  if (orderAgain) supersede(note.cart, ended.reference);
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

/** Rejected or not sent: there is no order. @param {Shop} shop @param {any} ended */
function showRefused(shop, ended) {
  const refused = shop.guest.refuse(ended.detail, markersOf(shop.settings));
  shop.result.showOutcome(ended, refused.length > 0 ? [] : Object.values(ended.detail).flat());
  shop.status.say(refused.length > 0 ? 'The shop did not accept a detail.' : '');
}
