/**
 * Checkouts that are not finished, from this or an earlier visit, as order-bridge keeps them: orders whose answer was lost
 * are looked for, orders that exist can be gone on with. Nothing here places an order.
 */
import { showAccepted } from './accepted.mjs';
import { forgetNote, keepNote, noteOf, notes } from './notes.mjs';
import { statusOf } from './order.mjs';
import { placedOrder } from './placed.mjs';
import { setBusy, shopKey, showButton } from './shop.mjs';
import { announcementOf } from './words.mjs';

/** @typedef {import('./shop.mjs').Shop} Shop */

/**
 * @typedef {object} OpenOrder
 * @property {string} reference
 * @property {'checking' | 'unknown' | 'placed' | 'duplicate'} state
 * @property {number | null} orderId
 * @property {string} startedAt
 * @property {import('./notes.mjs').Note | null} note
 * @property {string} message  What order-bridge says about it.
 * @property {boolean} isFound  It was found while another order was being shown: order-bridge counts it as done.
 * @property {Promise<boolean> | null} looking
 */

/** Pauses between looks, about 20 s in all. Afterwards order-bridge tells when it finds the order. */
const PAUSES_MS = [1000, 3000, 6000, 10_000];

/** Shows the checkouts that order-bridge tells of, and begins to look for those that may exist. @param {Shop} shop */
export async function refresh(shop) {
  const { bridge } = shop;
  const rows = bridge ? await bridge.guestCheckout.pending() : [];
  // No list: order-bridge itself failed. What is shown stays.
  if (bridge !== shop.bridge || !Array.isArray(rows)) return;
  const known = new Map(shop.open.map((open) => [open.reference, open]));
  const here = shopKey(shop.settings);
  const shown = placedOrder()?.reference;

  /** @type {OpenOrder[]} */
  const open = [];
  for (const { reference, state, orderId, startedAt } of rows) {
    const note = noteOf(reference);
    // Shown as the order of this tab, just being placed, or ordered once more on purpose.
    if ([shown, shop.placing].includes(reference) || note?.superseded) continue;
    const one = known.get(reference) ?? openOrder(reference, 'checking', { startedAt });
    Object.assign(one, { orderId, note });
    // One that is just being looked for shows itself.
    if (state === 'orderPlaced' && one.looking === null) one.state = 'placed';
    open.push(one);
  }
  open.push(...shop.open.filter((one) => one.isFound && one.reference !== shown && !open.includes(one)));
  for (const [reference, note] of notes()) {
    if (note.duplicate === undefined || note.shop !== here) continue;
    open.push(openOrder(reference, 'duplicate', { orderId: note.duplicate, note }));
  }
  shop.open = open;
  showOpen(shop);
  for (const one of open) if (one.state === 'checking' && !known.has(one.reference)) void check(shop, one);
}

/** @param {string} reference @param {OpenOrder['state']} state @param {Partial<OpenOrder>} known @returns {OpenOrder} */
const openOrder = (reference, state, known) => ({ reference, state, orderId: null, startedAt: '', note: null, message: '', isFound: false, looking: null, ...known });

/** Only when something has changed, the shopper is told. @param {Shop} shop */
function showOpen(shop) {
  shop.openOrders.show(shop);
  shop.openOrders.announce(shop.open.map(announcementOf).join(' '));
  showButton(shop);
}

/** Looks a few times, as long as nobody else has found it. @param {Shop} shop @param {OpenOrder} open @param {number[]} [pauses] */
async function check(shop, open, pauses = open.note?.canLookUp === false ? [0] : PAUSES_MS) {
  for (const pause of pauses) {
    await new Promise((done) => { setTimeout(done, pause); });
    if (!isWanted(shop, open)) return;
    // Another order is being placed or shown: order-bridge goes on looking by itself.
    if (!isTaken(shop) && await look(shop, open)) return;
  }
  if (!isWanted(shop, open)) return;
  open.state = 'unknown';
  showOpen(shop);
}

