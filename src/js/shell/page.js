/** What the page, worker or server can answer immediately: URLs, device, languages, inputs, randomness. */
import { dateNow } from './builtins.js';
import { pack } from './pack.js';

const page = /** @type {any} */ (globalThis);

/** Whether visitors can read the data that this code receives. */
export const isPublic = () => typeof page.window === 'object' || typeof page.WorkerGlobalScope === 'function';

/** The page's language first, then the browser's. */
export const languages = () => [() => page.document.documentElement.lang, () => page.navigator.language].map(readText);

/** @param {() => unknown} read */
function readText(read) {
  try {
    return text(read());
  } catch {
    return '';
  }
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : '');
/** @param {unknown} value */
const count = (value) => (typeof value === 'number' && value > 0 ? Math.floor(value) : 0);

/** The functions that the wasm imports as `Page`. */
export const facts = {
  /** @param {string} address */
  parseUrl(address) {
    try {
      const { href, protocol, username, password, hostname, search, hash } = new URL(address);
      return [href, protocol, username, password, hostname, search, hash].join('\n');
    } catch {
      return '';
    }
  },

  /** @param {string} pattern @param {string} flags @param {string} value */
  matches(pattern, flags, value) {
    try {
      return Number(new RegExp(pattern, flags).test(value));
    } catch {
      // The pattern of a form may be invalid.
      return 2;
    }
  },
};

/** The values that the SDK reads for its device header; null outside a page. */
export function device() {
  try {
    if (typeof page.window !== 'object') return pack(null);
    const { navigator = {}, screen = {} } = page;
    return pack({
      platform: readText(() => navigator.platform),
      userAgent: readText(() => navigator.userAgent),
      language: readText(() => navigator.language),
      width: count(screen.width),
      height: count(screen.height),
      colorDepth: count(screen.colorDepth),
      timeZone: timeZone(),
      isPrivate: !canKeep(),
    });
  } catch {
    return pack(null);
  }
}

function timeZone() {
  return readText(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** The same check as in the SDK. */
function canKeep() {
  try {
    page.localStorage.setItem('test_private_browsing', '1');
    page.localStorage.removeItem('test_private_browsing');
    return true;
  } catch {
    return false;
  }
}

/** Values of the widget's hidden inputs, in document order. */
export function widgetInputs() {
  try {
    return [...page.document.querySelectorAll('input[name="ocular_session_id"]')].map(({ value }) => value);
  } catch {
    return [];
  }
}

/** Makes the browser connect to `origin` now. Returns whether requests to it have a CORS preflight. @param {string} origin */
export function preconnect(origin) {
  try {
    const link = page.document.createElement('link');
    // Like the requests themselves: cross-origin, without cookies.
    Object.assign(link, { rel: 'preconnect', crossOrigin: 'anonymous', href: origin });
    page.document.head.appendChild(link);
  } catch { /* A page without a head gets no early connection. */ }
  try {
    return isPublic() && new URL(origin).origin !== page.location?.origin;
  } catch {
    return false;
  }
}

/** Fills in random bytes; weaker ones if the page has no `crypto`. @param {Uint8Array} bytes */
export function fillRandom(bytes) {
  try {
    // Filled in another array first: not every engine fills a view of the wasm's memory.
    bytes.set(page.crypto.getRandomValues(new Uint8Array(bytes.length)));
  } catch {
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = weakRandom() * 256;
  }
}

function weakRandom() {
  try {
    return Math.random();
  } catch {
    return 0.5;
  }
}

/** Milliseconds since 1970, at most the largest safe integer: a page may have its own clock. */
export function now() {
  try {
    return Math.min(dateNow(), Number.MAX_SAFE_INTEGER);
  } catch {
    return 0;
  }
}

/** Milliseconds since the page or process started; changes of the system clock do not affect them. */
export function elapsed() {
  try {
    return Math.floor(page.performance.now());
  } catch {
    return now();
  }
}

/** Whether the browser reports that it is offline. Its report that it is online is not reliable. */
export function isOffline() {
  try {
    return page.navigator?.onLine === false;
  } catch {
    return false;
  }
}

/** @param {string} key @returns {string | undefined} */
export function load(key) {
  try {
    const kept = page.localStorage.getItem(key);
    return typeof kept === 'string' ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Saves a value and reads it back. A full or forbidden storage saves nothing, and a fake one of a consent tool or a test may accept a
 * value without saving it.
 * @param {string} key @param {string} value
 */
export function save(key, value) {
  try {
    page.localStorage.setItem(key, value);
  } catch { /* The same value may already be there. */ }
  return load(key) === value;
}

/** @param {string} key */
export function remove(key) {
  try {
    page.localStorage.removeItem(key);
  } catch { /* Then nothing is stored either. */ }
}

/** @returns {Function | undefined} */
export const platformFetch = () => (typeof page.fetch === 'function' ? page.fetch : undefined);
