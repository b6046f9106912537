/**
 * What each checkout is about, in the shopper's words: products, total, way to pay. Whether its order exists is known to
 * order-bridge alone; a note only helps to name it, in every tab.
 */
import { forget, keep, keptNames, recall } from './keep.mjs';

/**
 * @typedef {object} Note
 * @property {string} shop  Where and by whom it was ordered.
 * @property {string} cart  The cart's name among carts.
 * @property {string} total  As the shopper reads it.
 * @property {any[]} items  Lines as Ocular gets them.
 * @property {import('./accounts.mjs').AccountKind} account
 * @property {boolean} canLookUp  The order carries its reference, so that it can be found.
 * @property {number} at  Milliseconds since 1970.
 * @property {string} [message]  What order-bridge said when it was not known whether the order exists.
 * @property {boolean} [superseded]  The shopper knew of it and ordered the cart once more.
 * @property {number} [duplicate]  Number of the order that turned up after that.
 */

const BEGIN = 'checkout:';
const WHERE = 'localStorage';
/** As long as order-bridge remembers an order that may exist. */
const MOST_MS = 7 * 24 * 60 * 60 * 1000;

/** @param {string} reference @returns {Note | null} */
export const noteOf = (reference) => recall(BEGIN + reference, null, WHERE);

/** @param {string} reference @param {Note} note */
export const keepNote = (reference, note) => keep(BEGIN + reference, note, WHERE);

/** @param {string} reference */
export const forgetNote = (reference) => forget(BEGIN + reference, WHERE);

/** All that are not too old; the others are forgotten. @returns {[reference: string, note: Note][]} */
export function notes() {
  /** @type {[string, Note][]} */
  const found = [];
  for (const name of keptNames(BEGIN, WHERE)) {
    const reference = name.slice(BEGIN.length);
    const note = noteOf(reference);
    if (note && Date.now() - note.at <= MOST_MS) found.push([reference, note]);
    else forgetNote(reference);
  }
  return found;
}

/** The checkouts of this cart do not stand in the way of the one that the shopper wanted all the same. @param {string} cart @param {string} except */
export function supersede(cart, except) {
  for (const [reference, note] of notes()) {
    if (note.cart === cart && reference !== except) keepNote(reference, { ...note, superseded: true });
  }
}
