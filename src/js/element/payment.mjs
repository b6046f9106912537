/** The payment of the shown order: asks for its status, watches it after the payment page was used, opens a new payment page. */

/** Pauses between checks, because payment pages and shops' reads lag. After the last one the shopper can still check by hand. */
const PAUSES_MS = [0, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 120_000];
/** Number of checks during which the shopper is not invited to pay: 15 s after using the payment page, otherwise some seconds. */
const LOOKS_AFTER_USE = 5;
const LOOKS = 4;
/** After a click on the link, the browser needs a moment to leave. */
const LEAVE_MS = 3000;

/**
 * @param {any} ctx
 * @param {{ placed: () => import('./receipt.mjs').Placed | null, isBusy: () => boolean, setBusy: (busy: boolean) => void, keepUse: () => void }} flow
 */
export function createPayment(ctx, { placed, isBusy, setBusy, keepUse }) {
  /** Counts watches: only the newest continues. */
  let watches = 0;
  /** Order number and payment status in the last `order-payment` event. */
  let reported = '';
  /** @type {any} */
  let session;

  const isOpen = () => session === undefined || session?.status === 'waiting';

  /** Asks the project how the payment of the shown order stands. The bridge also reports that to Ocular. */
  async function ask({ isAgain = false } = {}) {
    const { bridge, host } = ctx;
    const order = placed();
    if (!order || !bridge) return;
    const asked = await bridge.guestCheckout.reportPayment(order.id).catch(() => null);
    if (!asked || order.reference !== placed()?.reference || bridge !== ctx.bridge) return;
    session = asked.ok ? asked.value.session : asked.problem.code === 'NOT_FOUND' ? null : undefined;
    ctx.receipt.show(placed(), session, {});
    const now = `${order.id} ${session?.status}`;
    if (isAgain && now === reported) return;
    reported = now;
    host.dispatch('payment', { orderId: order.id, session: session ?? null, tracking: asked.ok ? asked.value.tracking : null });
  }

  function stop() {
    watches += 1;
    ctx.receipt.setLooking(false);
  }

  /** Checks until the payment has ended. @param {number} looks  How many checks to make before the shopper is invited to pay. */
  async function watch(looks) {
    const mine = (watches += 1);
    ctx.receipt.setLooking(true);
    for (const [index, pause] of PAUSES_MS.entries()) {
      if (index === looks) ctx.receipt.setLooking(false);
      await new Promise((done) => { setTimeout(done, pause); });
      if (mine !== watches) return;
      if (!placed()) break;
      if (isBusy()) continue;
      await ask({ isAgain: index > 0 });
      if (mine !== watches) return;
      if (!isOpen()) break;
    }
    ctx.receipt.setLooking(false);
  }

  const isDirect = () => (placed()?.account ?? '') in ctx.host.direct;
  const see = () => (isDirect() || ctx.host.session === false ? ask() : watch(placed()?.isUsed ? LOOKS_AFTER_USE : LOOKS));

  return {
    ask,
    see,
    stop,
    /** Sets the session that was opened with the order. @param {any} known */
    know(known) {
      session = known;
    },
    /** The page is visible again: the shopper may have paid in the meantime. */
    isSeen() {
      if (placed() && !isBusy() && isOpen()) void see();
    },
    used() {
      keepUse();
      const mine = (watches += 1);
      setTimeout(() => { if (mine === watches && placed()) void see(); }, LEAVE_MS);
    },
    async check() {
      const order = placed();
      if (isBusy() || !order) return;
      stop();
      setBusy(true);
      ctx.steps.announce(ctx.words.steps.getSession[1], true);
      await ask();
      setBusy(false);
      ctx.steps.announce(placed() ? ctx.words.paymentStatus(order.id, ctx.receipt.paymentText()) : '');
    },
    async payAgain() {
      const order = placed();
      if (isBusy() || !order) return;
      stop();
      setBusy(true);
      ctx.steps.announce(ctx.words.steps.createSession[1], true);
      // The same options of the page as when the order was placed.
      const { type = 'session', automaticTaxEnabled = false } = Object(ctx.host.session);
      const opened = await ctx.bridge.guestCheckout.createSession(order.id, type, automaticTaxEnabled).catch((/** @type {any} */ problem) => ({ ok: false, problem }));
      setBusy(false);
      // If the page has set another bridge in the meantime, that one shows its own order.
      if (order.reference !== placed()?.reference) return;
      session = opened.ok ? opened.value : undefined;
      ctx.receipt.show(order, session, opened.ok ? {} : { problem: opened.problem });
      ctx.steps.announce(opened.ok ? ctx.words.paymentWaiting : opened.problem.message);
      ctx.receipt.focus();
    },
  };
}
