/**
 * Records that outlive the page. They are stored in IndexedDB; if that fails, in localStorage; if that also fails, in this page's
 * memory. A record that cannot be read back was not saved: storages of consent tools, sandboxes and tests may accept what they do not
 * return.
 *
 * A database that worked yesterday may hang today: a page that was left during a write can block it for every other page of the site.
 * An order that it holds must not be placed again, so localStorage has a copy of each vital record.
 */
import { timer } from './clock.js';
import { load, remove, save } from './page.js';

const DATABASE = 'order-bridge';
const TABLE = 'rows';
/** Key prefix of records in localStorage that are stored nowhere else. */
const LOCAL = 'order_bridge_row:';
/** Key prefix of copies. They count only while the database cannot be read, because another tab's copy may be slightly out of date. */
const COPY = 'order_bridge_copy:';
/** An IndexedDB that has not answered by then counts as missing. It gets less time until it answers again. */
const LIMIT_MS = 2_000;
const HUNG_LIMIT_MS = 100;
/** How many of its own vital records a page keeps in memory: enough for one shopper, but not for a week of orders at a shop terminal. */
const MOST_OWN = 64;

/** @typedef {[string, string]} Row a key and a string */

/** @typedef {{ memory: Map<string, string>, own: Map<string, string> }} Memory */

/**
 * What this page's bridges keep in memory, by their option `fetch`. Another `fetch` leads to another shop, as in tests that create a
 * stand-in for each case. @type {WeakMap<object, Memory>}
 */
const inPage = new WeakMap();
const PLATFORM = {};

