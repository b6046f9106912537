/** Unfinished orders, shown above the form so that shoppers see them before they order. No text here suggests a second order. */
import { button, facts, make, say } from './dom.mjs';
import { linesOf, totalFact } from './receipt.mjs';
import { totalOf } from './money.mjs';

/** @typedef {import('./flow-state.mjs').OpenOrder} OpenOrder */
/** @typedef {{ onGoOn: (reference: string) => void, onLook: (reference: string) => void, onOrderAgain: () => void, onRead: (reference: string) => void }} Actions */

/** @param {any} ctx @param {Actions} actions */
export function createOpenOrders(ctx, actions) {
  const live = make('p', { class: 'visually-hidden', role: 'status' });
  const list = make('div', { class: 'open-orders' });
  /** @type {Map<string, { element: any, title: any, body: any, shown: string }>} */
  const cards = new Map();

  /** @param {string} reference */
  function cardOf(reference) {
    const title = make('h2', { id: `open-${reference}`, tabindex: '-1', part: 'title' });
    const body = make('div', { class: 'body' });
    const element = make('section', { class: 'card open', part: 'open-order', 'aria-labelledby': title.id, 'data-reference': reference }, title, body);
    const card = { element, title, body, shown: '' };
    cards.set(reference, card);
    list.append(element);
    return card;
  }

  return {
    live,
    element: list,
    /** @param {OpenOrder[]} open @param {string} cart */
    show(open, cart) {
      for (const [reference, { element }] of cards) {
        if (open.some((one) => one.reference === reference)) continue;
        element.remove();
        cards.delete(reference);
      }
      for (const one of open) {
        const card = cards.get(one.reference) ?? cardOf(one.reference);
        const isSameCart = one.note?.cart === cart;
        // A card with the same content is not drawn again, so that nothing the shopper does in it is lost.
        const shown = JSON.stringify([ctx.language, one.state, one.orderId, one.message, isSameCart]);
        if (shown === card.shown) continue;
        card.shown = shown;
        const hadFocus = card.element.contains(ctx.root.activeElement);
        const [tone, title] = titleOf(one, ctx.words);
        card.element.dataset.tone = tone;
        card.element.dataset.state = one.state;
        card.title.textContent = title;
        card.body.replaceChildren(...bodyOf(one, isSameCart));
        if (hadFocus) card.title.focus();
      }
      say(live, open.map((one) => `${titleOf(one, ctx.words)[1]}. ${one.state === 'unknown' ? one.message : ''}`.trim()).join(' '));
    },
    /** @param {string} reference */
    focus: (reference) => cards.get(reference)?.title.focus(),
    hasFocus: () => list.contains(ctx.root.activeElement),
  };

  /** @param {OpenOrder} open @param {boolean} isSameCart @returns {Node[]} */
  function bodyOf(open, isSameCart) {
    const { words } = ctx;
    const items = open.note?.items ?? [];
    const about = facts([...linesOf(items, ctx), ...totalFact(items, ctx), ...sentAt(open), ['', words.reference, [make('code', { class: 'reference' }, open.reference)]]]);
    const actionsOf = (/** @type {any[]} */ ...buttons) => make('p', { class: 'actions' }, ...buttons);
    switch (open.state) {
      case 'checking':
        return [make('p', {}, words.checking), about];
      case 'unknown':
        return [make('p', {}, open.message), ...advice(open), about, ...(isSameCart ? [again(open)] : open.note ? [make('p', { class: 'soft' }, words.otherCart)] : [])];
      case 'placed':
        return [make('p', {}, words.placedText), about, actionsOf(button({ class: 'main go-on', part: 'button main-button' }, words.goOn, () => actions.onGoOn(open.reference)))];
      default:
        return [make('p', {}, words.duplicateText(open.orderId)), about, actionsOf(button({ class: 'read' }, words.read, () => actions.onRead(open.reference)))];
    }
  }

  /** @param {OpenOrder} open @returns {[id: string, label: string, value: Node[]][]} */
  function sentAt({ startedAt }) {
    const time = new Date(startedAt);
    if (Number.isNaN(time.getTime())) return [];
    return [['', ctx.words.sent, [make('time', { datetime: startedAt }, new Intl.DateTimeFormat(ctx.language, { dateStyle: 'medium', timeStyle: 'short' }).format(time))]]];
  }

  /** What the shopper can do. @param {OpenOrder} open @returns {Node[]} */
  function advice(open) {
    const { words } = ctx;
    const canLookUp = open.note?.canLookUp !== false;
    const hints = canLookUp ? [words.adviceMail, words.adviceAsk, words.adviceLater] : [words.adviceMail, words.adviceAskWithout];
    return [
      make('h3', {}, words.advice),
      make('ul', { class: 'advice' }, ...hints.map((/** @type {string} */ text) => make('li', {}, text))),
      ...(canLookUp ? [make('p', { class: 'actions' }, button({ class: 'look' }, words.look, () => actions.onLook(open.reference)))] : []),
    ];
  }

  /** Ordering the same cart again: set apart from everything else, and only after an explicit confirmation. @param {OpenOrder} open */
  function again(open) {
    const { words } = ctx;
    const id = `sure-${open.reference}`;
    const sure = make('input', { id, type: 'checkbox', part: 'checkbox', 'aria-describedby': `${id}-error` });
    const error = make('p', { id: `${id}-error`, class: 'error', part: 'error' });
    sure.addEventListener('change', () => {
      error.textContent = '';
      sure.removeAttribute('aria-invalid');
    });
    const order = button({ class: 'order-again' }, words.orderAgain(totalOf(ctx.bridge, open.note?.items ?? [], ctx.language)), () => {
      if (sure.checked) return actions.onOrderAgain();
      error.textContent = words.tickFirst;
      sure.setAttribute('aria-invalid', 'true');
      sure.focus();
    });
    return make('details', { class: 'again' },
      make('summary', {}, words.againTitle),
      make('p', {}, words.againText),
      make('div', { class: 'choice' }, sure, make('label', { for: id, part: 'label' }, words.sure)),
      error,
      make('p', { class: 'actions' }, order));
  }
}

/** @param {OpenOrder} open @param {any} words @returns {[tone: string, title: string]} */
function titleOf({ state, orderId }, words) {
  if (state === 'checking') return ['', words.titleChecking];
  if (state === 'unknown') return ['warn', words.titleUnknown];
  return state === 'placed' ? ['good', words.titleOpen(orderId)] : ['warn', words.titleDuplicate];
}
