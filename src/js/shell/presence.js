/** Whether the page is here: it goes away, comes back, loses and finds its connection. Listens while a bridge lives. */

const KINDS = ['online', 'pagehide', 'pageshow'];
const page = /** @type {any} */ (globalThis);

export class Presence {
  isLeaving = false;
  /** How often the connection or the page came back. */
  backs = 0;
  /** How often somebody asked for attention. */
  wakes = 0;
  /** @type {Set<() => void>} */
  #waiting = new Set();

  listen() {
    this.#each((kind) => page.addEventListener?.(kind, this.#changed));
  }

  forget() {
    this.#each((kind) => page.removeEventListener?.(kind, this.#changed));
  }

  /** Missing outside pages and workers. @param {(kind: string) => void} act */
  #each(act) {
    try {
      KINDS.forEach(act);
    } catch { /* A page whose own function fails tells nothing of its coming and going. */ }
  }

  /** @param {Event} event */
  #changed = ({ type }) => {
    if (type !== 'online') this.isLeaving = type === 'pagehide';
    if (!this.isLeaving) this.backs += 1;
    this.look();
  };

  wake() {
    this.wakes += 1;
    this.look();
  }

  /** Something happened: everybody who waits looks. */
  look() {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves with the first thing that `happened` finds, now or later; `end` ends the wait. @template T @param {() => T | undefined} happened */
  until(happened) {
    /** @type {() => void} */
    let look = () => {};
    const found = new Promise((/** @type {(value: T) => void} */ resolve) => {
      look = () => {
        const what = happened();
        if (what === undefined) return;
        this.#waiting.delete(look);
        resolve(what);
      };
    });
    this.#waiting.add(look);
    look();
    return { found, end: () => void this.#waiting.delete(look) };
  }
}
