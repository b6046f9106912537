/** The order of this tab that stands: kept for the return from the payment page, and for a reload. */
import { forget, keep, recall } from './keep.mjs';

/**
 * @typedef {object} Placed
 * @property {number} id
 * @property {string} totalSum
 * @property {string} currency
 * @property {import('./accounts.mjs').AccountKind} account
 * @property {any} tracking  What Ocular answered.
 */

/** @returns {Placed | null} */
export const placedOrder = () => recall('placed', null);

/** @param {Placed} placed */
export const keepPlaced = (placed) => keep('placed', placed);

export const forgetPlaced = () => forget('placed');
