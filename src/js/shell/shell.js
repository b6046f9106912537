/** What all calls of a bridge share. */
import { earlierAttention, watchAttention } from './attention.js';
import { Call } from './call.js';
import { platformFetch, widgetInputs } from './page.js';
import { Presence } from './presence.js';
import { fitting } from './request-options.js';
import { Store } from './store.js';

/** @typedef {{ emit: (kind: string, event: any) => void, hasListeners: (kind: string) => boolean, widget: () => any }} Host */

export class Shell {
  /** @param {{ fetch?: any, sessionId?: any, widget?: any, remembers?: boolean }} kept options that are not data @param {Host} host */
  constructor(kept, host) {
    this.kept = kept;
    this.host = host;
    this.presence = new Presence();
    this.store = new Store(kept.fetch);
    /** Calls that run until the bridge is disposed of. @type {Set<Call>} */
    this._background = new Set();
    this._stopLooking = kept.remembers ? watchAttention(globalThis) : () => {};
  }

  /** @param {any} door @param {import('./call.js').Own} [own] */
  call(door, own) { return new Call(this, door, own); }

  /** Creates a background call. @param {any} door */
  live(door) {
    const call = new Call(this, door);
    this._background.add(call);
    return call;
  }

  /** Ends timers, locks, listeners and connections. */
  end() {
    this.presence.forget();
    this._stopLooking();
    for (const call of this._background) call.cancel();
    this._background.clear();
    this.store.close();
  }

  fetch() { return fitting(this.kept.fetch ?? platformFetch()); }

  /** Possible ids of the video attention, best first. */
  sessions() {
    const { sessionId } = this.kept;
    const earlier = this.kept.remembers ? [earlierAttention(globalThis)] : [];
    if (sessionId == null) return [...widgetInputs(), ...earlier];
    try {
      return [typeof sessionId === 'function' ? sessionId() : sessionId, ...earlier];
    } catch {
      return earlier;
    }
  }

  /** The current vendor object. */
  widget() { return this.kept.widget ?? this.host.widget(); }

  /** @param {string} kind */
  hasListeners(kind) {
    try {
      return this.host.hasListeners(kind);
    } catch {
      return true;
    }
  }

  /** @param {string} kind @param {any} event */
  emit(kind, event) {
    try {
      this.host.emit(kind, event);
    } catch { /* An error in a listener does not affect the call. */ }
  }
}
