/** Observes whether the page is left or restored, and whether the connection is back, until the bridge is disposed of. */

const KINDS = ['online', 'pagehide', 'pageshow'];
const page = /** @type {any} */ (globalThis);

export class Presence {
  constructor() {
    this.isLeaving = false;
    /** How often the connection or the page has come back. */
    this.backs = 0;
    /** How often `wake` was called. */
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

  /** Outside pages and workers there are no such events. @param {(kind: string) => void} act */
  _each(act) {
    try {
      KINDS.forEach(act);
    } catch { /* If the page's own function throws, the events are not observed. */ }
  }

  wake() {
    this.wakes += 1;
    this.look();
  }

  /** Something has changed: all waiting conditions are checked again. */
  look() {
    for (const look of [...this._waiting]) look();
  }

  /**
   * `found` resolves with the first value that `happened` returns, now or later; `end` ends the wait.
   * @template T @param {() => T | undefined} happened
   */
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