/** @param {Shop} shop @param {OpenOrder} open */
const isWanted = (shop, open) => shop.open.includes(open) && open.state === 'checking';

/** @param {Shop} shop */
const isTaken = (shop) => shop.isBusy || placedOrder() !== null;

/** One look, shown when it finds the order. The same one for all who ask meanwhile. @param {Shop} shop @param {OpenOrder} open @returns {Promise<boolean>} */
function look(shop, open) {
  open.looking ??= resume(shop, open).finally(() => { open.looking = null; });
  return open.looking;
}

/** @param {Shop} shop @param {OpenOrder} open */
async function resume(shop, open) {
  const { bridge, steps } = shop;
  const ended = await bridge.guestCheckout.resume(open.reference, {
    sessionStatus: open.note ? statusOf(shop.settings, open.note.account) : undefined,
    onStep: (/** @type {any} */ event) => { if (!shop.isBusy) steps.tell(event); },
  });
  if (bridge !== shop.bridge) return true;
  if (ended.outcome !== 'accepted') {
    open.message = open.note?.message ?? ended.problem.message;
    return false;
  }
  if (isTaken(shop)) {
    Object.assign(open, { state: 'placed', orderId: ended.order.id, isFound: true });
    showOpen(shop);
    return true;
  }
  setBusy(shop, true);
  await showResumed(shop, open, ended);
  return true;
}

/** The shopper wants to go on with an order that exists. @param {Shop} shop @param {string} reference */
export async function goOn(shop, reference) {
  if (shop.isBusy || !shop.bridge) return;
  const open = shop.open.find((one) => one.reference === reference);
  const note = open?.note ?? noteOf(reference);
  setBusy(shop, true);
  shop.steps.begin({ auth: '', createOrder: '', track: '' });
  const sessionStatus = note ? statusOf(shop.settings, note.account) : undefined;
  const ended = await shop.bridge.guestCheckout.resume(reference, { sessionStatus, onStep: shop.steps.tell });
  shop.steps.end();
  if (ended.outcome === 'accepted') {
    await showResumed(shop, open ?? { reference, note }, ended);
    shop.result.focus();
  } else {
    setBusy(shop, false);
    shop.status.say(ended.problem.message);
  }
}

/** Looks once more because the shopper asks for it. @param {Shop} shop @param {string} reference */
export function lookAgain(shop, reference) {
  const open = shop.open.find((one) => one.reference === reference);
  if (!open || open.state !== 'unknown') return;
  open.state = 'checking';
  showOpen(shop);
  void check(shop, open, [0, 3000]);
}

/** @param {Shop} shop @param {Pick<OpenOrder, 'reference' | 'note'>} open @param {any} accepted */
async function showResumed(shop, open, accepted) {
  const hadFocus = shop.openOrders.hasFocus();
  await showAccepted(shop, accepted, open.note, 'found');
  shop.open = shop.open.filter(({ reference }) => reference !== open.reference);
  setBusy(shop, false);
  showOpen(shop);
  if (hadFocus) shop.result.focus();
}

/** An order turned up whose answer was lost. @param {Shop} shop @param {{ reference: string, orderId: number, superseded: boolean }} found */
export async function onFound(shop, { reference, orderId, superseded }) {
  await shop.connected;
  const note = noteOf(reference);
  if (superseded && note?.superseded) {
    keepNote(reference, { ...note, duplicate: orderId });
    return refresh(shop);
  }
  const shown = shop.open.find((one) => one.reference === reference);
  const open = shown ?? openOrder(reference, 'placed', { note });
  // Superseded by an order that was not placed after all: order-bridge counts it as done, the shopper does not know of it.
  Object.assign(open, { orderId, isFound: superseded });
  if (!shown) shop.open = [...shop.open, open];
  if (isTaken(shop)) await refresh(shop);
  else await look(shop, open);
}

/** The shopper has read that there are two orders. @param {Shop} shop @param {string} reference */
export function dismiss(shop, reference) {
  forgetNote(reference);
  shop.open = shop.open.filter((one) => one.reference !== reference);
  showOpen(shop);
}