/** Not shared on a server, where each bridge may belong to another shopper. @param {object} fetch @returns {Memory} */
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
    /** Vital records that this page has saved, in case the storage loses them. @type {Map<string, string>} */
    this._own = own;
  }

  /** All records whose key begins with `prefix`, sorted by key. @param {string} prefix @returns {Promise<Row[]>} */
  async rows(prefix) {
    let copies = localRows(COPY, prefix);
    /** @type {Row[]} */
    let kept = [];
    try {
      kept = await this._read(prefix);
      // A record that the database has lost is lost: its copy is removed.
      for (const [key] of copies) if (!kept.some(([known]) => known === key)) remove(COPY + key);
      copies = [];
    } catch { /* The database cannot be read: the copies count. */ }
    // Later sources are newer: what the database accepts is removed from the other places.
    const rows = new Map([...this._own, ...kept, ...copies, ...localRows(LOCAL, prefix), ...this._memory]);
    return [...rows].filter(([key]) => key.startsWith(prefix)).sort(([one], [other]) => (one < other ? -1 : 1));
  }

  /**
   * Saves a record as safely as this page can. Resolves to whether the record outlives the page. Outside a page this is always true,
   * because there is no page to outlive.
   * @param {string} key @param {string} text @param {boolean} isVital
   */
  async put(key, text, isVital) {
    if (isVital) this._remember(key, text);
    try {
      await this._write((table) => table.put([key, text], key));
      if (!(await this._read(key)).some(([known, kept]) => known === key && kept === text)) throw new Error('IndexedDB did not save the record');
      // An outdated copy is worse than none.
      if (isVital && !save(COPY + key, text)) remove(COPY + key);
      remove(LOCAL + key);
      this._memory.delete(key);
      return true;
    } catch {
      // Records are found by listing the keys, so a key that is not listed would not be found.
      if (save(LOCAL + key, text) && localKeys().includes(LOCAL + key)) {
        this._memory.delete(key);
        return true;
      }
      this._memory.set(key, text);
      return typeof document !== 'object';
    }
  }

  /** Deletes a record from all places. @param {string} key */
  async delete(key) {
    try {
      await this._write((table) => table.delete(key));
    } catch { /* It is still deleted from the other places. */ }
    remove(LOCAL + key);
    remove(COPY + key);
    this._memory.delete(key);
    this._own.delete(key);
  }

  /** @param {string} key @param {string} text */
  _remember(key, text) {
    this._own.delete(key);
    this._own.set(key, text);
    for (const oldest of this._own.keys()) if (this._own.size > MOST_OWN) this._own.delete(oldest);
  }

  /** Closes the database. Calls under way open it again for as long as they need it. */
  close() {
    this._isClosed = true;
    this._letGo();
  }

  /** Closes the connection. Returns whether there was one. */
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
    // Another script of the site may have written other values.
    return [...pairs].filter((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string').map(([key, text]) => [key, text]);
  }

  /** @param {(table: IDBObjectStore) => IDBRequest} change */
  _write(change) { return this._again('readwrite', 'oncomplete', change); }

  /**
   * If something else has closed the connection, opens it again, once.
   * @param {IDBTransactionMode} mode @param {string} event @param {(table: IDBObjectStore) => IDBRequest} act
   */
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
      // "strict" waits until the data is on disk, not only until the operating system has accepted it.
      const options = /** @type {any} */ ({ __proto__: null, durability: 'strict' });
      const transaction = database.transaction(TABLE, mode, options);
      const request = act(transaction.objectStore(TABLE));
      // Otherwise the transaction commits only when this page runs again. By then the page may have been left, with the table still
      // locked.
      transaction.commit?.();
      await this._settled(mode === 'readonly' ? request : transaction, event);
      this._isHung = false;
      return mode === 'readonly' ? request.result : undefined;
    } finally {
      // After `close`, the connection does not stay open.
      if (this._isClosed) this._letGo();
    }
  }

  async _open() {
    const request = indexedDB.open(DATABASE, 1);
    // Must complete even if the database is no longer awaited.
    request.onupgradeneeded = () => void request.result.createObjectStore(TABLE);
    try {
      await this._settled(request, 'onsuccess');
    } catch (error) {
      closeOnceOpen(request);
      throw error;
    }
    const database = request.result;
    // Otherwise a page that deletes its databases, or a later version of this library, would have to wait.
    database.onversionchange = () => database.close();
    // Two calls may have opened the database at once. What the other one has started on its own connection still completes.
    this._letGo();
    this._database = database;
    return database;
  }

  /**
   * Resolves at `event` of a request or transaction; rejects if it fails or takes too long.
   * @param {any} target @param {string} event
   */
  async _settled(target, event) {
    const { due, end } = timer(this._isHung ? HUNG_LIMIT_MS : LIMIT_MS);
    let isOver = false;
    try {
      await new Promise((resolve, reject) => {
        target[event] = resolve;
        target.onerror = target.onabort = target.onblocked = reject;
        void due.then(() => {
          if (isOver) return;
          // A database that could be opened may still hang.
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

/**
 * Closes a database that is no longer awaited. It may just have opened, or it is being created, which must finish first.
 * @param {IDBOpenDBRequest} request
 */
function closeOnceOpen(request) {
  const close = () => {
    try {
      request.result.close();
    } catch { /* It did not open. */ }
  };
  request.onsuccess = close;
  if (request.readyState === 'done' && !request.transaction) close();
}

/** All keys that the storage lists. */
function localKeys() {
  /** @type {string[]} */
  const keys = [];
  try {
    for (let i = 0; i < localStorage.length; i += 1) keys.push(/** @type {string} */ (localStorage.key(i)));
  } catch { /* The keys read so far. */ }
  return keys;
}

/**
 * Records in localStorage: their full key is `place` and then their own key, which begins with `prefix`.
 * @param {string} place @param {string} prefix @returns {Row[]}
 */
function localRows(place, prefix) {
  /** @type {Row[]} */
  const rows = [];
  for (const key of localKeys()) {
    const text = String(key).startsWith(place + prefix) ? load(key) : undefined;
    if (text !== undefined) rows.push([key.slice(place.length), text]);
  }
  return rows;
}
