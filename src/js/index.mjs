/** Entry for browsers and workers: the wasm is the file next to this one. */
import { guestCheckout } from './guest-checkout.mjs';
import { createLoader, unmoved } from './load.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';

/** @type {ReturnType<typeof createLoader> | undefined} */
let load;
// Created at the first call, so that bundlers can drop the loader where only the errors are used.
export const loadOrderBridge = (/** @type {any} */ options) => (load ??= createLoader(wasmAddress, guestCheckout))(options);

// The URL is written out here so that bundlers find the file and emit it once.
const wasmAddress = () => unmoved(new URL('./order_bridge_bg.wasm', import.meta.url));
