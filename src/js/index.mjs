/** Browser and worker entry: the wasm lies beside this file. */
import { createLoader } from './load.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';
// The URL is written out here so that bundlers find the file and emit it once.
export const loadOrderBridge = createLoader(() => new URL('./order_bridge_bg.wasm', import.meta.url));
