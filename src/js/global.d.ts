/**
 * One classic script for everything: it queues calls of `ocularOrderTrack` from the start, loads the wasm from the file next to it,
 * installs the bridge and provides it as the promise `window.orderBridge`. For pages without modules; it exports nothing.
 *
 * Its options are attributes of its own script tag, named like those of `loadOrderBridge`: `data-one-entry-url`,
 * `data-one-entry-token`, `data-one-entry-lang-code`, `data-one-entry-guest-id`, `data-ocular-session-id`,
 * `data-ocular-base-url`, `data-ocular-transport`, `data-timeout-ms`, `data-language`, `data-payment-hosts` (separated by spaces),
 * `data-debug`, `data-wasm`; and `data-limit` of the stub. Options that are not text go into `window.orderBridgeOptions`, which must
 * be set before the script. If both set an option, the attribute wins.
 *
 * `async`, `defer` and a second tag do no harm: it starts only once. If it cannot start, `console.error` says why,
 * `window.orderBridge` rejects with that OrderBridgeError, and queued calls are answered with
 * `{ statusCode: 1, message: 'Error 0 - order-bridge did not start', code }`. If the network or the server was the cause, the next
 * call tries again, with a new promise.
 *
 * @example
 * <script src="/vendor/order-bridge/global.js" data-one-entry-url="https://my-project.oneentry.cloud" data-one-entry-token="your-app-token"></script>
 * <script>
 *   orderBridge.then((bridge) => bridge.guestCheckout.prepare());
 * </script>
 */
import type { BridgeOptions, OrderBridge } from './index.js';
import type {} from './stub.js';

declare global {
  /** What `global.js` adds to a page. */
  interface Window {
    /** The installed bridge. */
    readonly orderBridge: Promise<OrderBridge>;
    /** Options that are not text; set them before the script. */
    orderBridgeOptions?: BridgeOptions;
  }
}

export {};
