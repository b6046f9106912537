/** Places the order in the form. This is the only module that places one. */
import { noteOf, saveNote, supersede } from './notes.mjs';

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

/**
 * @param {any} ctx @param {ReturnType<typeof import('./flow-state.mjs').createFlowState>} flow
 * @param {{ showAccepted: (accepted: any, note: any, origin: 'new' | 'found' | 'again') => Promise<void>, refresh: () => Promise<void> }} next
 */
export function createPlace(ctx, flow, { showAccepted, refresh }) {
  /** Shows that the order was rejected or not sent: it does not exist. @param {any} ended */
  function showRefused(ended) {
    const { words, summary, steps, form } = ctx;
    const links = form.refuse(ended.detail);
    const others = Object.entries(ended.detail).filter(([marker]) => !links.some((/** @type {[string, any]} */ [, input]) => input.name === marker)).map(([, [text]]) => text);
    // The texts of VALIDATION are for developers, so the shopper does not see them.
    const isDevelopers = ended.problem.code === 'VALIDATION';
    summary.show(ended.outcome === 'rejected' ? words.refused : words.notSent, [ended.problem.message, ...(isDevelopers ? [] : others), words.kept], links);
    steps.announce('');
  }

  return async function place({ orderAgain = false } = {}) {
    const { host, bridge, words, steps, summary } = ctx;
    if (flow._isBusy || !bridge || flow._placed) return;
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
    flow._setBusy(true);
    let unknown = '';
    let said = '';
    try {
      const ended = await bridge.guestCheckout.placeOrder(order, {
        ...flow._optionsFor(note), referenceMarker, orderAgain, ...(items.length > 0 && { track: { items } }),
        onStep(/** @type {any} */ event) {
          if (flow._placing === '') {
            flow._placing = event.reference;
            // Saved before anything is sent: if the page dies, the next one can describe the order.
            saveNote(flow._placing, note);
          }
          steps.follow(event);
          host.dispatch('step', event);
        },
      });
      // The result has no reference if the bridge itself has failed.
      const result = { ...ended, reference: ended.reference || flow._placing };
      updateNote(flow._placing, result, note, orderAgain);
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
      flow._placing = '';
      await refresh();
      const lost = flow._open.find((one) => one.reference === unknown);
      if (lost) lost.message = said;
      flow._setBusy(false);
    }
    if (summary.isShown()) summary.element.focus();
    else if (unknown !== '') ctx.cards.focus(unknown);
    else if (flow._placed) ctx.receipt.focus();
  }
}
