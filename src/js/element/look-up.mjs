/** Orders whose outcome is unknown, and orders with a last step missing: they are looked up, continued and shown. */
import { noteOf, notes, saveNote } from './notes.mjs';

/** @typedef {import('./flow-state.mjs').OpenOrder} OpenOrder */

/** Pauses between look-ups, about 20 s in total. After that the bridge emits an event if it finds the order. */
const PAUSES_MS = [1000, 3000, 6000, 10_000];

/**
 * @param {any} ctx @param {ReturnType<typeof import('./flow-state.mjs').createFlowState>} flow
 * @param {(accepted: any, note: any, origin: 'new' | 'found' | 'again') => Promise<void>} showAccepted
 */
export function createLookUp(ctx, flow, showAccepted) {
  /** Shows the bridge's pending checkouts, and starts to look up the orders that may exist. */
  async function refresh() {
    const { bridge } = ctx;
    // A bridge that was disposed of in the meantime returns nothing.
    const rows = bridge ? await bridge.guestCheckout.pending().catch(() => null) : [];
    if (bridge !== ctx.bridge || !Array.isArray(rows)) return;
    const known = new Map(flow._open.map((one) => [one.reference, one]));
    /** @type {OpenOrder[]} */
    const next = [];
    for (const { reference, state, orderId, startedAt } of rows) {
      const note = noteOf(reference);
      if (reference === flow._placed?.reference || reference === flow._placing || note?.superseded) continue;
      const one = known.get(reference) ?? openOrder(reference, 'checking', { startedAt });
      Object.assign(one, { orderId, note });
      if (state === 'orderPlaced' && one.looking === null) one.state = 'placed';
      next.push(one);
    }
    next.push(...flow._open.filter((one) => one.isFound && one.reference !== flow._placed?.reference && !next.includes(one)));
    for (const [reference, note] of Object.entries(notes())) {
      if (note.duplicate !== undefined) next.push(openOrder(reference, 'duplicate', { orderId: note.duplicate, note }));
    }
    flow._open = next;
    ctx.render();
    for (const one of flow._open) if (one.state === 'checking' && !known.has(one.reference)) void check(one);
  }

  /** @param {string} reference @param {OpenOrder['state']} state @param {Partial<OpenOrder>} known @returns {OpenOrder} */
  const openOrder = (reference, state, known) => ({ reference, state, orderId: null, startedAt: '', note: null, message: '', isFound: false, looking: null, ...known });

  /** Looks the order up a few times, unless it is found in the meantime. @param {OpenOrder} one @param {number[]} [pauses] */
  async function check(one, pauses = one.note?.canLookUp === false ? [0] : PAUSES_MS) {
    const isWanted = () => flow._open.includes(one) && one.state === 'checking';
    for (const pause of pauses) {
      await new Promise((done) => { setTimeout(done, pause); });
      if (!isWanted()) return;
      // While another order is being placed or shown, only the bridge keeps looking.
      if (!flow._isTaken() && await look(one)) return;
    }
    if (!isWanted()) return;
    one.state = 'unknown';
    ctx.render();
  }

  /** One look-up, which concurrent callers share. @param {OpenOrder} one @returns {Promise<boolean>} */
  function look(one) {
    one.looking ??= resume(one).finally(() => { one.looking = null; });
    return one.looking;
  }

  /** @param {OpenOrder} one */
  async function resume(one) {
    const { bridge } = ctx;
    // If the bridge fails, the order was not found: the card must not stay in the state "checking" forever.
    const ended = await bridge.guestCheckout.resume(one.reference, flow._optionsFor(one.note)).catch((/** @type {any} */ problem) => ({ problem }));
    if (bridge !== ctx.bridge) return true;
    if (ended.outcome !== 'accepted') {
      // The message from the time when the answer was lost is more specific.
      one.message ||= ended.problem.message;
      return false;
    }
    if (flow._isTaken()) {
      Object.assign(one, { state: 'placed', orderId: ended.order.id, isFound: true });
      ctx.render();
      return true;
    }
    await showResumed(one, ended);
    return true;
  }

  /** @param {Pick<OpenOrder, 'reference' | 'note'>} one @param {any} accepted */
  async function showResumed(one, accepted) {
    const hadFocus = ctx.cards.hasFocus();
    flow._setBusy(true);
    ctx.steps.hide();
    await showAccepted(accepted, one.note, 'found');
    flow._open = flow._open.filter(({ reference }) => reference !== one.reference);
    flow._setBusy(false);
    ctx.host.dispatch('accepted', accepted);
    if (hadFocus) ctx.receipt.focus();
  }

  /** The shopper continues an order that exists. @param {string} reference */
  async function resumeOrder(reference) {
    if (flow._isBusy || !ctx.bridge) return;
    const one = flow._open.find((candidate) => candidate.reference === reference);
    const note = one?.note ?? noteOf(reference);
    flow._setBusy(true);
    ctx.steps.begin();
    const ended = await ctx.bridge.guestCheckout.resume(reference, { ...flow._optionsFor(note), onStep: ctx.steps.follow }).catch((/** @type {any} */ problem) => ({ problem }));
    ctx.steps.hide();
    flow._setBusy(false);
    if (ended.outcome !== 'accepted') return ctx.steps.announce(ended.problem.message);
    await showResumed(one ?? { reference, note }, ended);
    ctx.receipt.focus();
  }

  /** Looks the order up again at the shopper's request. @param {string} reference */
  function lookAgain(reference) {
    const one = flow._open.find((candidate) => candidate.reference === reference);
    if (!one || one.state !== 'unknown') return;
    one.state = 'checking';
    ctx.render();
    void check(one, [0, 3000]);
  }

  /** An order whose answer was lost was found. @param {{ reference: string, orderId: number, superseded: boolean }} found */
  async function found({ reference, orderId, superseded }) {
    await ctx.ready;
    const note = noteOf(reference);
    if (superseded && note?.superseded) {
      saveNote(reference, { ...note, duplicate: orderId });
      return refresh();
    }
    const shown = flow._open.find((one) => one.reference === reference);
    const one = shown ?? openOrder(reference, 'placed', { note });
    Object.assign(one, { orderId, isFound: superseded });
    if (!shown) flow._open = [...flow._open, one];
    if (flow._isTaken()) await refresh();
    else await look(one);
  }

  return {
    refresh, found, lookAgain, resumeOrder,
    /** The shopper has read that there are two orders. @param {string} reference */
    dismiss(reference) {
      saveNote(reference, null);
      flow._open = flow._open.filter((one) => one.reference !== reference);
      ctx.render();
    },
  };
}
