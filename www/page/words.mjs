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
  unknown: ['warn', 'Not known yet: was the order placed?', 'This cart stays closed, so that nothing is ordered twice.'],
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

/** The title once the payment came to its end. @param {{ status: string } | null | undefined} session */
export const endWords = (session) => (session && ENDS[session.status]) ?? null;

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
