/**
 * Node entry: the same behaviour, with the wasm embedded. A bundler for servers would leave a separate file behind, or give it the URL
 * that a browser would request.
 */
export { OrderBridgeError, isOrderBridgeError, loadOrderBridge } from './inline.mjs';
