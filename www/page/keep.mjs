/**
 * Stores small values of this page. Most are kept for the tab: they survive a reload, and the way to a payment page and back. Others
 * are kept for all tabs and later visits. Form values are stored by the element (`keep-values`). Its storage helpers are not part of
 * its API, so the page has its own.
 */

const PREFIX = 'order-bridge-demo:';

/** @typedef {'sessionStorage' | 'localStorage'} Where */

/** @template T @param {string} name @param {T} otherwise @param {Where} [where] @returns {T} */
export function recall(name, otherwise, where = 'sessionStorage') {
  try {
    return JSON.parse(globalThis[where].getItem(PREFIX + name) ?? 'null') ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * Saves a value; `null` removes it. Does nothing if the storage is full or blocked.
 * @param {string} name @param {unknown} value @param {Where} [where]
 */
export function keep(name, value, where = 'sessionStorage') {
  try {
    if (value === null) globalThis[where].removeItem(PREFIX + name);
    else globalThis[where].setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The page also works without storage.
  }
}
