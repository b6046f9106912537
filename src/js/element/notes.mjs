/**
 * What each checkout is about: the lines, the way to pay. Whether its order exists is known to the bridge alone; a note only
 * helps to name it, in every tab. As long as the bridge remembers an order that may exist.
 */
import { keep, recall } from './memory.mjs';

/**
 * @typedef {object} Note
 * @property {string} cart  The cart's name among carts.
 * @property {any[]} items  Lines as they are reported.
 * @property {string} account
 * @property {boolean} canLookUp  The order carries its reference, so that it can be found.
 * @property {number} at  Milliseconds since 1970.
 * @property {boolean} [superseded]  The shopper knew of it and ordered the cart once more.
 * @property {number} [duplicate]  Number of the order that turned up after that.
 */

const MOST_MS = 7 * 24 * 60 * 60 * 1000;

/** @returns {Record<string, Note>} by reference */
export const notes = () => Object.fromEntries(Object.entries(recall('notes', {}, 'localStorage')).filter(([, note]) => Date.now() - /** @type {any} */ (note)?.at <= MOST_MS));

/** @param {string} reference @returns {Note | null} */
export const noteOf = (reference) => notes()[reference] ?? null;

/** @param {string} reference @param {Note | null} note  null: forget. */
export function keepNote(reference, note) {
  const { [reference]: before, ...others } = notes();
  const all = note ? { ...others, [reference]: note } : others;
  keep('notes', Object.keys(all).length > 0 ? all : null, 'localStorage');
}

/** These do not stand in the way of the order that the shopper wanted all the same. @param {string} cart @param {string} except */
export function supersede(cart, except) {
  for (const [reference, note] of Object.entries(notes())) {
    if (note.cart === cart && reference !== except) keepNote(reference, { ...note, superseded: true });
  }
}
