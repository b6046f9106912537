/** Small values for as long as this tab lives: they survive a reload, and the way to a payment page and back. */

const PREFIX = 'order-bridge-demo:';

/** @template T @param {string} name @param {T} otherwise @returns {T} */
export function recall(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** A storage that is full or forbidden keeps nothing. @param {string} name @param {unknown} value */
export function keep(name, value) {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The page works without it.
  }
}

/** @param {string} name */
export function forget(name) {
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    // There was nothing to forget.
  }
}
