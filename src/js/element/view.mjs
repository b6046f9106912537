/** The parts inside the shadow root, and when each of them is visible. */
import { addStyle } from './style.mjs';
import { button, make } from './dom.mjs';
import { createFlow } from './flow.mjs';
import { createForm } from './form.mjs';
import { totalOf } from './money.mjs';
import { createOpenOrders } from './open.mjs';
import { createPay } from './pay.mjs';
import { createPress } from './press.mjs';
import { createReceipt } from './receipt.mjs';
import { createSteps } from './steps.mjs';
import { createSummary } from './summary.mjs';
import { wordsFor } from './words.mjs';

/** @param {any} host @param {ShadowRoot} root */
export function createView(host, root) {
  /** Shared by all parts. @type {any} */
  const ctx = { host, root, bridge: null, ready: Promise.resolve(), ...spoken() };
  /** @type {any} */
  let accounts = [];
  /** @type {any} */
  let form = null;
  /** @type {any} */
  let trouble = null;
  let isLoading = true;
  /** Counts loads: the result of an outdated one is not shown. */
  let loads = 0;
  /** What to do after the order, if something changes while it is being placed. @type {'' | 'draw' | 'load'} */
  let due = '';
  let announced = '';
  let stop = () => {};

  ctx.cart = () => JSON.stringify([host.storage, host.form, ...host.products.map((/** @type {any} */ { productId, quantity }) => `${productId}x${quantity}`).sort(), host.order]);
  const press = createPress();
  ctx.afterPress = press.afterPress;
  ctx.render = render;
  ctx.form = createForm(ctx);
  ctx.pay = createPay(ctx);
  ctx.steps = createSteps(ctx);
  ctx.summary = createSummary();
  ctx.cards = createOpenOrders(ctx, {
    onGoOn: (reference) => void flow.resumeOrder(reference), onLook: (reference) => flow.lookAgain(reference),
    onOrderAgain: () => void flow.place({ orderAgain: true }), onRead: (reference) => flow.dismiss(reference),
  });
  ctx.receipt = createReceipt(ctx, {
    onCheck: () => void flow.checkPayment(), onPay: () => flow.isUsed(), onPayAgain: () => void flow.payAgain(), onGoOn: () => void flow.resumeOrder(flow.placed?.reference ?? ''), onNew: () => flow.startOver(),
  });
  const flow = createFlow(ctx);

  const order = make('button', { id: 'place-order', class: 'main', part: 'button main-button' });
  const element = make('form', { novalidate: true, part: 'form', hidden: true }, ctx.form.element, ctx.pay.element, order);
  element.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void flow.place();
  });
  const notice = make('div', { class: 'card', part: 'notice', 'data-tone': 'warn', hidden: true });
  const loading = make('p', { class: 'soft', part: 'loading' });
  addStyle(root);
  // The live region is always there: one that is inserted together with its text is not announced.
  root.append(make('div', { class: 'all', part: 'all' }, ctx.cards.live, ctx.cards.element, ctx.summary.element, ctx.receipt.element, notice, loading, element, ctx.steps.list, ctx.steps.line));

  function spoken() {
    const page = host.closest?.('[lang]')?.getAttribute('lang');
    return wordsFor([host.getAttribute('lang'), page, ...(globalThis.navigator?.languages ?? [])]);
  }

  function state() {
    if (flow.isBusy) return 'placing';
    if (flow.placed) return 'accepted';
    const blocking = flow.open.find((one) => one.state !== 'duplicate' && one.note?.cart === ctx.cart());
    if (blocking) return blocking.state === 'placed' ? 'found' : blocking.state;
    return trouble ? 'unavailable' : isLoading ? 'loading' : 'ready';
  }

  function render() {
    if (!flow.isBusy && due !== '') return catchUp();
    flow.syncWithCart();
    const now = state();
    const isOver = ['accepted', 'found', 'checking', 'unknown', 'unavailable', 'loading'].includes(now) || (now === 'placing' && flow.placed !== null);
    ctx.cards.show(flow.open, ctx.cart());
    element.hidden = isOver;
    loading.hidden = now !== 'loading';
    loading.textContent = ctx.words.loading;
    notice.hidden = now !== 'unavailable';
    if (!flow.isBusy) ctx.steps.list.hidden = true;
    if (isOver) ctx.summary.hide();
    if (flow.placed === null) ctx.receipt.hide();
    // The receipt then shows the same text, but the live region still announces it.
    ctx.steps.line.classList.toggle('visually-hidden', now === 'accepted');
    order.textContent = flow.isBusy ? ctx.words.ordering : ctx.words.order(totalOf(ctx.bridge, host.items, ctx.language));
    // Not `disabled`, so that the button keeps the focus.
    order.setAttribute('aria-disabled', String(flow.isBusy));
    element.setAttribute('aria-busy', String(flow.isBusy));
    if (now !== announced) {
      announced = now;
      host.dispatch('state', { state: now });
    }
  }

  /** @param {{ title: string, text: string, again: boolean } | null} found */
  function setTrouble(found) {
    trouble = found;
    if (!found) return;
    notice.replaceChildren(make('h2', { part: 'title' }, found.title), make('p', {}, found.text), ...(found.again ? [button({}, ctx.words.loadAgain, () => void connect(ctx.bridge))] : []));
  }

  function catchUp() {
    const isLoad = due === 'load';
    due = '';
    if (isLoad && ctx.bridge) begin(ctx.bridge);
    else redraw();
  }

  /**
   * Handles a bridge that was disposed of, or that has no checkout. The shopper sees no details of the latter.
   * @param {any} bridge @param {any} error
   */
  function fail(bridge, error) {
    if (bridge !== ctx.bridge) return;
    if (!error.code) setTimeout(() => { throw error; }, 0);
    isLoading = false;
    setTrouble({ title: ctx.words.unavailable, text: error.code ? error.message : '', again: false });
    render();
  }

  /** @param {any} bridge */
  function begin(bridge) {
    ctx.ready = load(bridge).catch((error) => fail(bridge, error));
    return ctx.ready;
  }

  /** After a change of language or of a setting: draws what has changed; the shopper's input stays. */
  function redraw() {
    Object.assign(ctx, spoken());
    if (flow.isBusy) due ||= 'draw';
    else if (form) draw();
    ctx.receipt.redraw();
    render();
  }

  function draw() {
    const { cannot } = ctx.form.show(form);
    ctx.pay.show(accounts);
    const names = cannot.map((/** @type {any} */ { title }) => title).join(', ');
    setTrouble(names === '' ? null : { title: ctx.words.unavailable, text: ctx.words.cannotShow(names), again: false });
  }

  /** @param {any} bridge */
  async function load(bridge) {
    isLoading = true;
    const mine = (loads += 1);
    setTrouble(null);
    render();
    // The page or its framework sets one after the other.
    if (!host.storage || !host.form) return;
    const { guestCheckout } = bridge;
    // Orders of an earlier visit come first: they decide whether the form is needed.
    const restored = flow.restore();
    /** @type {any} */
    const [gotForm, gotAccounts] = await Promise.all([guestCheckout.getForm(host.form), guestCheckout.getAccounts()]).catch((error) => [{ ok: false, problem: error }]);
    await restored;
    // The page may have set another bridge in the meantime, and disposed of this one.
    if (bridge !== ctx.bridge || mine !== loads) return;
    isLoading = false;
    const failed = [gotForm, gotAccounts].find((got) => got && !got.ok);
    if (failed) setTrouble({ title: ctx.words.unavailable, text: failed.problem.message, again: true });
    else {
      form = gotForm.value;
      accounts = gotAccounts.value;
      draw();
    }
    render();
    guestCheckout.prepare({ storage: host.storage }).catch(() => {});
  }

  /** @param {any} bridge */
  async function connect(bridge) {
    stop();
    if (bridge !== ctx.bridge) flow.forget();
    ctx.bridge = bridge;
    stop = () => {};
    isLoading = true;
    if (!bridge) return render();
    Object.assign(ctx, spoken());
    try {
      stop = bridge.on('found', (/** @type {any} */ event) => void flow.found(event));
    } catch (error) {
      return fail(bridge, error);
    }
    await begin(bridge);
  }

  return {
    listen: press.connect,
    connect,
    render,
    state,
    startOver: flow.startOver,
    isSeen: () => void (ctx.bridge && !isLoading && flow.isSeen()),
    /** Another form or storage was set. */
    reload() {
      if (flow.isBusy) due = 'load';
      else if (ctx.bridge) void begin(ctx.bridge);
      render();
    },
    onRestored: () => void (ctx.bridge && !isLoading && flow.onRestored()),
    redraw,
    /** The element was removed from the page. */
    disconnect() {
      stop();
      flow.stop();
      press.disconnect();
      ctx.steps.stop();
    },
  };
}
