/**
 * A note for each checkout, with its lines and its payment account. Only the bridge knows whether the order exists; the note helps to
 * describe it, in every tab. A note is kept for as long as the bridge remembers an order that may exist.
 */
import { load, save } from './memory.mjs';

/**
 * @typedef {object} Note
 * @property {string} cart  Identifies the cart.
 * @property {any[]} items  Lines, as reported to Ocular.
 * @property {string} account
 * @property {boolean} canLookUp  The order carries its reference, so that it can be looked up.
 * @property {number} at  Milliseconds since 1970.
 * @property {boolean} [superseded]  The shopper knew of this order and has ordered the cart again.
 * @property {number} [duplicate]  The order's number, if it was found after that.
 */

const MOST_MS = 7 * 24 * 60 * 60 * 1000;

/** @returns {Record<string, Note>} by reference */
export const notes = () => Object.fromEntries(Object.entries(load('notes', {}, 'localStorage')).filter(([, /** @type {any} */ note]) => Date.now() - note?.at <= MOST_MS && Array.isArray(note.items)));

/** @param {string} reference @returns {Note | null} */
export const noteOf = (reference) => notes()[reference] ?? null;

/** @param {string} reference @param {Note | null} note  null: delete it. */
export function saveNote(reference, note) {
  const { [reference]: before, ...others } = notes();
  const all = note ? { ...others, [reference]: note } : others;
  save('notes', Object.keys(all).length > 0 ? all : null, 'localStorage');
}

/** After a confirmed second order, the cart's other orders no longer block it. @param {string} cart @param {string} except */
export function supersede(cart, except) {
  for (const [reference, note] of Object.entries(notes())) {
    if (note.cart === cart && reference !== except) saveNote(reference, { ...note, superseded: true });
  }
}
