/**
 * The shell's side of one call: does what the wasm asks for, and resumes the call with the answer. The methods with a `ticket` are the
 * questions of src/domain/flow.rs. None of these methods throws, and none resumes the call before it has returned.
 */
import { parse, stringify } from './builtins.js';
import { timer } from './clock.js';
import { Limit } from './limit.js';
import { askForLock } from './locks.js';
import * as page from './page.js';
import { pack } from './pack.js';
import { turn } from './turn.js';
import { callWidget } from './widget.js';

/** Result of a call whose wasm instance has failed. */
export const LOST = {};

/** @type {Own} */
const NOTHING_OWN = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ Object.create(null));

/** @typedef {[number?, string?]} Answer a number and a string */
/** @typedef {{ signal?: any, onStep?: any, copied?: () => Promise<string>, session?: any }} Own the call's own options */

export class Call {
  /** @param {import('./shell.js').Shell} shell @param {any} door @param {Own} [own] */
  constructor(shell, door, own = NOTHING_OWN) {
    this.shell = shell;
    this.door = door;
    this.own = own;
    this.running = -1;
    this._locks = new Map();
    this._ends = new Set();
    this._isOver = false;
    this._stopped = false;
    this._backs = 0;
    this._wakes = 0;
    /** @type {(result: any) => void} */
    this._resolve = () => {};
    // A signal written by the caller may not support listeners, and may call ours after its removal.
    this._stop = () => {
      this._stopped = true;
      this.shell.presence.look();
    };
    this._listen(own.signal);
  }

  /** Starts the call; resolves with the result, or with `LOST`. @param {number} running the call's number @param {() => void} [onEnd] */
  run(running, onEnd) {
    this.running = running;
    return new Promise((resolve) => {
      this._resolve = resolve;
      const forget = this.door.onFailure(() => this._end(LOST));
      this._ends.add(() => {
        forget();
        onEnd?.();
      });
      this.go();
    });
  }

  /** Whether the call is still running, in an instance that works. */
  isAlive() { return !this._isOver && this.door.isAlive(); }

  /** Resumes the call with an answer. */
  go(ticket = 0, number = 0, text = '') {
    if (!this.isAlive()) return;
    let result;
    try {
      result = this.door.resume(this.running, ticket, number, text);
    } catch (thrown) {
      // A thrown string is a programming error of the caller. Anything else means that the instance has failed; src/js/trap.mjs then
      // notifies all waiting calls.
      if (typeof thrown === 'string') this._end(Promise.reject(thrown));
      return;
    }
    if (result !== undefined) this._end(result);
  }

  /** Cancels a call whose result is no longer awaited. */
  cancel() {
    if (this.isAlive()) this.door.cancel(this.running);
    this._end(undefined);
  }

  /** @param {any} result */
  _end(result) {
    if (this._isOver) return;
    this._isOver = true;
    for (const lock of this._locks.values()) lock.end();
    for (const end of [...this._ends]) end();
    this._unlisten();
    this._resolve(result);
  }

  /** @param {number} ticket @param {Promise<Answer>} answer */
  _answer(ticket, answer) {
    answer.then((/** @type {Answer} */ [number, text] = []) => this.go(ticket, number, text), () => this.go(ticket));
  }

  /**
   * Answers with the result of `wanted`, or with the first value that `happened` returns before that. Then `ends` stop what is no
   * longer needed.
   * @param {number} ticket @param {Promise<Answer>} wanted @param {() => Answer | undefined} happened @param {(() => void)[]} ends
   */
  _answerUntil(ticket, wanted, happened, ...ends) {
    const { found, end } = this.shell.presence.until(happened);
    const endAll = () => {
      this._ends.delete(endAll);
      for (const over of [end, ...ends]) over();
    };
    this._ends.add(endAll);
    this._answer(ticket, Promise.race([wanted, found]).finally(endAll));
  }

  /** @param {any} signal */
  _listen(signal) {
    try {
      this._stopped = signal?.aborted === true;
      signal?.addEventListener?.('abort', this._stop);
    } catch { /* This signal cannot cancel the call later, but its `aborted` was read. */ }
  }

  _unlisten() {
    try {
      this.own.signal?.removeEventListener?.('abort', this._stop);
    } catch { /* As above. */ }
  }

  // Questions with an immediate answer.

