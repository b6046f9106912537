/** Small values that survive a reload. Form values are never stored in `localStorage`, and in `sessionStorage` only with `keep-values`. */

const PREFIX = 'order_bridge_checkout:';

/**
 * Loads a value. Anything of another type than `otherwise` was not saved by us.
 * @param {string} name @param {any} otherwise @param {'sessionStorage' | 'localStorage'} [where] @returns {any}
 */
export function load(name, otherwise, where = 'sessionStorage') {
  try {
    const value = JSON.parse(globalThis[where].getItem(PREFIX + name) ?? 'null') ?? otherwise;
    return typeof value === typeof otherwise ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * Saves a value; `null` removes it. A full or forbidden storage saves nothing.
 * @param {string} name @param {unknown} value @param {'sessionStorage' | 'localStorage'} [where]
 */
export function save(name, value, where = 'sessionStorage') {
  try {
    if (value === null) globalThis[where].removeItem(PREFIX + name);
    else globalThis[where].setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The form works without it.
  }
}
