/**
 * One classic script that does everything: it takes calls of `ocularOrderTrack` at once, loads the wasm that lies beside it,
 * installs the bridge and promises it as `window.orderBridge`. For pages without modules; nothing is exported.
 *
 * Its options are attributes of its own tag, named like those of `loadOrderBridge`: `data-one-entry-url`,
 * `data-one-entry-token`, `data-one-entry-lang-code`, `data-one-entry-guest-id`, `data-ocular-session-id`,
 * `data-ocular-base-url`, `data-ocular-transport`, `data-timeout-ms`, `data-language`, `data-payment-hosts` (with spaces
 * between), `data-debug`, `data-wasm`; and `data-limit` of the stub. What is no text goes into `window.orderBridgeOptions`,
 * which has to be there before the script; where both say something, the attribute counts.
 *
 * `async`, `defer` and a second tag do no harm: it starts once. When it cannot start, `console.error` says why,
 * `window.orderBridge` rejects with that OrderBridgeError, and calls that waited are answered with
 * `{ statusCode: 1, message: 'Error 0 - order-bridge did not start', code }`. When it was for the network or the server, the next
 * call tries again, with a new promise.
 *
 * @example
 * <script src="/vendor/order-bridge/global.js" data-one-entry-url="https://my-project.oneentry.cloud" data-one-entry-token="…"></script>
 * <script>
 *   orderBridge.then((bridge) => bridge.guestCheckout.prepare());
 * </script>
 */
import type { BridgeOptions, OrderBridge } from './index.js';
import type {} from './stub.js';

declare global {
  interface Window {
    /** The installed bridge. */
    readonly orderBridge: Promise<OrderBridge>;
    /** Options that are no text, set before the script. */
    orderBridgeOptions?: BridgeOptions;
  }
}

export {};
