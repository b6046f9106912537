/**
 * Small values of this page. Most live as long as this tab: they survive a reload, and the way to a payment page and back.
 * Others are for all tabs and later visits. What is typed into the form is the element's (`keep-values`), whose own memory is not
 * part of its API: so these few lines are here again.
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

/** A storage that is full or forbidden keeps nothing; `null` takes away. @param {string} name @param {unknown} value @param {Where} [where] */
export function keep(name, value, where = 'sessionStorage') {
  try {
    if (value === null) globalThis[where].removeItem(PREFIX + name);
    else globalThis[where].setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The page works without it.
  }
}
