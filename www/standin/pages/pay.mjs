/** The hosted payment page, in place of the buyer's bank. Works without scripts. */
import { html } from '../answer.mjs';
import { passTime, settleSession } from '../oneentry/sessions.mjs';

const ENDS = { pay: 'completed', decline: 'canceled', expire: 'expired' };
const TEXTS = {
  completed: ['Paid', 'The payment went through.'],
  canceled: ['Canceled', 'Nothing was paid.'],
  expired: ['Expired', 'This payment page is no longer valid. Nothing was paid.'],
};

/** @param {import('../world.mjs').World} world @param {number} id */
export function payPage(world, id) {
  passTime(world);
  const session = world.sessions.get(id);
  if (!session) return document(world, 'No such payment', '<h1>No such payment</h1><p>There is no payment session at this address.</p>', 404);
  const { status, orderId } = session.versions.latest;
  if (status !== 'waiting') return endPage(world, session);
  const order = world.orders.get(orderId).versions.latest;
  const rows = order.lines.map(({ productId, quantity, price }) => {
    const title = world.products.find((product) => product.id === productId).title;
    return `<li><span>${quantity} × ${escape(title)}</span><span>${money(price * quantity, world)}</span></li>`;
  });
  return document(world, `Pay order ${orderId}`, `
<h1>Pay order ${orderId}</h1>
<ul>${rows.join('')}</ul>
<p class="total"><span>To pay</span><strong>${money(order.totalDue, world)}</strong></p>
<form method="post" action="/standin/pay/${id}">
<button class="pay" name="action" value="pay">Pay ${money(order.totalDue, world)}</button>
<button name="action" value="decline">Decline</button>
<button name="action" value="expire">Let it expire</button>
</form>`);
}

/** @param {import('../world.mjs').World} world @param {number} id @param {string} form */
export function payAction(world, id, form) {
  passTime(world);
  const session = world.sessions.get(id);
  const status = ENDS[new URLSearchParams(form).get('action') ?? ''];
  if (!session || status === undefined) return payPage(world, id);
  if (session.versions.latest.status === 'waiting') settleSession(world, session, status);
  const back = backTo(world, session);
  if (back === null) return endPage(world, session);
  return { status: 303, text: '', headers: { location: back, 'content-security-policy': policy(world) } };
}

function endPage(world, session) {
  const { status, orderId } = session.versions.latest;
  const [title, text] = TEXTS[status] ?? ['Closed', `The session's status is ${status}.`];
  const back = backTo(world, session);
  return document(world, title, `
<h1>${escape(title)}</h1>
<p>Order ${orderId}. ${escape(text)}</p>
${back === null ? '<p>You can close this page.</p>' : `<p><a class="pay" href="${escape(back)}">Back to the shop</a></p>`}`);
}

function backTo(world, session) {
  const { successUrl, cancelUrl } = world.settings;
  return (session.versions.latest.status === 'completed' ? successUrl : cancelUrl) ?? null;
}

function document(world, title, body, status = 200) {
  return html(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – stand-in payment page</title>
<link rel="stylesheet" href="/standin/pay.css">
<main>
<p class="label">Stand-in payment page. No money moves.</p>${body}
</main>
</html>`, status, { 'content-security-policy': policy(world) });
}

/** `form-action` must also allow the redirect after the form, so it lists the shop's origins. */
function policy({ settings: { successUrl, cancelUrl } }) {
  const shops = [successUrl, cancelUrl].filter((url) => url !== null).map((url) => new URL(url).origin);
  return `default-src 'none'; style-src 'self'; form-action 'self' ${[...new Set(shops)].join(' ')}; base-uri 'none'; frame-ancestors 'none'`;
}

function money(amount, { settings: { currency } }) {
  return escape(`${amount.toFixed(2)} ${currency}`);
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
