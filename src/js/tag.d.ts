/**
 * One classic script for every page of a shop, `async` or not, added by hand or with Google Tag Manager:
 * `<script async src="/vendor/order-bridge/tag.js" data-currency="CLP"></script>`
 *
 * It reports the purchases in the page's data layer to Ocular, for the video attention that the shopper has, or had on an earlier
 * page of the tab. It saves that attention (`sessionStorage`), queues calls of `ocularOrderTrack`, and loads `ocular.mjs` from the
 * same folder only when there is something to report. Any other page view makes no request and opens no database.
 *
 * Attributes: `data-currency` (if the shop names none), `data-layer` (name of the array, default `dataLayer`),
 * `data-remember-hours` (for how long an attention from an earlier page counts, 0 to 168, default 2), `data-debug`, and the options
 * of `loadOrderBridge` of `order-bridge/ocular` as in `order-bridge/ocular/global`, such as `data-ocular-session-id`. Options that
 * are not text go into `window.orderBridgeOptions`: those of the bridge, and `dataLayer: { name, currency, change }`.
 *
 * `?order-bridge-debug` in the URL, or `data-debug`, prints one line per decision. An invalid option is shown on the console, once.
 * Importing it does the same; it exports nothing.
 */
import type { DataLayerOptions, OcularBridgeOptions } from './ocular.js';
import type { OcularOrderTrack } from './index.js';

declare global {
  /** What `tag.js` adds to a page, and reads from it. */
  interface Window {
    /** The vendor's object, the stub, or what the tag has put there. */
    ocularOrderTrack: OcularOrderTrack;
    /** Options that are not text; set them before the script. */
    orderBridgeOptions?: OcularBridgeOptions & { dataLayer?: DataLayerOptions };
  }
}

export {};
