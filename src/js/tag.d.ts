/**
 * One classic script for every page of a shop, `async` or not, by hand or by Google Tag Manager:
 * `<script async src="/vendor/order-bridge/tag.js" data-currency="CLP"></script>`
 *
 * It reports the purchases of the page's data layer to Ocular, for the video attention that the shopper has, or had on an earlier
 * page of the tab. It notes that attention (`sessionStorage`), keeps calls of `ocularOrderTrack`, and loads `ocular.mjs`, which lies
 * beside it, only when there is something to report. Any other page view makes no request and opens no database.
 *
 * Attributes: `data-currency` (where the shop names none), `data-layer` (name of the array, default `dataLayer`),
 * `data-remember-hours` (how long an attention of an earlier page counts, 0 to 168, default 2), `data-debug`, and the options of
 * `loadOrderBridge` of `order-bridge/ocular` as in `order-bridge/ocular/global`, such as `data-ocular-session-id`. What is no text goes
 * into `window.orderBridgeOptions`: those options, and `dataLayer: { name, currency, change }`.
 *
 * `?order-bridge-debug` in the address, or `data-debug`, prints each decision in one line. The console shows a wrong option, once.
 * Importing it does the same; nothing is exported.
 */
import type { DataLayerOptions, OcularBridgeOptions } from './ocular.js';
import type { OcularOrderTrack } from './index.js';

declare global {
  /** What `tag.js` adds to a page, and reads from it. */
  interface Window {
    /** The vendor's object, the stub, or what the tag has put there. */
    ocularOrderTrack: OcularOrderTrack;
    /** Options that are no text, set before the script. */
    orderBridgeOptions?: OcularBridgeOptions & { dataLayer?: DataLayerOptions };
  }
}

export {};
