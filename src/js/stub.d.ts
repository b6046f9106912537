/**
 * A classic script of 1 KB, to be loaded before everything else:
 * `<script src="/vendor/order-bridge/stub.js" data-limit="30000"></script>`
 *
 * It puts `ocularOrderTrack` on the page and queues its calls. Once a bridge is installed, it sends them in order. After `data-limit`
 * milliseconds (default 30000) a queued call is answered with `{ statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' }`.
 * An existing `ocularOrderTrack` is left alone. Importing it does the same; it exports nothing.
 */
import type { OcularOrderTrack } from './index.js';

declare global {
  /** What `stub.js` adds to a page. */
  interface Window {
    /** The vendor's object, the stub, or what `install()` has put there. */
    ocularOrderTrack: OcularOrderTrack;
  }
}

export {};
