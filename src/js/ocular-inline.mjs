/** `order-bridge/ocular` for Node, and for pages that cannot serve a file: the wasm is embedded in this script. */
import { createLoader } from './load.mjs';
import { bytesOf } from './text.mjs';
import { ORDER, TEXT } from './wasm-text.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';
export const loadOrderBridge = createLoader(() => bytesOf(TEXT, ORDER));
