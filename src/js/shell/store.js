/**
 * Rows that outlive the page: IndexedDB, where that fails localStorage, where that fails this page's memory. A row that was not
 * read back was not kept: storages of consent tools, sandboxes and tests take what they do not give back.
 *
 * A database that worked yesterday may hang today (a page that was left in the middle of a write can block it for every other
 * page of the site), and an order that it knows must not be made again: localStorage has a copy of each row that is vital.
 */
import { timer } from './clock.js';
import { forget, keep, recall } from './page.js';

const DATABASE = 'order-bridge';
const TABLE = 'rows';
/** Before the keys of rows in localStorage that are nowhere else. */
const LOCAL = 'order_bridge_row:';
/** Before those of copies, which count only while the database cannot be read: another tab's may be a moment old. */
const COPY = 'order_bridge_copy:';
/** An IndexedDB that has not answered by then counts as missing, and is given less time until it answers again. */
const LIMIT_MS = 2_000;
const HUNG_LIMIT_MS = 100;
/** How many of its own vital rows a page has at hand: all that one shopper places, and not all that a till does in a week. */
const MOST_OWN = 64;

/** @typedef {[string, string]} Row a key and a text */

/** @typedef {{ memory: Map<string, string>, own: Map<string, string> }} Memory */

/**
 * What this page's bridges keep in memory, by the `fetch` that they were given: another one leads to another shop, as in tests that
 * make a stand-in for each case. @type {WeakMap<object, Memory>}
 */
const inPage = new WeakMap();
const PLATFORM = {};

/** On a server each bridge may be another shopper's. @param {object} fetch @returns {Memory} */
function memoryOf(fetch) {
  const known = typeof document === 'object' ? inPage.get(fetch) : undefined;
  const memory = known ?? { memory: new Map(), own: new Map() };
  inPage.set(fetch, memory);
  return memory;
}

export class Store {
  /** @param {object} [fetch] the option */
  constructor(fetch = PLATFORM) {
    const { memory, own } = memoryOf(fetch);
    /** @type {IDBDatabase | undefined} */
    this._database = undefined;
    this._isClosed = false;
    this._isHung = false;
    /** @type {Map<string, string>} */
    this._memory = memory;
    /** Vital rows that this page has kept, in case the storage forgets them later. @type {Map<string, string>} */
    this._own = own;
  }

