/** A placed order: its number, its lines, its payment. Prints as a receipt. */
import { button, facts, make } from './dom.mjs';
import { formatMoney, totalOf } from './money.mjs';

/**
 * @typedef {object} Placed
 * @property {number} id
 * @property {string} reference
 * @property {string} totalSum
 * @property {string} currency
 * @property {string} account
 * @property {any[]} items
 * @property {'new' | 'earlier' | 'found' | 'again'} origin
 * @property {boolean} isUsed  The shopper has opened the payment page.
 * @property {string | null} cart  Identifies the cart that was ordered; null: unknown.
 * @property {string} shownOver  The page's cart when the order was shown.
 * @property {boolean} isOpen  A step after the order has failed; the checkout can be continued.
 * @property {number} at
 */

const ENDED = ['canceled', 'expired'];

/** @param {any} ctx @param {{ onCheck: () => void, onPay: () => void, onPayAgain: () => void, onGoOn: () => void, onNew: () => void }} actions */
export function createReceipt(ctx, actions) {
  const title = make('h2', { id: 'receipt-title', tabindex: '-1', part: 'title' });
  const body = make('div', { class: 'body' });
  const element = make('section', { class: 'card', part: 'receipt', 'aria-labelledby': 'receipt-title', hidden: true }, title, body);

  /** What is shown, for comparison. */
  let shown = '';
  /** The payment is being checked. */
  let isLooking = false;
  /** @type {[placed: any, session: any, more: any]} */
  let last = [null, null, {}];

  return {
    element,
    focus: () => title.focus(),
    hide() {
      element.hidden = true;
      body.replaceChildren();
      last = [null, null, {}];
      shown = '';
    },
    /** The payment status as shown. @returns {string} */
    paymentText: () => body.querySelector('#payment-state')?.textContent ?? '',
    /** After a change of language or of a setting. */
    redraw() {
      if (last[0]) this.show(...last);
    },
    /** While the payment is being checked, the shopper is not invited to pay. @param {boolean} looks */
    setLooking(looks) {
      if (looks === isLooking) return;
      isLooking = looks;
      this.redraw();
    },
    /**
     * @param {Placed} placed
     * @param {any} session  null: no session. undefined: unknown.
     * @param {{ problem?: any, warnings?: any[] }} [more]
     */
    show(placed, session, { problem, warnings = placed.reference === last[0]?.reference ? last[2].warnings ?? [] : [] } = {}) {
      const { words, language, host } = ctx;
      last = [placed, session, { problem, warnings }];
      const now = JSON.stringify([last, session === undefined, problem?.message, isLooking, language, host.direct, host.session]);
      if (now === shown && !element.hidden) return;
      shown = now;
      const { activeElement } = ctx.root;
      const focused = body.contains(activeElement) ? activeElement.id : '';
      const isDirect = placed.account in host.direct;
      const failed = problem && problem.step !== 'track';
      const isPaid = session?.status === 'completed';
      const isUnpaid = !isDirect && ENDED.includes(session?.status);
      const canPay = !isDirect && !isLooking && session?.status === 'waiting' && session.paymentUrl;
      const canPayAgain = !placed.isOpen && !isDirect && host.session !== false && (session === null || ENDED.includes(session?.status));
      element.dataset.tone = failed || isUnpaid ? 'warn' : 'good';
      element.dataset.payment = session?.status ?? '';
      title.textContent = isPaid ? words.titlePaid : isUnpaid ? words.titleUnpaid : { earlier: words.titleEarlier, found: words.titleFound }[/** @type {string} */ (placed.origin)] ?? words.titlePlaced;
      const origin = words.origins[placed.origin];
      const date = new Date(placed.at);
      body.replaceChildren(
        ...(origin ? [make('p', { id: 'origin' }, origin)] : []),
        ...(failed ? [make('p', { id: 'problem', class: 'note', 'data-tone': 'warn' }, problem.message)] : []),
        // Messages of warnings are for developers: the page gets them in the event. The shopper sees our words for those that concern her.
        ...warnings.filter(({ code }) => code in words.warnings).map(({ code }) => make('p', { class: 'note', 'data-tone': 'warn', 'data-code': code }, /** @type {any} */ (words.warnings)[code])),
        facts([
          ['order-number', words.orderNumber, [String(placed.id)]],
          ['', words.ordered, [make('time', { datetime: date.toISOString() }, new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(date))]],
          ...linesOf(placed.items, ctx),
          ['order-total', words.total, [formatMoney(placed.totalSum, placed.currency, language)]],
          ['payment-state', words.payment, [isLooking && (session === undefined || session?.status === 'waiting') ? words.paymentLooking : paymentWords(words, session, isDirect)]],
        ]),
        make('p', { class: 'actions' },
          ...(canPay ? [make('a', { id: 'pay-link', class: 'button main', part: 'button main-button', href: session.paymentUrl }, words.pay), make('span', { class: 'soft' }, words.opens(hostOf(session.paymentUrl)))] : []),
          ...(placed.isOpen ? [button({ id: 'go-on', class: canPay ? '' : 'main' }, words.goOn, actions.onGoOn)] : []),
          ...(canPayAgain ? [button({ id: 'pay-again', class: 'main', part: 'button main-button' }, words.payAgain, actions.onPayAgain)] : []),
          ...(!isDirect && !isPaid ? [button({ id: 'check-payment' }, words.checkPayment, actions.onCheck)] : []),
          button({ id: 'print' }, words.print, () => print()),
          button({ id: 'new-order', class: 'plain', part: 'plain-button' }, words.newOrder, actions.onNew)));
      for (const event of canPay ? ['click', 'auxclick'] : []) body.querySelector('#pay-link')?.addEventListener(event, actions.onPay);
      element.hidden = false;
      if (focused) (ctx.root.getElementById(focused) ?? title).focus();
    },
  };
}

/** @param {any[]} items @param {any} ctx @returns {[id: string, label: string, value: Node[]][]} */
export const linesOf = (items, { words }) => (items.length === 0 ? [] : [
  ['', words.products, items.map(({ quantity, name }) => make('span', { class: 'line' }, `${quantity} × ${name}`))],
]);

/** @param {any[]} items @param {any} ctx @returns {[id: string, label: string, value: string[]][]} */
export function totalFact(items, { bridge, language, words }) {
  const total = totalOf(bridge, items, language);
  return total === '' ? [] : [['', words.total, [total]]];
}

/** @param {string} url */
const hostOf = (url) => new URL(url).host;

/** @param {any} words @param {any} session @param {boolean} isDirect */
function paymentWords(words, session, isDirect) {
  if (session === undefined) return words.paymentUnknown;
  if (isDirect) return words.payDirectly;
  if (session === null) return words.paymentNone;
  if (session.status === 'waiting') return session.paymentUrl ? words.paymentWaiting : words.paymentLate;
  return words.payments[session.status] ?? words.paymentOther(session.status);
}
