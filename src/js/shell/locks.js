/** Locks that all tabs of a site share (Web Locks); without those, locks of this page. */
import { timer } from './clock.js';

/** How often a page without Web Locks looks again. */
const LOOK_AGAIN_MS = 25;

/** Names of this page's own. @type {Set<string>} */
const held = new Set();

/**
 * Asks for a lock. `taken` says whether it came; `end` gives it back, or up. The browser releases it when the tab dies.
 * @param {string} name @param {boolean} waits
 */
export function askForLock(name, waits) {
  let isOver = false;
  /** @type {(() => void) | undefined} */
  let release;

  const shared = () => new Promise((/** @type {(taken: boolean) => void} */ answer, reject) => {
    // Called with the lock, or with null when it is taken; the promise it returns is the time it is held.
    const hold = (/** @type {unknown} */ lock) => {
      if (isOver || lock === null) return answer(false);
      return new Promise((/** @type {(value?: any) => void} */ done) => {
        release = done;
        answer(true);
      });
    };
    const options = /** @type {any} */ ({ __proto__: null, ifAvailable: !waits });
    // A request that the browser refuses must not wait for ever.
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
