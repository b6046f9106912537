/**
 * Reports to Ocular alone: the same names and meanings as in `order-bridge`, without `guestCheckout`, with a smaller wasm of its
 * own, for browsers, workers and Node.
 */
import type { BridgeOptions, OrderBridge } from './index.js';

export * from './index.js';

/** Options of {@link loadOrderBridge}: those of the main entry but for the checkout's. */
export type OcularBridgeOptions = Omit<BridgeOptions, 'oneEntry' | 'paymentHosts'>;

/** A bridge without a checkout. */
export type OcularBridge = Omit<OrderBridge, 'guestCheckout' | 'validateGuestOrder'>;

/**
 * Loads the wasm, once a page however often it is called, and makes a bridge.
 *
 * @example
 * import { loadOrderBridge } from 'order-bridge/ocular';
 *
 * const bridge = await loadOrderBridge();
 * bridge.install();
 *
 * @throws OrderBridgeError as that of the main entry, and CONFIG for the option `oneEntry`.
 */
export declare function loadOrderBridge(options?: OcularBridgeOptions): Promise<OcularBridge>;
