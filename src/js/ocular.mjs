/** Entry `order-bridge/ocular` for browsers and workers: reports only, with a smaller wasm in the file next to this one. */
import { createLoader, unmoved } from './load.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';

/** @type {ReturnType<typeof createLoader> | undefined} */
let load;
// Created at the first call, so that bundlers can drop the loader where only the errors are used.
export const loadOrderBridge = (/** @type {any} */ options) => (load ??= createLoader(wasmAddress))(options);

// The URL is written out here so that bundlers find the file and emit it once.
const wasmAddress = () => unmoved(new URL('./order_bridge_ocular_bg.wasm', import.meta.url));
