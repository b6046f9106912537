/** Locks that all tabs of a site share (Web Locks). Without Web Locks: locks within this page. */
import { timer } from './clock.js';

/** Polling interval without Web Locks. */
const LOOK_AGAIN_MS = 25;

/** Names of the locks held within this page. @type {Set<string>} */
const held = new Set();

/**
 * Requests a lock. `taken` resolves to whether it was granted; `end` releases it, or cancels the request. The browser releases it if
 * the tab dies.
 * @param {string} name @param {boolean} waits
 */
export function askForLock(name, waits) {
  let isOver = false;
  /** @type {(() => void) | undefined} */
  let release;

  const shared = () => new Promise((/** @type {(taken: boolean) => void} */ answer, reject) => {
    // Called with the lock, or with null if somebody else holds it. The lock is held until the returned promise settles.
    const hold = (/** @type {unknown} */ lock) => {
      if (isOver || lock === null) return answer(false);
      return new Promise((/** @type {(value?: any) => void} */ done) => {
        release = done;
        answer(true);
      });
    };
    const options = /** @type {any} */ ({ __proto__: null, ifAvailable: !waits });
    // If the browser refuses the request, the wait must end.
    navigator.locks.request(name, options, hold).catch(reject);
  });

  /** @type {import('./clock.js').Timer | undefined} */
  let pause;
  const own = async () => {
    for (; !isOver; await pause.due) {
      if (!held.has(name)) {
        held.add(name);
        release = () => held.delete(name);
        return true;
      }
      if (!waits) break;
      pause = timer(LOOK_AGAIN_MS);
    }
    return false;
  };

  return {
    taken: shared().catch(own),
    end() {
      isOver = true;
      pause?.end();
      release?.();
      release = undefined;
    },
  };
}
