/** The order of this tab that stands: kept for the return from the payment page, and for a reload. */
import { forget, keep, recall } from './keep.mjs';

/**
 * @typedef {object} Placed
 * @property {number} id
 * @property {string} reference  Of its checkout.
 * @property {string} totalSum
 * @property {string} currency
 * @property {import('./accounts.mjs').AccountKind | undefined} account  Not known for an order that another tab has placed.
 * @property {any[]} items  Lines as Ocular gets them.
 * @property {any} tracking  What Ocular answered.
 * @property {string} origin  `new`, `earlier` (the cart was ordered before), `found` (its answer was lost) or `again`.
 * @property {boolean} isOpen  A step after the order failed; the checkout can be gone on with.
 */

/** @returns {Placed | null} */
export const placedOrder = () => recall('placed', null);

/** @param {Placed} placed */
export const keepPlaced = (placed) => keep('placed', placed);

export const forgetPlaced = () => forget('placed');
