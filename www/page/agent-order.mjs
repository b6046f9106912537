/** One order on the video agent's screen: the lines, their sums, and whether it is paid. */
import { make } from './dom.mjs';
import { amountText, sumsOf, totalsOf } from './line-sums.mjs';
import { formatMoney } from './money.mjs';
import { picture } from './picture.mjs';

/** @typedef {{ number: number, session: string, external_id: string | null, items: any[] | null, payment_status: 0 | 1 | null, reports: number, createdAt: string, updatedAt: string }} Order */

const PICTURE_PIXELS = 44;
/** Ids that are safe to use as a file name. */
const PLAIN_ID = /^[\w-]{1,100}$/;

/** The shop's order number, or Ocular's number if the shop has reported none. @param {Order} order */
export const nameOf = ({ external_id: id, number }) => id ?? `no. ${number}`;

/** @param {Order} order */
export function paymentOf({ payment_status: status }) {
  if (status === null) return { text: 'not paid yet', tone: 'warn' };
  return status === 0 ? { text: 'paid', tone: 'good' } : { text: 'declined', tone: 'bad' };
}

/** @param {Order} order @returns {HTMLElement} */
export function drawOrder(order) {
  const { session, items, reports } = order;
  const { text, tone } = paymentOf(order);
  return make('li', {},
    make('p', { class: 'agent-head' }, make('span', {}, make('b', {}, `Order ${nameOf(order)}`), ' · ', make('span', { class: 'agent-small' }, `attention ${session}`)), ' ', make('span', { class: 'badge', 'data-tone': tone }, text)),
    // The payment state can be reported before the lines.
    items ? make('ul', {}, ...items.map(drawLine)) : make('p', { class: 'soft' }, 'What was ordered has not been received yet.'),
    ...[...totalsOf(items ?? [])].map(([currency, total]) => make('p', { class: 'agent-total' }, make('span', {}, `Total in ${currency}`), ' ', make('strong', {}, money(total, currency)))),
    ...(reports > 1 ? [make('p', { class: 'agent-small' }, `edited ${reports === 2 ? 'once' : `${reports - 1} times`}`)] : []));
}

/** @param {any} item */
function drawLine(item) {
  const { name, variants, categories, currency } = item;
  const sums = sumsOf(item);
  const details = [
    howMany(item),
    ...(variants ?? []).map((/** @type {any} */ variant) => `${variant.name}: ${variant.value}`),
    sums.discount > 0n ? `Discount${item.discount_type === 'percent' ? ` ${item.discount}%` : ''}: ${money(sums.discount, currency)}` : '',
  ].filter(Boolean);
  return make('li', {}, picture(pictureOf(item), PICTURE_PIXELS),
    make('div', {}, make('span', { class: 'agent-name' }, name),
      ...details.map((text) => make('span', { class: 'soft' }, text)),
      ...(categories?.length ? [make('span', { class: 'agent-small' }, categories.join(', '))] : [])),
    make('span', { class: 'price' }, money(sums.total, currency)));
}

/** `price` is either the price of one piece or of the whole line. @param {any} item */
function howMany({ quantity, unit_price: isOfOne, price, currency }) {
  return `${quantity} ${isOfOne || quantity === 1 ? '×' : 'for'} ${formatMoney(String(price), currency)}`;
}

/** @param {bigint} amount @param {string} currency */
const money = (amount, currency) => formatMoney(amountText(amount), currency);

/** The Content-Security-Policy allows only pictures from this origin. @param {any} item */
function pictureOf({ image, external_id: id }) {
  if (image?.startsWith(`${location.origin}/`)) return image;
  return PLAIN_ID.test(id ?? '') ? `/pictures/${id}.svg` : null;
}
