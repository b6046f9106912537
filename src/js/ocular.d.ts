/**
 * Reports to Ocular only: the same names and meanings as in `order-bridge`, without `guestCheckout`, and with a smaller wasm. For
 * browsers, workers and Node.
 */
import type { BridgeOptions, OrderBridge } from './index.js';

export * from './index.js';

/** Options of {@link loadOrderBridge}: those of the main entry except the checkout's. */
export type OcularBridgeOptions = Omit<BridgeOptions, 'oneEntry' | 'paymentHosts'>;

/** A bridge without a checkout. */
export type OcularBridge = Omit<OrderBridge, 'guestCheckout' | 'validateGuestOrder'>;

/**
 * Loads the wasm once per page, however often it is called, and creates a bridge.
 *
 * @example
 * import { loadOrderBridge } from 'order-bridge/ocular';
 *
 * const bridge = await loadOrderBridge();
 * bridge.install();
 *
 * @throws OrderBridgeError as in the main entry, and CONFIG for the option `oneEntry`.
 */
export declare function loadOrderBridge(options?: OcularBridgeOptions): Promise<OcularBridge>;
