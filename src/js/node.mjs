/** Node entry: the same behaviour, the wasm read from disk. */
import { readFile } from 'node:fs/promises';
import { createLoader } from './load.mjs';

export { OrderBridgeError, isOrderBridgeError } from './errors.mjs';
export const loadOrderBridge = createLoader(() => readFile(new URL('./order_bridge_bg.wasm', import.meta.url)));
