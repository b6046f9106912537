/** Entry `order-bridge/ocular` for browsers and workers: reports alone, with a smaller wasm that lies beside this file. */
import { createLoader, unmoved } from './load.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';

/** @type {ReturnType<typeof createLoader> | undefined} */
let load;
// Made at the first call, so that bundlers can leave out all of it where only the errors are used.
export const loadOrderBridge = (/** @type {any} */ options) => (load ??= createLoader(wasmAddress))(options);

// The URL is written out here so that bundlers find the file and emit it once.
const wasmAddress = () => unmoved(new URL('./order_bridge_ocular_bg.wasm', import.meta.url));
