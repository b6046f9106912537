/** The panel that tells what a checkout came to. */
import { byId, button, make } from './dom.mjs';
import { facts } from './facts.mjs';
import { formatMoney } from './money.mjs';
import { originWords, outcomeWords, paymentWords, placedWords, trackingWords } from './words.mjs';

/** @typedef {import('./placed.mjs').Placed} Placed */
/** @typedef {{ onCheck: () => void, onPayAgain: () => void, onGoOn: (reference: string) => void, onNewOrder: () => void }} Actions */

/** Statuses after which an order can get a new payment page. */
const UNPAID_ENDS = ['canceled', 'expired'];

/** @param {Actions} actions */
export function createResult(actions) {
  /** @param {string} tone @param {string} title @param {...Node} body */
  function show(tone, title, ...body) {
    byId('result').hidden = false;
    byId('result').dataset.tone = tone;
    byId('result-title').textContent = title;
    byId('result-body').replaceChildren(...body);
  }

  return {
    /** `session` null: the order has none; undefined: it is not known. @param {Placed} placed @param {any} session @param {{ problem?: any, warnings?: any[] }} [more] */
    showPlaced(placed, session, { problem, warnings = [] } = {}) {
      const isCash = placed.account === 'cash';
      const [tone, title] = placedWords(placed, session);
      const origin = originWords(placed);
      const tracking = trackingWords(placed.tracking, String(placed.id));
      const paymentProblem = problem && problem.step !== 'track' ? [make('p', { id: 'problem', class: 'note warn' }, problem.message)] : [];
      const host = session?.paymentUrl ? new URL(session.paymentUrl).host : '';
      const canPay = session?.status === 'waiting' && host !== '';
      const canPayAgain = !placed.isOpen && !isCash && (session === null || UNPAID_ENDS.includes(session.status));
      show(paymentProblem.length > 0 && tone === 'good' ? 'warn' : tone, title,
        ...(origin === '' ? [] : [make('p', { id: 'origin' }, origin)]),
        ...paymentProblem,
        facts([
          ['order-number', 'Order number', [String(placed.id)]],
          ['order-total', 'Total', [formatMoney(placed.totalSum, placed.currency)]],
          ['session-status', 'Payment', [paymentWords(session, isCash), ...(session ? [' ', make('code', {}, session.status)] : [])]],
          ['ocular-answer', 'Ocular', [tracking.text]],
        ]),
        ...warningList(warnings),
        make('p', { class: 'actions' },
          ...(canPay ? [make('a', { id: 'pay-link', class: 'button main', href: session.paymentUrl }, 'Go to the payment page'), make('span', { class: 'soft' }, `Opens ${host}.`)] : []),
          ...(placed.isOpen ? [button({ id: 'go-on', class: canPay ? '' : 'main' }, 'Go on with your order', () => actions.onGoOn(placed.reference))] : []),
          ...(canPayAgain ? [button({ id: 'pay-again', class: 'main' }, 'Open a payment page for this order', actions.onPayAgain)] : []),
          ...(!isCash && session?.status !== 'completed' ? [button({ id: 'check-session' }, 'Read the payment’s state', actions.onCheck)] : []),
          button({ id: 'new-order', class: 'plain' }, 'Start a new order', actions.onNewOrder)));
    },

    /** @param {number} order @param {any} tracking */
    showTracking(order, tracking) {
      const answer = byId('result').querySelector('#ocular-answer');
      if (answer) answer.textContent = trackingWords(tracking, String(order)).text;
    },

    /** An outcome without an order. @param {any} result @param {string[]} [details] */
    showOutcome(result, details = []) {
      const { tone, title, texts } = outcomeWords(result);
      const known = [
        ['reference', 'Reference', result.reference],
        ['reason', 'Reason', [result.problem.code, result.problem.status].filter(Boolean).join(' ')],
      ].filter(([, , value]) => value);
      show(tone, title,
        ...texts.map((text) => make('p', {}, text)),
        ...(details.length > 0 ? [make('ul', {}, ...details.map((text) => make('li', {}, text)))] : []),
        facts(known.map(([id, label, value]) => [id, label, [make('code', {}, value)]])));
    },

    hide() {
      byId('result').hidden = true;
      byId('result-body').replaceChildren();
    },

    focus: () => byId('result-title').focus(),
  };
}

/** @param {{ code: string, message: string }[]} warnings */
const warningList = (warnings) => (warnings.length === 0 ? [] : [make('ul', { id: 'warnings', class: 'note warn' }, ...warnings.map(({ code, message }) => make('li', { 'data-code': code }, message)))]);