  /** All rows whose key begins with `prefix`, sorted by key. @param {string} prefix @returns {Promise<Row[]>} */
  async rows(prefix) {
    let copies = localRows(COPY, prefix);
    /** @type {Row[]} */
    let kept = [];
    try {
      kept = await this._read(prefix);
      // What the database has lost is lost, here too.
      for (const [key] of copies) if (!kept.some(([known]) => known === key)) forget(COPY + key);
      copies = [];
    } catch { /* The copies count. */ }
    // The later ones are the newer: what the database takes is forgotten elsewhere.
    const rows = new Map([...this._own, ...kept, ...copies, ...localRows(LOCAL, prefix), ...this._memory]);
    return [...rows].filter(([key]) => key.startsWith(prefix)).sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /**
   * Keeps a row, and resolves when it is kept as safely as this page can; tells whether it outlives the page. Outside a page there
   * is none that it could outlive.
   * @param {string} key @param {string} text @param {boolean} isVital
   */
  async put(key, text, isVital) {
    if (isVital) this._remember(key, text);
    try {
      await this._write((table) => table.put([key, text], key));
      if (!(await this._read(key)).some(([known, kept]) => known === key && kept === text)) throw new Error('IndexedDB has not kept it');
      // An old copy is worse than none.
      if (isVital && !keep(COPY + key, text)) forget(COPY + key);
      forget(LOCAL + key);
      this._memory.delete(key);
      return true;
    } catch {
      // A page lists its rows: what is not listed will not be found.
      if (keep(LOCAL + key, text) && localKeys().includes(LOCAL + key)) {
        this._memory.delete(key);
        return true;
      }
      this._memory.set(key, text);
      return typeof document !== 'object';
    }
  }

  /** Forgets a row wherever it is kept. @param {string} key */
  async delete(key) {
    try {
      await this._write((table) => table.delete(key));
    } catch { /* Elsewhere, too. */ }
    forget(LOCAL + key);
    forget(COPY + key);
    this._memory.delete(key);
    this._own.delete(key);
  }

  /** @param {string} key @param {string} text */
  _remember(key, text) {
    this._own.delete(key);
    this._own.set(key, text);
    for (const oldest of this._own.keys()) if (this._own.size > MOST_OWN) this._own.delete(oldest);
  }

  /** Lets go of the database; calls under way open it once more for as long as they need it. */
  close() {
    this._isClosed = true;
    this._letGo();
  }

  /** Tells whether there was something to let go of. */
  _letGo() {
    const database = this._database;
    this._database = undefined;
    try {
      database?.close();
      return Boolean(database);
    } catch {
      return false;
    }
  }

  /** @param {string} prefix @returns {Promise<Row[]>} */
  async _read(prefix) {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uFFFF`);
    const pairs = await this._again('readonly', 'onsuccess', (table) => table.getAll(range));
    // Another script of the site may have written something else.
    return [...pairs].filter((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string').map(([key, text]) => [key, text]);
  }

  /** @param {(table: IDBObjectStore) => IDBRequest} change */
  _write(change) { return this._again('readwrite', 'oncomplete', change); }

  /** A connection that was closed by somebody else is opened anew, once. @param {IDBTransactionMode} mode @param {string} event @param {(table: IDBObjectStore) => IDBRequest} act */
  async _again(mode, event, act) {
    try {
      return await this._once(mode, event, act);
    } catch (error) {
      if (!this._letGo()) throw error;
      return this._once(mode, event, act);
    }
  }

  /** @param {IDBTransactionMode} mode @param {string} event @param {(table: IDBObjectStore) => IDBRequest} act */
  async _once(mode, event, act) {
    const database = this._database ?? (await this._open());
    try {
      // "strict" waits for the disk, not only for the operating system's word.
      const options = /** @type {any} */ ({ __proto__: null, durability: 'strict' });
      const transaction = database.transaction(TABLE, mode, options);
      const request = act(transaction.objectStore(TABLE));
      // Else it ends when this page is asked once more, which may have been left by then, with the table locked.
      transaction.commit?.();
      await this._settled(mode === 'readonly' ? request : transaction, event);
      this._isHung = false;
      return mode === 'readonly' ? request.result : undefined;
    } finally {
      // After the bridge has ended, nobody keeps it open.
      if (this._isClosed) this._letGo();
    }
  }

  async _open() {
    const request = indexedDB.open(DATABASE, 1);
    // Must go through even when nobody waits any more.
    request.onupgradeneeded = () => void request.result.createObjectStore(TABLE);
    try {
      await this._settled(request, 'onsuccess');
    } catch (error) {
      closeOnceOpen(request);
      throw error;
    }
    const database = request.result;
    // A page that deletes its databases, or a later version of this library, would wait for as long as this is open.
    database.onversionchange = () => database.close();
    // Two calls may have opened it at once. What the other one has begun with its own still goes through.
    this._letGo();
    this._database = database;
    return database;
  }

  /** Resolves at `event` of a request or transaction, rejects when it fails or takes too long. @param {any} target @param {string} event */
  async _settled(target, event) {
    const { due, end } = timer(this._isHung ? HUNG_LIMIT_MS : LIMIT_MS);
    let isOver = false;
    try {
      await new Promise((resolve, reject) => {
        target[event] = resolve;
        target.onerror = target.onabort = target.onblocked = reject;
        void due.then(() => {
          if (isOver) return;
          // A database that opens may hang all the same.
          this._isHung = true;
          reject(new Error('IndexedDB does not answer'));
        });
      });
    } finally {
      isOver = true;
      end();
    }
  }
}

/** Nobody waits for it any more. It may just have opened, or it is being made, and that must end first. @param {IDBOpenDBRequest} request */
function closeOnceOpen(request) {
  const close = () => {
    try {
      request.result.close();
    } catch { /* It did not open. */ }
  };
  request.onsuccess = close;
  if (request.readyState === 'done' && !request.transaction) close();
}

/** All keys, as far as the storage tells. */
function localKeys() {
  /** @type {string[]} */
  const keys = [];
  try {
    for (let i = 0; i < localStorage.length; i += 1) keys.push(/** @type {string} */ (localStorage.key(i)));
  } catch { /* As many as there were. */ }
  return keys;
}

/** Those under keys that begin with `place`; their own keys follow. @param {string} place @param {string} prefix @returns {Row[]} */
function localRows(place, prefix) {
  /** @type {Row[]} */
  const rows = [];
  for (const key of localKeys()) {
    const text = String(key).startsWith(place + prefix) ? recall(key) : undefined;
    if (text !== undefined) rows.push([key.slice(place.length), text]);
  }
  return rows;
}
