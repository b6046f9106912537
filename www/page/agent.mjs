/** The screen of a video agent who sells during a call: the newest orders in Ocular. English only. */
import { drawOrder, nameOf, paymentOf } from './agent-order.mjs';
import { make } from './dom.mjs';

/** @typedef {import('./agent-order.mjs').Order} Order */
/** @typedef {{ order: Order, text: string, card: HTMLElement }} Shown */
/** @typedef {{ list: HTMLElement, status: HTMLElement, shown: Map<string, Shown> | null }} Screen */

const MOST = 6;
/** @type {WeakMap<HTMLElement, Screen>} */
const screens = new WeakMap();

/** Draws what has changed since the last call. @param {HTMLElement} place @param {Order[]} orders  `ocularOrders` of `/standin/state` */
export function drawAgent(place, orders) {
  const screen = screens.get(place) ?? open(place);
  const before = screen.shown;
  const newest = [...orders].sort((one, other) => other.number - one.number).slice(0, MOST);
  const now = new Map(newest.map((order) => [keyOf(order), show(order, before?.get(keyOf(order)))]));
  if (before?.size === now.size && [...now].every(([key, one]) => before.get(key) === one)) return;
  screen.shown = now;
  screen.list.replaceChildren(...[...now.values()].map(({ card }) => card));
  screen.status.textContent = now.size === 0 ? 'No order has come yet.' : news(before, now);
}

/** @param {HTMLElement} place @returns {Screen} */
function open(place) {
  // Reuse an existing status line: screen readers announce changes only in a live region that was already on the page.
  const own = place.querySelector('[role="status"]');
  const status = own ?? make('p', { class: 'soft', role: 'status' });
  const list = make('ul', { class: 'agent' });
  const screen = { list, status, shown: null };
  if (own) place.append(list);
  else place.replaceChildren(status, list);
  screens.set(place, screen);
  return screen;
}

/** The number alone is not unique: the stand-in reuses numbers after a reset. @param {Order} order */
const keyOf = ({ number, createdAt }) => `${number} ${createdAt}`;

/** An order that has not changed keeps its card. @param {Order} order @param {Shown} [before] @returns {Shown} */
function show(order, before) {
  const text = JSON.stringify(order);
  return before?.text === text ? before : { order, text, card: drawOrder(order) };
}

/**
 * Describes the changes in short sentences. The first call mentions only the newest order.
 * @param {Map<string, Shown> | null} before @param {Map<string, Shown>} now
 */
function news(before, now) {
  const changed = before ? [...now].filter(([key, one]) => before.get(key) !== one) : [...now].slice(0, 1);
  return changed.reverse().map(([key, { order }]) => `Order ${nameOf(order)} ${happened(order, before?.get(key)?.order)}.`).join(' ');
}

/** @param {Order} order @param {Order} [before] */
function happened(order, before) {
  if (!before) return 'came in';
  return order.payment_status === before.payment_status ? 'was edited' : `is ${paymentOf(order).text}`;
}
