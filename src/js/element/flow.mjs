/**
 * Everything from the pressed button to the outcome, and the checkouts that an earlier visit has left unfinished. Only the bridge
 * decides what is true of an order; this module shows it. Only `place` places an order.
 */
import { notes, saveNote, noteOf, supersede } from './notes.mjs';
import { load, save } from './memory.mjs';
import { createPayment } from './payment.mjs';

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

/** Pauses between look-ups, about 20 s in total. After that the bridge emits an event if it finds the order. */
const PAUSES_MS = [1000, 3000, 6000, 10_000];

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
  /** @type {OpenOrder[]} */
  let open = [];
  /** @type {import('./receipt.mjs').Placed | null} */
  let placed = null;
  /**
   * The placed order that this tab has saved. It is hidden while the page has another cart.
   * @type {import('./receipt.mjs').Placed | null}
   */
  let kept = null;
  let isBusy = false;
  /** Reference of the checkout under way. */
  let placing = '';

  /** One key per shop, so that two shops on one site do not show each other's orders. */
  const shownAs = () => `placed:${ctx.host.storage}/${ctx.host.form}`;
  const setBusy = (/** @type {boolean} */ busy) => {
    isBusy = busy;
    ctx.form.setBusy(busy);
    ctx.render();
  };
  const setPlaced = (/** @type {import('./receipt.mjs').Placed | null} */ order) => {
    placed = order;
    kept = order;
    save(shownAs(), order);
  };
  const isTaken = () => isBusy || placed !== null;
  const payment = createPayment(ctx, {
    placed: () => placed, isBusy: () => isBusy, setBusy,
    keepUse: () => placed && setPlaced({ ...placed, isUsed: true }),
  });
  /** @param {{ account: string } | null | undefined} note */
  const statusOf = (note) => (note && ctx.host.direct[note.account]) || undefined;
  const optionsFor = (/** @type {any} */ note) => ({ sessionStatus: statusOf(note), session: ctx.host.session });

  async function place({ orderAgain = false } = {}) {
    const { host, bridge, words, steps, summary } = ctx;
    if (isBusy || !bridge || placed) return;
    /** @type {[text: string, target: any][]} */
    let links;
    try {
      links = ctx.form.check();
    } catch (error) {
      return summary.show(words.notSent, [/** @type {any} */ (error).message, words.kept], []);
    }
    const account = ctx.pay.chosen();
    const texts = [...(host.products.length === 0 ? [words.emptyCart] : []), ...(account === '' ? [words.noPayment] : [])];
    if (links.length + texts.length > 0) {
      summary.show(words.problem, texts, links);
      steps.announce('');
      return host.dispatch('invalid', { fields: links.map(([, input]) => input.name) });
    }
    const referenceMarker = host.referenceMarker || undefined;
    const items = host.items;
    const note = { cart: ctx.cart(), items, account, canLookUp: referenceMarker !== undefined, at: Date.now() };
    const order = { ...host.order, storage: host.storage, formIdentifier: host.form, paymentAccountIdentifier: account, formData: ctx.form.values(), products: host.products };
    summary.hide();
    steps.begin();
    setBusy(true);
    let unknown = '';
    let said = '';
    try {
      const ended = await bridge.guestCheckout.placeOrder(order, {
        ...optionsFor(note), referenceMarker, orderAgain, ...(items.length > 0 && { track: { items } }),
        onStep(/** @type {any} */ event) {
          if (placing === '') {
            placing = event.reference;
            // Saved before anything is sent: if the page dies, the next one can describe the order.
            saveNote(placing, note);
          }
          steps.follow(event);
          host.dispatch('step', event);
        },
      });
      // The result has no reference if the bridge itself has failed.
      const result = { ...ended, reference: ended.reference || placing };
      updateNote(placing, result, note, orderAgain);
      if (result.outcome === 'accepted') await showAccepted(result, noteOf(result.reference) ?? note, orderAgain ? 'again' : 'new');
      else if (result.outcome === 'unknown') {
        unknown = result.reference;
        said = result.problem.message;
        steps.mark('createOrder', 'unsure');
        steps.announce('');
      } else showRefused(result);
      host.dispatch(result.outcome === 'notSent' ? 'not-sent' : result.outcome, ended);
    } catch (error) {
      // The bridge rejects only before it sends: for an invalid option, or because it was disposed of.
      steps.hide();
      steps.announce('');
      summary.show(words.notSent, [/** @type {any} */ (error).message, words.kept], []);
    } finally {
      placing = '';
      await refresh();
      const lost = open.find((one) => one.reference === unknown);
      if (lost) lost.message = said;
      setBusy(false);
    }
    if (summary.isShown()) summary.element.focus();
    else if (unknown !== '') ctx.cards.focus(unknown);
    else if (placed) ctx.receipt.focus();
  }

  /**
   * Keeps the note of an order that exists or may exist, and deletes any other.
   * @param {string} own @param {any} ended @param {any} note @param {boolean} orderAgain
   */
  function updateNote(own, ended, note, orderAgain) {
    const mayExist = ended.outcome === 'accepted' || ended.outcome === 'unknown';
    // If the bridge has continued an earlier checkout, the result has that checkout's reference.
    if (!mayExist || ended.reference !== own) saveNote(own, null);
    if (!mayExist) return;
    saveNote(ended.reference, { ...(noteOf(ended.reference) ?? note) });
    if (orderAgain) supersede(note.cart, ended.reference);
  }

  /** Shows that the order was rejected or not sent: it does not exist. @param {any} ended */
  function showRefused(ended) {
    const { words, summary, steps, form } = ctx;
    const links = form.refuse(ended.detail);
    const others = Object.entries(ended.detail).filter(([marker]) => !links.some(([, input]) => input.name === marker)).map(([, [text]]) => text);
    // The texts of VALIDATION are for developers, so the shopper does not see them.
    const isDevelopers = ended.problem.code === 'VALIDATION';
    summary.show(ended.outcome === 'rejected' ? words.refused : words.notSent, [ended.problem.message, ...(isDevelopers ? [] : others), words.kept], links);
    steps.announce('');
  }

  /** @param {any} accepted @param {any} note @param {'new' | 'found' | 'again'} origin */
  async function showAccepted({ order, reference, session, warnings, problem }, note, origin) {
    const isEarlier = warnings.some(isOfEarlierOrder);
    // With a coupon or points, the amount due is less than the total.
    const due = Number(order.raw?.totalDue);
    setPlaced({
      id: order.id, reference, totalSum: Number.isFinite(due) && order.raw.totalDue !== null ? String(order.raw.totalDue) : order.totalSum,
      currency: order.currency || note?.items[0]?.currency || '', account: note?.account ?? '', items: note?.items ?? [],
      origin: isEarlier ? 'earlier' : origin, isOpen: Boolean(problem) && problem.step !== 'track', isUsed: false, cart: note?.cart ?? null, shownOver: ctx.cart(), at: Date.now(),
    });
    const known = session ?? (problem ? undefined : null);
    payment.know(known);
    ctx.receipt.show(placed, known, { problem, warnings });
    ctx.steps.announce(isEarlier ? ctx.words.earlierStatus(order.id) : ctx.words.placedStatus(order.id));
    if (isEarlier && problem === undefined) await payment.ask();
  }

  const isOfEarlierOrder = (/** @type {any} */ { code }) => code === 'EARLIER_ORDER';

  /** Shows the bridge's pending checkouts, and starts to look up the orders that may exist. */
  async function refresh() {
    const { bridge } = ctx;
    // A bridge that was disposed of in the meantime returns nothing.
    const rows = bridge ? await bridge.guestCheckout.pending().catch(() => null) : [];
    if (bridge !== ctx.bridge || !Array.isArray(rows)) return;
    const known = new Map(open.map((one) => [one.reference, one]));
    /** @type {OpenOrder[]} */
    const next = [];
    for (const { reference, state, orderId, startedAt } of rows) {
      const note = noteOf(reference);
      if (reference === placed?.reference || reference === placing || note?.superseded) continue;
      const one = known.get(reference) ?? openOrder(reference, 'checking', { startedAt });
      Object.assign(one, { orderId, note });
      if (state === 'orderPlaced' && one.looking === null) one.state = 'placed';
      next.push(one);
    }
    next.push(...open.filter((one) => one.isFound && one.reference !== placed?.reference && !next.includes(one)));
    for (const [reference, note] of Object.entries(notes())) {
      if (note.duplicate !== undefined) next.push(openOrder(reference, 'duplicate', { orderId: note.duplicate, note }));
    }
    open = next;
    ctx.render();
    for (const one of open) if (one.state === 'checking' && !known.has(one.reference)) void check(one);
  }

  /** @param {string} reference @param {OpenOrder['state']} state @param {Partial<OpenOrder>} known @returns {OpenOrder} */
  const openOrder = (reference, state, known) => ({ reference, state, orderId: null, startedAt: '', note: null, message: '', isFound: false, looking: null, ...known });

  /** Looks the order up a few times, unless it is found in the meantime. @param {OpenOrder} one @param {number[]} [pauses] */
  async function check(one, pauses = one.note?.canLookUp === false ? [0] : PAUSES_MS) {
    const isWanted = () => open.includes(one) && one.state === 'checking';
    for (const pause of pauses) {
      await new Promise((done) => { setTimeout(done, pause); });
      if (!isWanted()) return;
      // While another order is being placed or shown, only the bridge keeps looking.
      if (!isTaken() && await look(one)) return;
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
    const ended = await bridge.guestCheckout.resume(one.reference, optionsFor(one.note)).catch((/** @type {any} */ problem) => ({ problem }));
    if (bridge !== ctx.bridge) return true;
    if (ended.outcome !== 'accepted') {
      // The message from the time when the answer was lost is more specific.
      one.message ||= ended.problem.message;
      return false;
    }
    if (isTaken()) {
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
    setBusy(true);
    ctx.steps.hide();
    await showAccepted(accepted, one.note, 'found');
    open = open.filter(({ reference }) => reference !== one.reference);
    setBusy(false);
    ctx.host.dispatch('accepted', accepted);
    if (hadFocus) ctx.receipt.focus();
  }

  /** The shopper continues an order that exists. @param {string} reference */
  async function resumeOrder(reference) {
    if (isBusy || !ctx.bridge) return;
    const one = open.find((candidate) => candidate.reference === reference);
    const note = one?.note ?? noteOf(reference);
    setBusy(true);
    ctx.steps.begin();
    const ended = await ctx.bridge.guestCheckout.resume(reference, { ...optionsFor(note), onStep: ctx.steps.follow }).catch((/** @type {any} */ problem) => ({ problem }));
    ctx.steps.hide();
    setBusy(false);
    if (ended.outcome !== 'accepted') return ctx.steps.announce(ended.problem.message);
    await showResumed(one ?? { reference, note }, ended);
    ctx.receipt.focus();
  }

  /** Looks the order up again at the shopper's request. @param {string} reference */
  function lookAgain(reference) {
    const one = open.find((candidate) => candidate.reference === reference);
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
    const shown = open.find((one) => one.reference === reference);
    const one = shown ?? openOrder(reference, 'placed', { note });
    Object.assign(one, { orderId, isFound: superseded });
    if (!shown) open = [...open, one];
    if (isTaken()) await refresh();
    else await look(one);
  }

  /** If the page has another cart, its form is shown. The order is kept, because the page may go back to its cart. */
  function syncWithCart() {
    if (isBusy || !kept || !ctx.bridge) return;
    // Compares products only: if the page has dropped a coupon since, it is still the same cart and must not be ordered twice.
    const [now, own, before] = [ctx.cart(), kept.cart ?? '', kept.shownOver].map(productsOf);
    const isOther = ctx.host.products.length > 0 && own != null && now !== own && now !== before;
    if (isOther === (placed === null)) return;
    placed = isOther ? null : kept;
    payment.stop();
    ctx.steps.hide();
    ctx.steps.announce('');
    if (!placed) return;
    ctx.receipt.show(placed, undefined, {});
    void payment.ask();
  }

  return {
    place: (/** @type {{ orderAgain?: boolean }} */ options) => place(options),
    checkPayment: payment.check, payAgain: payment.payAgain, isUsed: payment.used, isSeen: payment.isSeen, stop: payment.stop,
    syncWithCart, resumeOrder, lookAgain, found, refresh,
    /** The shopper has read that there are two orders. @param {string} reference */
    dismiss(reference) {
      saveNote(reference, null);
      open = open.filter((one) => one.reference !== reference);
      ctx.render();
    },
    /** Shows again what this tab showed before the payment page or a reload. */
    async restore() {
      // The element may be taken out of the page and put back while it places an order.
      if (isBusy) return;
      kept = load(shownAs(), null);
      placed = kept;
      payment.know(undefined);
      syncWithCart();
      if (placed) {
        ctx.receipt.show(placed, undefined, {});
        ctx.render();
        if (placed.isUsed) void payment.see();
        else await payment.ask();
      }
      await refresh();
    },
    /** The page was restored from the back/forward cache: time has passed. */
    async onRestored() {
      await refresh();
      if (placed && !isBusy) await payment.see();
    },
    startOver() {
      if (isBusy) return;
      // An order that was found again may not be the page's cart. That cart must then stay.
      const own = productsOf(kept?.cart ?? '');
      const isOwn = own === null || ctx.host.products.length === 0 || own === productsOf(ctx.cart());
      payment.stop();
      setPlaced(null);
      ctx.form.clear();
      ctx.receipt.hide();
      ctx.summary.hide();
      ctx.steps.hide();
      ctx.steps.announce('');
      if (isOwn) ctx.host.dispatch('new', null);
      void refresh();
    },
    forget() {
      payment.stop();
      open = [];
      placed = null;
      kept = null;
    },
    get open() { return open; },
    get placed() { return placed; },
    get isBusy() { return isBusy; },
  };
}
