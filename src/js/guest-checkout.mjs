/** `guestCheckout` and `validateGuestOrder`: what the main entry adds to the calls for Ocular. */
import { parse, startTimer } from './shell/builtins.js';
import { callOptions } from './shell/options.js';
import { NOTHING, pack } from './shell/pack.js';
import { facts } from './shell/page.js';
import { outcome, pendingList, report, step } from './shell/results.js';

/** @param {import('./bridge.mjs').Parts} parts */
export function guestCheckout({ Method, Check, later, now, wasmNow, isOver }) {
  /**
   * A call whose result the ledger records after the page has received it.
   * @param {number} method @param {string[]} values @param {any} [given]
   */
  const placing = async (method, values, given) => {
    const result = outcome(await later(method, values, given));
    // The timer lets the code that awaits the result run first.
    startTimer(() => { if (!isOver()) void later(Method.RecordResults, []).catch(() => {}); }, 0);
    return result;
  };

  const steps = (/** @type {number} */ method) => async (/** @type {any} */ ...args) => step(await later(method, args.map(pack)));

  return {
    guestCheckout: Object.freeze({
      prepare: async (/** @type {any} */ order) => void (await later(Method.Prepare, [pack(order)])),
      preview: async (/** @type {any} */ order, /** @type {any} */ options) => {
        const own = callOptions(options);
        return step(await later(Method.Preview, [pack(order), own.text], own));
      },
      placeOrder: async (/** @type {any} */ order, /** @type {any} */ options) => {
        const own = callOptions(options);
        return placing(Method.PlaceOrder, [pack(order), own.text], own);
      },
      resume: async (/** @type {any} */ reference, /** @type {any} */ options) => {
        const own = callOptions(options);
        return placing(Method.Resume, [pack(reference), own.text], own);
      },
      pending: async () => pendingList(await later(Method.Pending, [])),
      reportPayment: steps(Method.ReportPayment),
      auth: async () => step(await later(Method.Auth, [])),
      createOrder: async (/** @type {any} */ order) => placing(Method.CreateOrder, [pack(order)]),
      createSession: async (/** @type {any} */ orderId, /** @type {any} */ type, /** @type {any} */ tax) => step(await later(Method.CreateSession, [pack([orderId, type, tax])])),
      updateSessionById: steps(Method.UpdateSessionById),
      getSessionByOrderId: steps(Method.GetSessionByOrderId),
      getAccounts: async () => step(await later(Method.GetAccounts, [])),
      getForm: steps(Method.GetForm),
      validateForm: now((form = NOTHING, values = NOTHING) => parse(wasmNow().wasm.validateForm(wasmNow().number, form, values, facts))),
    }),
    validateGuestOrder: now((order = NOTHING) => report(wasmNow().wasm.check(wasmNow().number, Check.GuestOrder, order))),
  };
}
