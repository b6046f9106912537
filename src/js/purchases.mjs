/** Reports the purchases of a data layer to Ocular. The wasm decides what is a purchase and whether it is reported. */
import { OrderBridgeError } from './errors.mjs';
import { observeLayer, plain } from './layer.js';
import { parse } from './shell/builtins.js';
import { ownProperties } from './shell/options.js';
import { NOTHING, pack } from './shell/pack.js';

const CURRENCIES = ['CLP', 'USD', 'EUR'];
/** For the tag, which watches the layer itself and passes each event together with its video attention. */
export const SEE = Symbol.for('order-bridge.see');

/** @param {any} options */
function layerOptions(options = {}) {
  const wrong = (/** @type {string} */ why) => { throw new OrderBridgeError('CONFIG', why); };
  const { name = 'dataLayer', currency = '', change } = ownProperties(options) ?? wrong('The options of a data layer must be an object.');
  if (typeof name !== 'string' || name === '') wrong('name must be a string.');
  if (currency !== '' && !CURRENCIES.includes(currency)) wrong(`currency must be one of: ${CURRENCIES.join(', ')}.`);
  if (change != null && typeof change !== 'function') wrong('change must be a function.');
  return { name, currency, change };
}

/** @param {Pick<import('./bridge.mjs').Parts, 'Method' | 'later' | 'now' | 'wasmNow'>} parts */
export function purchases({ Method, later, now, wasmNow }) {
  /**
   * Reads one event and reports the purchase in it.
   * @param {any} event
   * @param {{ currency: string, change?: any, session?: string, tell?: (what: any) => void }} options
   */
  async function see(event, { currency, change, session, tell }) {
    const seen = await later(Method.ReadEvent, [pack(plain(event)), pack(currency)]);
    if (seen == null) return;
    const { order, detail, warnings } = parse(seen);
    let answer;
    let wanted = order;
    if (order && change) {
      wanted = null;
      try {
        wanted = change(order, event);
      } catch (error) {
        // The page's own error. It may have meant to hold the order back, so the order is not reported.
        setTimeout(() => { throw error; }, 0);
      }
    }
    if (wanted != null) {
      const text = await later(Method.ReportPurchase, [pack(wanted)], { types: 'undefined\nundefined', kept: { __proto__: null, session } });
      answer = text == null ? 'known' : parse(text);
    }
    tell?.({ order: wanted, detail, warnings, answer, isKeptBack: Boolean(order) && wanted == null });
  }

  const read = now((event = NOTHING, currency = NOTHING) => parse(wasmNow().wasm.readPurchase(event, currency)));

  return {
    [SEE]: see,
    /** @param {any} options */
    watchDataLayer(options) {
      const { name, ...rest } = layerOptions(options);
      const stop = observeLayer(globalThis, name, (event) => {
        see(event, rest).catch(() => {
          // The bridge was disposed of.
          stop();
        });
      });
      return stop;
    },
    /** @param {any} event @param {any} options */
    readPurchase: (event, options) => read(plain(event), layerOptions(options).currency),
  };
}
