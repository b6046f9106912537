/**
 * The classic script of `order-bridge/global` for pages that only report orders: the same attributes except those of the checkout,
 * the same promise `window.orderBridge`, and the smaller wasm, `order_bridge_ocular_bg.wasm`, from the file next to it. It exports
 * nothing.
 *
 * @example
 * <script src="/vendor/order-bridge/ocular-global.js" data-ocular-transport="widget"></script>
 */
import type { OcularBridge, OcularBridgeOptions } from './ocular.js';
import type {} from './stub.js';

declare global {
  /** What `ocular-global.js` adds to a page. */
  interface Window {
    /** The installed bridge. */
    readonly orderBridge: Promise<OcularBridge>;
    /** Options that are not text; set them before the script. */
    orderBridgeOptions?: OcularBridgeOptions;
  }
}

export {};
