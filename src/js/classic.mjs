/**
 * What both classic scripts do: take calls of `ocularOrderTrack` at once, load the bridge with the options of their own tag or of
 * `orderBridgeOptions`, install it, and promise it as `orderBridge`.
 */
import './stub.js';
import { OrderBridgeError } from './errors.mjs';
import { createLoader } from './load.mjs';
import { FILE } from './order_bridge.js';
import { optionsOf } from './attributes.mjs';

const STUB = Symbol.for('order-bridge.stub');
/** What the vendor's object would say; the console says more. @param {string} code */
const failure = (code) => ({ statusCode: 1, message: 'Error 0 - order-bridge did not start', code });

/** @param {any} page @param {string} name the script's @param {Parameters<typeof createLoader>[1]} [extend] */
function start(page, name, extend) {
  const script = page.document?.currentScript;
  const loadOrderBridge = createLoader(() => {
    if (!script?.src) throw new OrderBridgeError('CONFIG', `${name} does not know where it lies: load it with <script src> and no type="module", or set wasm in window.orderBridgeOptions.`);
    return new URL(FILE, script.src);
  }, extend);
  const { dataset } = script ?? {};
  const given = page.orderBridgeOptions;
  /** @type {Promise<any> | undefined} */
  let bridge;

  const begin = () => {
    bridge = install();
    bridge.catch((error) => {
      bridge = undefined;
      console.error(`order-bridge did not start. ${error.message}`, error);
      giveUp(error.code ?? 'INTERNAL');
    });
    return (page.orderBridge = bridge);
  };
  const install = async () => {
    const loaded = await loadOrderBridge(optionsOf(dataset, given));
    loaded.install(page);
    return loaded;
  };
  /** Nobody waits longer than needed. A later call tries again, since the connection may be back. @param {string} code */
  const giveUp = (code) => {
    const stub = page[STUB];
    if (!stub || stub.to) return;
    for (const call of stub.calls.splice(0)) {
      clearTimeout(call.timer);
      call.done(failure(code));
    }
    const again = (/** @type {string} */ name) => (/** @type {any} */ params) => {
      // Neither the engine, the policy nor the options change while the page lives.
      if (code === 'WASM_BLOCKED' || code === 'CONFIG') return Promise.resolve(failure(code));
      stub.to = undefined;
      const answer = stub.track[name](params);
      if (!bridge) begin();
      return answer;
    };
    stub.to = { setBuyOrder: again('setBuyOrder'), setBuyOrderState: again('setBuyOrderState') };
  };
  begin();
}

/** Not on a server, and once a page however often its tag is there. @type {(...how: [name: string, extend?: Parameters<typeof createLoader>[1]]) => void} */
export const startOnce = (...how) => {
  if (typeof self === 'object' && typeof (/** @type {any} */ (self).orderBridge?.then) !== 'function') start(self, ...how);
};
