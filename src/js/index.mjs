/** Browser and worker entry: the wasm lies beside this file. */
import { createLoader } from './load.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';

/** @type {ReturnType<typeof createLoader> | undefined} */
let load;
// Made at the first call, so that bundlers can leave out all of it where only the errors are used.
export const loadOrderBridge = (/** @type {any} */ options) => (load ??= createLoader(wasmAddress))(options);

// The URL is written out here so that bundlers find the file and emit it once.
const wasmAddress = () => unmoved(new URL('./order_bridge_bg.wasm', import.meta.url));

/** Vite's dev server before version 8 moves this file to its other dependencies, and leaves the wasm behind. @param {URL} url */
const unmoved = (url) => (/\/node_modules\/\.vite\/deps\/[^/]*$/.test(url.pathname) ? new URL('../../order-bridge/pkg/order_bridge_bg.wasm', url) : url);
