/**
 * A classic script of 1 KB: `<script src="/vendor/order-bridge/stub.js" data-limit="30000"></script>`, before everything else.
 *
 * It puts `ocularOrderTrack` on the page. Calls wait, in order, until a bridge is installed, which sends them; after `data-limit`
 * milliseconds (default 30000) a call is answered with `{ statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' }`.
 * An `ocularOrderTrack` that is there already is left alone. Importing it does the same; nothing is exported.
 */
import type { OcularOrderTrack } from './index.js';

declare global {
  /** What `stub.js` adds to a page. */
  interface Window {
    /** The vendor's object, the stub, or what `install()` put there. */
    ocularOrderTrack: OcularOrderTrack;
  }
}

export {};
