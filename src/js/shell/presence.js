/** Whether the page is here: it goes away, comes back, loses and finds its connection. Listens while a bridge lives. */

const KINDS = ['online', 'pagehide', 'pageshow'];
const page = /** @type {any} */ (globalThis);

export class Presence {
  constructor() {
    this.isLeaving = false;
    /** How often the connection or the page came back. */
    this.backs = 0;
    /** How often somebody asked for attention. */
    this.wakes = 0;
    /** @type {Set<() => void>} */
    this._waiting = new Set();
    /** @param {Event} event */
    this._changed = ({ type }) => {
      if (type !== 'online') this.isLeaving = type === 'pagehide';
      if (!this.isLeaving) this.backs += 1;
      this.look();
    };
  }

  listen() {
    this._each((kind) => page.addEventListener?.(kind, this._changed));
  }

  forget() {
    this._each((kind) => page.removeEventListener?.(kind, this._changed));
  }

  /** Missing outside pages and workers. @param {(kind: string) => void} act */
  _each(act) {
    try {
      KINDS.forEach(act);
    } catch { /* A page whose own function fails tells nothing of its coming and going. */ }
  }

  wake() {
    this.wakes += 1;
    this.look();
  }

  /** Something happened: everybody who waits looks. */
  look() {
    for (const look of [...this._waiting]) look();
  }

  /** Resolves with the first thing that `happened` finds, now or later; `end` ends the wait. @template T @param {() => T | undefined} happened */
  until(happened) {
    /** @type {() => void} */
    let look = () => {};
    const found = new Promise((/** @type {(value: T) => void} */ resolve) => {
      look = () => {
        const what = happened();
        if (what === undefined) return;
        this._waiting.delete(look);
        resolve(what);
      };
    });
    this._waiting.add(look);
    look();
    return { found, end: () => void this._waiting.delete(look) };
  }
}
