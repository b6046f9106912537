/** Checkouts whose outcome is not known, by cart: such a cart is not ordered a second time. */
import { keep, recall } from './keep.mjs';

/** @typedef {{ cart: string, reference: string, problem: any }} OpenCheckout */

/** @returns {OpenCheckout[]} */
const all = () => recall('open', []);

/** @param {string} cart */
export const openCheckout = (cart) => all().find((open) => open.cart === cart);

/** @param {OpenCheckout} open */
export const keepOpen = (open) => keep('open', [...all(), open]);
