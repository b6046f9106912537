/**
 * What the shopper reads about a checkout's end. While an order's outcome is not known,
 * no text invites a second order.
 */

/** @typedef {'good' | 'warn' | 'bad'} Tone */

/** @type {Record<string, [tone: Tone, title: string, text: string]>} */
const OUTCOMES = {
  accepted: ['good', 'Order placed', 'Thank you. The shop has your order.'],
  rejected: ['bad', 'The shop did not accept the order', 'Your details are kept. You can change them and place the order then.'],
  notSent: ['bad', 'Nothing was sent', 'Your details are kept. You can place the order when this is mended.'],
};

/** @param {{ outcome: string, problem?: { message: string } }} result @returns {{ tone: Tone, title: string, texts: string[] }} */
export function outcomeWords({ outcome, problem }) {
  const [tone, title, text] = OUTCOMES[outcome];
  return { tone, title, texts: outcome === 'accepted' || !problem ? [text] : [problem.message, text] };
}

/** @type {Record<string, [tone: Tone, title: string]>} */
const ENDS = {
  completed: ['good', 'Order paid'],
  canceled: ['warn', 'Order placed, not paid'],
  expired: ['warn', 'Order placed, not paid'],
};

/**
 * The title of an order that stands.
 * @param {import('./placed.mjs').Placed} placed
 * @param {{ status: string } | null | undefined} session
 * @returns {[tone: Tone, title: string]}
 */
export function placedWords({ origin }, session) {
  const end = session && ENDS[session.status];
  return end || ['good', origin === 'earlier' ? 'This is the order that you placed before' : origin === 'found' ? 'Order found: it is placed' : 'Order placed'];
}

/** How it came about, when that is worth a word. @param {import('./placed.mjs').Placed} placed */
export const originWords = ({ origin }) => ORIGINS[origin] ?? '';

/** @type {Record<string, string>} */
const ORIGINS = {
  earlier: 'You had ordered this cart already. No second order was placed; this is the earlier one.',
  found: 'The shop has your order. Nothing was ordered twice.',
  again: 'You asked for this order although the one before it may exist. If that one turns up, this page will tell you.',
};

/** @typedef {import('./pending.mjs').OpenOrder} OpenOrder */

/** A checkout that is not finished. @param {OpenOrder} open @returns {{ tone: Tone | '', title: string, texts: string[] }} */
export function openWords({ state, orderId, message, note }) {
  switch (state) {
    case 'checking':
      return {
        tone: '',
        title: 'We are checking your order',
        texts: ['Your order was sent, but the shop’s answer got lost. We are asking the shop whether it has your order; this can take half a minute. The order button stays off for these products meanwhile.'],
      };
    case 'unknown':
      return { tone: 'warn', title: 'Not known yet: was your order placed?', texts: [message] };
    case 'placed':
      return {
        tone: 'good',
        title: orderId === null ? 'Your order is placed' : `Your order ${orderId} is placed`,
        texts: [note?.account === 'cash' ? 'The shop has it. One last step did not come through.' : 'The shop has it. What is left to do is the payment.'],
      };
    default:
      return {
        tone: 'warn',
        title: 'You have two orders',
        texts: [`The first order has turned up after all: it is order ${orderId}. You ordered the same products once more after it. If you want only one of the two, ask the shop to cancel the other.`],
      };
  }
}

/** The same in one sentence, for those who do not see the card. @param {OpenOrder} open */
export function announcementOf(open) {
  const { title } = openWords(open);
  return open.state === 'unknown' ? `${title} ${open.message}` : `${title}.`;
}

/** @type {Record<string, string>} */
const PAYMENT = {
  completed: 'Paid.',
  guest_completed: 'Guest order completed. You pay the shop directly.',
  canceled: 'Canceled. Nothing was paid.',
  expired: 'Expired. Nothing was paid.',
};

/** @param {{ status: string, paymentUrl: string | null } | null | undefined} session @param {boolean} isCash */
export function paymentWords(session, isCash) {
  if (session === undefined) return 'Not known just now.';
  if (session === null) return isCash ? 'No payment session. You pay the shop directly.' : 'There is no payment page yet.';
  if (session.status !== 'waiting') return PAYMENT[session.status] ?? 'Told by the status alone.';
  if (isCash) return 'Waiting. You pay the shop directly.';
  return session.paymentUrl === null ? 'Waiting. The payment page is not ready yet.' : 'Waiting for your payment.';
}

/** @param {any} tracking what Ocular answered @param {string} order @returns {{ tone: Tone | '', text: string }} */
export function trackingWords(tracking, order) {
  if (tracking === null) return { tone: '', text: 'Not reported.' };
  if (tracking.statusCode === 0) return { tone: 'good', text: `Reported as order ${order}. Answer: ${tracking.message}` };
  if (tracking.code === 'NO_OCULAR_SESSION') return { tone: '', text: 'Nothing was reported: there is no video attention on this page.' };
  const fields = Object.values(tracking.detail ?? {}).flat().join(' ');
  return { tone: 'warn', text: `The report failed, the order is not affected. Answer: ${tracking.message} ${fields}`.trim() };
}
