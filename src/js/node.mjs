/**
 * Node entry: the same behaviour, the wasm inside. Bundlers for servers leave a file behind, or give it the address that a
 * browser would ask for.
 */
export { OrderBridgeError, isOrderBridgeError, loadOrderBridge } from './inline.mjs';
