/** What the modules of the flow share: the shown order, the open orders, and whether an order is being placed. */
import { save } from './memory.mjs';

/**
 * @typedef {object} OpenOrder
 * @property {string} reference
 * @property {'checking' | 'unknown' | 'placed' | 'duplicate'} state
 * @property {number | null} orderId
 * @property {string} startedAt
 * @property {import('./notes.mjs').Note | null} note
 * @property {string} message  The bridge's message about the order.
 * @property {boolean} isFound  It was found while another order was shown; the bridge counts it as done.
 * @property {Promise<boolean> | null} looking
 */

/** @typedef {import('./receipt.mjs').Placed} Placed */

/** @param {any} ctx */
export function createFlowState(ctx) {
  const flow = {
    /** @type {OpenOrder[]} */
    _open: [],
    /** The order on the receipt. @type {Placed | null} */
    _placed: null,
    /** The placed order that this tab has saved. It is hidden while the page has another cart. @type {Placed | null} */
    _kept: null,
    _isBusy: false,
    /** Reference of the checkout under way. */
    _placing: '',
    /** One key per shop, so that two shops on one site do not show each other's orders. */
    _shownAs: () => `placed:${ctx.host.storage}/${ctx.host.form}`,
    /** @param {boolean} busy */
    _setBusy(busy) {
      flow._isBusy = busy;
      ctx.form.setBusy(busy);
      ctx.render();
    },
    /** @param {Placed | null} order */
    _setPlaced(order) {
      flow._placed = order;
      flow._kept = order;
      save(flow._shownAs(), order);
    },
    _isTaken: () => flow._isBusy || flow._placed !== null,
    /** Options of `placeOrder` and `resume`. @param {{ account: string } | null | undefined} note */
    _optionsFor: (note) => ({ sessionStatus: (note && ctx.host.direct[note.account]) || undefined, session: ctx.host.session }),
  };
  return flow;
}
