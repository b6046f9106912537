/** The time that one request has, with everything that is waited for on its way. */
import { timer } from './clock.js';

/** Why a promise is rejected: the time is over, or the call was ended. src/bindings/network.rs knows them. */
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
      // What a failed wasm still waited for has nobody to hear of it.
      const alive = (/** @type {(value: any) => void} */ then) => (/** @type {any} */ value) => { if (call.isAlive()) then(value); };
      Promise.race([promise, ended]).then(alive(resolve), alive(reject));
    });
    // The wasm's own handlers are set after this, and must have run when the flow goes on.
    const goOn = () => { if (!this._isOver) Promise.resolve().then(() => call.go()); };
    settled.then(goOn, goOn);
    return settled;
  }

  end() {
    this._isOver = true;
    this._timer.end();
    this._stop.end();
    // A promise that never settles would keep what waits for it until the page ends.
    this._reject?.();
  }
}