  now() { return page.now(); }
  elapsed() { return page.elapsed(); }
  /** @param {Uint8Array} bytes */
  random(bytes) { page.fillRandom(bytes); }
  isOffline() { return page.isOffline(); }
  isLeaving() { return this.shell.presence.isLeaving; }
  isStopped() { return this._stopped; }
  /** @param {string} key */
  load(key) { return page.load(key); }
  /** @param {string} key @param {string} text */
  save(key, text) { page.save(key, text); }
  device() { return page.device(); }
  sessions() { return pack(this.own.session == null ? this.shell.sessions() : [this.own.session]); }
  /** @param {string} origin */
  preconnect(origin) { return page.preconnect(origin); }
  wake() { this.shell.presence.wake(); }
  fetch() { return this.shell.fetch(); }
  /** @param {number} ms */
  limit(ms) { return new Limit(ms, this); }

  /** @param {string} name */
  unlock(name) {
    this._locks.get(name)?.end();
    this._locks.delete(name);
  }

  /** @param {string} kind */
  hasListeners(kind) { return (kind === 'step' && Boolean(this.own.onStep)) || this.shell.hasListeners(kind); }

  /** @param {string} kind @param {string} text */
  emit(kind, text) {
    const event = parse(text);
    if (kind === 'step' && this.own.onStep) {
      try {
        this.own.onStep(event);
      } catch { /* An error in the listener does not affect the call. */ }
    }
    this.shell.emit(kind, event);
  }

  // Questions that take time.

  /** @param {number} ticket @param {number} ms */
  wait(ticket, ms) {
    const { due, end } = timer(ms);
    this._answerUntil(ticket, due.then(() => []), () => (this._stopped ? [] : undefined), end);
  }

  /** @param {number} ticket @param {string} prefix */
  rows(ticket, prefix) {
    const rows = this.shell.store.rows(prefix).then((list) => /** @type {Answer} */ ([0, stringify(list)]));
    this._answerUntil(ticket, rows, () => (this.isLeaving() ? [0, '[]'] : undefined));
  }

  /** @param {number} ticket @param {string} key @param {string} text @param {boolean} isVital */
  put(ticket, key, text, isVital) {
    const kept = this.shell.store.put(key, text, isVital).then((outlives) => /** @type {Answer} */ ([Number(outlives)]));
    this._answerUntil(ticket, kept, () => (this.isLeaving() ? [0] : undefined));
  }

  /** @param {number} ticket @param {string} key */
  delete(ticket, key) {
    const deleted = this.shell.store.delete(key).then(() => /** @type {Answer} */ ([]));
    this._answerUntil(ticket, deleted, () => (this.isLeaving() ? [] : undefined));
  }

  /** @param {number} ticket @param {string} name @param {number} ms @param {boolean} stoppable */
  lock(ticket, name, ms, stoppable) {
    const lock = askForLock(name, ms > 0);
    const clock = ms > 0 && ms < Infinity ? timer(ms) : undefined;
    let isOver = false;
    const give = (/** @type {boolean} */ taken) => {
      if (isOver) return /** @type {Answer} */ ([0]);
      isOver = true;
      if (taken) this._locks.set(name, lock);
      else lock.end();
      return /** @type {Answer} */ ([Number(taken)]);
    };
    const none = () => give(false);
    const taken = clock ? Promise.race([lock.taken, clock.due.then(() => false)]) : lock.taken;
    const ends = () => ((stoppable || !clock) && this.isLeaving()) || (stoppable && this._stopped);
    // A lock that is granted after the wait has ended is released.
    this._answerUntil(ticket, taken.then(give), () => (ends() ? none() : undefined), () => clock?.end(), none);
  }

  /** @param {number} ticket @param {number} ms */
  sleep(ticket, ms) {
    const { presence } = this.shell;
    const woken = () => {
      if (this._backs !== presence.backs) {
        this._backs = presence.backs;
        return /** @type {Answer} */ ([1]);
      }
      if (this._wakes !== presence.wakes) {
        this._wakes = presence.wakes;
        return /** @type {Answer} */ ([0]);
      }
      return undefined;
    };
    if (ms === Infinity) return this._answerUntil(ticket, new Promise(() => {}), woken);
    // The timer must not keep a Node process alive. When it fires, it is time to try again.
    const { due, end } = timer(ms, true);
    this._answerUntil(ticket, due.then(() => [1]), woken, end);
  }

  /** @param {number} ticket */
  turn(ticket) { this._answer(ticket, turn().then(() => [])); }

  /** @param {number} ticket */
  pack(ticket) { this._answer(ticket, this.own.copied ? this.own.copied().then((text) => [0, text]) : Promise.resolve([])); }

  /** @param {number} ticket @param {string} method @param {string} body @param {number} ms */
  widget(ticket, method, body, ms) { this._answer(ticket, callWidget(() => this.shell.widget(), method, body, ms)); }
}
