/** The time limit of one request, including everything that it waits for. */
import { timer } from './clock.js';

/** Why a promise is rejected: the time is over, or the call was cancelled. The same values as in src/bindings/network.rs. */
const LATE = 1;
const STOPPED = 2;

export class Limit {
  /** @param {number} ms @param {import('./call.js').Call} call */
  constructor(ms, call) {
    this.call = call;
    this._timer = timer(ms);
    this._isOver = false;
    /** @type {(() => void) | undefined} */
    this._reject = undefined;
    this._stop = call.shell.presence.until(() => call.isStopped() || undefined);
  }

  /** @param {any} promise */
  within(promise) {
    const { call } = this;
    const ended = new Promise((_, reject) => {
      this._reject = () => reject(STOPPED);
      void this._timer.due.then(() => reject(LATE));
      void this._stop.found.then(() => reject(STOPPED));
    });
    ended.catch(() => {});
    const settled = new Promise((resolve, reject) => {
      // Nothing may be passed to a wasm instance that has failed.
      const alive = (/** @type {(value: any) => void} */ then) => (/** @type {any} */ value) => { if (call.isAlive()) then(value); };
      Promise.race([promise, ended]).then(alive(resolve), alive(reject));
    });
    // The wasm attaches its own handlers after this. They must have run before the flow is resumed.
    const goOn = () => { if (!this._isOver) Promise.resolve().then(() => call.go()); };
    settled.then(goOn, goOn);
    return settled;
  }

  end() {
    this._isOver = true;
    this._timer.end();
    this._stop.end();
    // Otherwise, if the promise never settles, its handlers would stay in memory until the page ends.
    this._reject?.();
  }
}
