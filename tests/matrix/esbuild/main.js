/** esbuild does not process `new URL('…', import.meta.url)`, so the wasm is imported and its URL passed as an option. */
import wasm from 'order-bridge/wasm';
import { checkout } from './checkout.js';
import { show } from './page.js';

show((options) => checkout({ ...options, wasm }));
