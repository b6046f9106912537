/** esbuild leaves `new URL('…', import.meta.url)` as it is: the file is imported, and its address passed on. */
import wasm from 'order-bridge/wasm';
import { checkout } from './checkout.js';
import { show } from './page.js';

show((options) => checkout({ ...options, wasm }));
