/** The payment of the shown order: asked for, watched after the payment page was used, opened again. */

/** Pauses between looks. Pages of payment and shops' reads lag; afterwards the shopper can still ask. */
const PAUSES_MS = [0, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 120_000];
/** Looks during which nothing invites to pay: a quarter of a minute when the payment page was used, some seconds otherwise. */
const LOOKS_AFTER_USE = 5;
const LOOKS = 4;
/** After a press on the link the browser needs a moment to leave. */
const LEAVE_MS = 3000;

/**
 * @param {any} ctx
 * @param {{ placed: () => import('./receipt.mjs').Placed | null, isBusy: () => boolean, setBusy: (busy: boolean) => void, keepUse: () => void }} flow
 */
export function createPayment(ctx, { placed, isBusy, setBusy, keepUse }) {
  /** Counts watches: only the newest goes on. */
  let watches = 0;
  /** Number and state in the last `order-payment` event. */
  let reported = '';
  /** @type {any} */
  let session;

  const isOpen = () => session === undefined || session?.status === 'waiting';

  /** How the payment of the shown order ended: the project's own word, which Ocular gets, too. */
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
    host.tell('payment', { orderId: order.id, session: session ?? null, tracking: asked.ok ? asked.value.tracking : null });
  }

  function stop() {
    watches += 1;
    ctx.receipt.setLooking(false);
  }

  /** Looks until the payment has ended. @param {number} looks  How many of them keep back the invitation to pay. */
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
    /** Of the session that was opened with the order. @param {any} known */
    know(known) {
      session = known;
    },
    /** The page is seen again: perhaps the shopper has paid meanwhile. */
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
      ctx.steps.tell(ctx.words.steps.getSession[1], true);
      await ask();
      setBusy(false);
      ctx.steps.tell(placed() ? ctx.words.paymentStatus(order.id, ctx.receipt.paymentText()) : '');
    },
    async payAgain() {
      const order = placed();
      if (isBusy() || !order) return;
      stop();
      setBusy(true);
      ctx.steps.tell(ctx.words.steps.createSession[1], true);
      // The page's own options, as when the order was placed.
      const { type = 'session', automaticTaxEnabled = false } = Object(ctx.host.session);
      const opened = await ctx.bridge.guestCheckout.createSession(order.id, type, automaticTaxEnabled).catch((/** @type {any} */ problem) => ({ ok: false, problem }));
      setBusy(false);
      // The page has given another bridge meanwhile: that shows its own.
      if (order.reference !== placed()?.reference) return;
      session = opened.ok ? opened.value : undefined;
      ctx.receipt.show(order, session, opened.ok ? {} : { problem: opened.problem });
      ctx.steps.tell(opened.ok ? ctx.words.paymentWaiting : opened.problem.message);
      ctx.receipt.focus();
    },
  };
}
