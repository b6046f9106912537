/**
 * Shared by both classic scripts: queues calls of `ocularOrderTrack` from the start, loads the bridge with the options from the
 * script's tag and from `orderBridgeOptions`, installs it, and provides it as the promise `orderBridge`.
 */
import './stub.js';
import { OrderBridgeError } from './errors.mjs';
import { createLoader } from './load.mjs';
import { FILE } from './order_bridge.js';
import { optionsOf } from './attributes.mjs';

const STUB = Symbol.for('order-bridge.stub');
/** A failure in the vendor's format; the console has the details. @param {string} code */
const failure = (code) => ({ statusCode: 1, message: 'Error 0 - order-bridge did not start', code });

/** @param {any} page @param {string} name the script's file name @param {Parameters<typeof createLoader>[1]} [extend] */
function start(page, name, extend) {
  const script = page.document?.currentScript;
  const loadOrderBridge = createLoader(() => {
    if (!script?.src) throw new OrderBridgeError('CONFIG', `${name} does not know its own address. Load it with <script src> and no type="module", or set wasm in window.orderBridgeOptions.`);
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
  /** Answers queued calls now, not when they time out. A later call tries again: the connection may be back. @param {string} code */
  const giveUp = (code) => {
    const stub = page[STUB];
    if (!stub || stub.to) return;
    for (const call of stub.calls.splice(0)) {
      clearTimeout(call.timer);
      call.done(failure(code));
    }
    const again = (/** @type {string} */ name) => (/** @type {any} */ params) => {
      // The engine, the policy and the options stay the same until the page is reloaded.
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

/**
 * Starts once per page, however many tags there are; never on a server.
 * @type {(...how: [name: string, extend?: Parameters<typeof createLoader>[1]]) => void}
 */
export const startOnce = (...how) => {
  if (typeof self === 'object' && typeof (/** @type {any} */ (self).orderBridge?.then) !== 'function') start(self, ...how);
};
