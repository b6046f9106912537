/** The cards of checkouts that are not finished: above the form, so that nobody orders past them. */
import { button, byId, make } from './dom.mjs';
import { copyText, facts } from './facts.mjs';
import { cartKey } from './shop.mjs';
import { openWords } from './words.mjs';

/** @typedef {import('./pending.mjs').OpenOrder} OpenOrder */
/** @typedef {{ onGoOn: (reference: string) => void, onLook: (reference: string) => void, onOrderAgain: () => void, onRead: (reference: string) => void }} Actions */

/** @param {Actions} actions */
export function createOpenOrders(actions) {
  /** @type {Map<string, { element: any, title: any, body: any, shown: string }>} */
  const cards = new Map();

  /** @param {string} reference */
  function cardOf(reference) {
    const known = cards.get(reference);
    if (known) return known;
    const title = make('h2', { id: `open-${reference}`, tabindex: '-1' });
    const body = make('div', { class: 'body' });
    const element = make('section', { class: 'card open', 'aria-labelledby': title.id, 'data-reference': reference }, title, body);
    const card = { element, title, body, shown: '' };
    cards.set(reference, card);
    return card;
  }

  return {
    /** @param {import('./shop.mjs').Shop} shop */
    show(shop) {
      const { open } = shop;
      for (const [reference, { element }] of cards) {
        if (open.some((one) => one.reference === reference)) continue;
        element.remove();
        cards.delete(reference);
      }
      for (const one of open) {
        const card = cardOf(one.reference);
        if (!card.element.isConnected) byId('open-orders').append(card.element);
        const isSameCart = one.note?.cart === cartKey(shop);
        // A card stays as it is while it says the same: nothing that the shopper does in it is lost.
        const shown = JSON.stringify([one.state, one.orderId, one.message, isSameCart]);
        if (shown === card.shown) continue;
        card.shown = shown;
        const hadFocus = card.element.contains(document.activeElement);
        const { tone, title } = openWords(one);
        card.element.dataset.tone = tone;
        card.element.dataset.state = one.state;
        card.title.textContent = title;
        card.body.replaceChildren(...bodyOf(one, isSameCart, actions));
        if (hadFocus && !card.element.contains(document.activeElement)) card.title.focus();
      }
    },

    /** Says it to those who do not see it. @param {string} text */
    announce(text) {
      if (byId('open-status').textContent !== text) byId('open-status').textContent = text;
    },

    /** @param {string} reference */
    focus: (reference) => cards.get(reference)?.title.focus(),
    hasFocus: () => byId('open-orders').contains(document.activeElement),
  };
}

/** @param {OpenOrder} open @param {boolean} isSameCart @param {Actions} actions @returns {Node[]} */
function bodyOf(open, isSameCart, actions) {
  const { texts } = openWords(open);
  const about = facts([...productsOf(open), ...sentAt(open), ['', 'Reference', [copyText(open.reference)]]]);
  const said = texts.map((text) => make('p', {}, text));
  switch (open.state) {
    case 'checking':
      return [...said, about];
    case 'unknown':
      return [...said, ...advice(open, actions), about, ...(isSameCart ? [again(open, actions)] : open.note ? [make('p', { class: 'soft' }, 'Your cart holds something else now. You can order that as usual.')] : [])];
    case 'placed':
      return [...said, about, make('p', { class: 'actions' }, button({ class: 'main go-on' }, 'Go on with your order', () => actions.onGoOn(open.reference)))];
    default:
      return [...said, about, make('p', { class: 'actions' }, button({ class: 'read' }, 'I have read this', () => actions.onRead(open.reference)))];
  }
}

/** @param {OpenOrder} open @returns {[id: string, label: string, value: (Node | string)[]][]} */
const productsOf = ({ note }) => (note ? [
  ['', 'Products', note.items.map(({ quantity, name }) => make('span', { class: 'line' }, `${quantity} × ${name}`))],
  ['', 'Total', [note.total]],
] : []);

/** @param {OpenOrder} open @returns {[id: string, label: string, value: (Node | string)[]][]} */
function sentAt({ startedAt }) {
  const time = new Date(startedAt);
  if (Number.isNaN(time.getTime())) return [];
  return [['', 'Sent', [make('time', { datetime: startedAt }, new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(time))]]];
}

/** What the shopper can do. @param {OpenOrder} open @param {Actions} actions @returns {Node[]} */
function advice(open, actions) {
  const canLookUp = open.note?.canLookUp !== false;
  return [
    make('h3', {}, 'What you can do'),
    make('ul', { class: 'advice' },
      make('li', {}, 'Look into your e-mail: a confirmation means that the shop has your order.'),
      make('li', {}, canLookUp ? 'Ask the shop, and give it the reference below.' : 'Ask the shop, and tell it your name, the products and the time below.'),
      canLookUp
        ? make('li', {}, 'Come back later: this page looks for your order each time it is opened.')
        : make('li', {}, 'Please do not wait for this page: this shop gives it no way to look for your order.')),
    ...(canLookUp ? [make('p', { class: 'actions' }, button({ class: 'look' }, 'Look for it now', () => actions.onLook(open.reference)))] : []),
  ];
}

/** Ordering the same once more: apart from all else, and only after a confirmation in words. @param {OpenOrder} open @param {Actions} actions */
function again(open, actions) {
  const id = `sure-${open.reference}`;
  const sure = make('input', { id, type: 'checkbox', autocomplete: 'off', 'aria-describedby': `${id}-error` });
  const error = make('p', { id: `${id}-error`, class: 'error' });
  sure.addEventListener('change', () => {
    error.textContent = '';
    sure.removeAttribute('aria-invalid');
  });
  const order = button({ class: 'order-again' }, `Order once more for ${open.note?.total ?? ''}`.trim(), () => {
    if (sure.checked) return actions.onOrderAgain();
    error.textContent = 'Please tick the box first if you want to order although there may be two orders then.';
    sure.setAttribute('aria-invalid', 'true');
    sure.focus();
  });
  return make('details', { class: 'again' },
    make('summary', {}, 'Order the same products once more'),
    make('p', {}, 'Do this only when the shop has told you that it has no order of yours. If the first order exists after all, you get two orders, and you may have to pay for both.'),
    make('p', { class: 'choice' }, sure, make('label', { for: id }, 'I know that I may get two orders')),
    error,
    make('p', { class: 'actions' }, order));
}
