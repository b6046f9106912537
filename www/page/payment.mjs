/** The payment of an order that stands: its state, and a new payment page. Never a new order. */
import { placedOrder } from './placed.mjs';
import { setBusy } from './shop.mjs';

/** @typedef {import('./shop.mjs').Shop} Shop */

const UNREADABLE = { message: 'The payment’s state could not be read just now. Your order is placed and is safe.' };

/**
 * The session as the project tells it, shown as a step.
 * @param {Shop} shop
 * @param {number} orderId
 * @returns {Promise<any>} null when the order has none, undefined when it cannot be read
 */
export async function readSession(shop, orderId) {
  const read = await asStep(shop, 'getSession', () => shop.bridge.guestCheckout.getSessionByOrderId(orderId));
  if (read.ok) return read.value;
  return read.problem.code === 'NOT_FOUND' ? null : undefined;
}

/** @param {Shop} shop */
export async function checkPayment(shop) {
  const placed = placedOrder();
  if (shop.isBusy || !shop.bridge || placed === null) return;
  setBusy(shop, true);
  // After a reload the guest user is signed out; an order is shown only to who placed it.
  const signedIn = await asStep(shop, 'auth', () => shop.bridge.guestCheckout.auth());
  const session = signedIn.ok ? await readSession(shop, placed.id) : undefined;
  setBusy(shop, false);
  shop.result.showPlaced(placed, session, session === undefined ? { problem: UNREADABLE } : {});
  shop.status.say(session ? `Order ${placed.id}: payment ${session.status}.` : '');
}

/** @param {Shop} shop */
export async function payAgain(shop) {
  const placed = placedOrder();
  if (shop.isBusy || !shop.bridge || placed === null) return;
  setBusy(shop, true);
  const opened = await asStep(shop, 'createSession', () => shop.bridge.guestCheckout.createSession(placed.id, 'session', false));
  setBusy(shop, false);
  shop.result.showPlaced(placed, opened.ok ? opened.value : undefined, opened.ok ? {} : { problem: opened.problem });
  shop.status.say(opened.ok ? 'The payment session is open.' : opened.problem.message);
  shop.result.focus();
}

/** Shows a single call as the step that it is. @param {Shop} shop @param {import('./steps.mjs').Step} step @param {() => Promise<any>} call */
async function asStep({ steps }, step, call) {
  steps.tell({ step, state: 'start' });
  const result = await call();
  steps.tell({ step, state: result.ok ? 'done' : 'failed' });
  return result;
}

/** The order that this tab has placed before it went to the payment page or was reloaded. @param {Shop} shop */
export async function showEarlier(shop) {
  if (placedOrder() !== null) {
    shop.steps.begin({ createOrder: '', createSession: '', updateSession: '', track: '' });
    await checkPayment(shop);
  }
  // The address says what the payment page claims; what is shown is what the project says.
  history.replaceState(null, '', '/');
}
