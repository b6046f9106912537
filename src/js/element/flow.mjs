/**
 * Everything from the pressed button to the outcome, and the checkouts that an earlier visit has left unfinished. Only the bridge
 * decides what is true of an order; these modules show it.
 */
import { createFlowState } from './flow-state.mjs';
import { createLookUp } from './look-up.mjs';
import { load } from './memory.mjs';
import { createPayment } from './payment.mjs';
import { createPlace } from './place.mjs';

/** @param {string} cart from the view's `cart()`, possibly read from the page's storage */
function productsOf(cart) {
  try {
    return JSON.parse(cart).slice(2, -1).join();
  } catch {
    return null;
  }
}

/** @param {any} ctx */
export function createFlow(ctx) {
  const flow = createFlowState(ctx);
  const payment = createPayment(ctx, {
    placed: () => flow._placed, isBusy: () => flow._isBusy, setBusy: flow._setBusy,
    keepUse: () => flow._placed && flow._setPlaced({ ...flow._placed, isUsed: true }),
  });
  const lookUp = createLookUp(ctx, flow, showAccepted);
  const place = createPlace(ctx, flow, { showAccepted, refresh: lookUp.refresh });

  /** @param {any} accepted @param {any} note @param {'new' | 'found' | 'again'} origin */
  async function showAccepted({ order, reference, session, warnings, problem }, note, origin) {
    const isEarlier = warnings.some((/** @type {any} */ { code }) => code === 'EARLIER_ORDER');
    // With a coupon or points, the amount due is less than the total.
    const due = Number(order.raw?.totalDue);
    flow._setPlaced({
      id: order.id, reference, totalSum: Number.isFinite(due) && order.raw.totalDue !== null ? String(order.raw.totalDue) : order.totalSum,
      currency: order.currency || note?.items[0]?.currency || '', account: note?.account ?? '', items: note?.items ?? [],
      origin: isEarlier ? 'earlier' : origin, isOpen: Boolean(problem) && problem.step !== 'track', isUsed: false, cart: note?.cart ?? null, shownOver: ctx.cart(), at: Date.now(),
    });
    const known = session ?? (problem ? undefined : null);
    payment.know(known);
    ctx.receipt.show(flow._placed, known, { problem, warnings });
    ctx.steps.announce(isEarlier ? ctx.words.earlierStatus(order.id) : ctx.words.placedStatus(order.id));
    if (isEarlier && problem === undefined) await payment.ask();
  }

  /** If the page has another cart, its form is shown. The order is kept, because the page may go back to its cart. */
  function syncWithCart() {
    if (flow._isBusy || !flow._kept || !ctx.bridge) return;
    // Compares products only: if the page has dropped a coupon since, it is still the same cart and must not be ordered twice.
    const [now, own, before] = [ctx.cart(), flow._kept.cart ?? '', flow._kept.shownOver].map(productsOf);
    const isOther = ctx.host.products.length > 0 && own != null && now !== own && now !== before;
    if (isOther === (flow._placed === null)) return;
    flow._placed = isOther ? null : flow._kept;
    payment.stop();
    ctx.steps.hide();
    ctx.steps.announce('');
    if (!flow._placed) return;
    ctx.receipt.show(flow._placed, undefined, {});
    void payment.ask();
  }

  return {
    place, ...lookUp,
    checkPayment: payment.check, payAgain: payment.payAgain, isUsed: payment.used, isSeen: payment.isSeen, stop: payment.stop,
    syncWithCart,
    /** Shows again what this tab showed before the payment page or a reload. */
    async restore() {
      // The element may be taken out of the page and put back while it places an order.
      if (flow._isBusy) return;
      const saved = load(flow._shownAs(), null);
      flow._kept = typeof saved?.id === 'number' && Array.isArray(saved.items) ? saved : null;
      flow._placed = flow._kept;
      payment.know(undefined);
      syncWithCart();
      if (flow._placed) {
        ctx.receipt.show(flow._placed, undefined, {});
        ctx.render();
        if (flow._placed.isUsed) void payment.see();
        else await payment.ask();
      }
      await lookUp.refresh();
    },
    /** The page was restored from the back/forward cache: time has passed. */
    async onRestored() {
      await lookUp.refresh();
      if (flow._placed && !flow._isBusy) await payment.see();
    },
    startOver() {
      if (flow._isBusy) return;
      // An order that was found again may not be the page's cart. That cart must then stay.
      const own = productsOf(flow._kept?.cart ?? '');
      const isOwn = own === null || ctx.host.products.length === 0 || own === productsOf(ctx.cart());
      payment.stop();
      flow._setPlaced(null);
      ctx.form.clear();
      ctx.receipt.hide();
      ctx.summary.hide();
      ctx.steps.hide();
      ctx.steps.announce('');
      if (isOwn) ctx.host.dispatch('new', null);
      void lookUp.refresh();
    },
    forget() {
      payment.stop();
      flow._open = [];
      flow._placed = null;
      flow._kept = null;
    },
    get open() { return flow._open; },
    get placed() { return flow._placed; },
    get isBusy() { return flow._isBusy; },
  };
}
