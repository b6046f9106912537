/**
 * Request options that a platform does not support. Some platforms throw for them: workerd for `redirect: 'error'`, others for `cache`
 * or `credentials`. They are detected once, with the platform's own `Request`, and left out. Without `redirect: 'error'` a redirect is
 * not followed, but returned as an unsuccessful answer.
 */
const ASKED = /** @type {[string, any][]} */ ([['redirect', 'error'], ['cache', 'no-store'], ['cache', 'default'], ['credentials', 'omit'], ['referrerPolicy', 'strict-origin'], ['keepalive', true]]);

/** @type {Set<string> | undefined} */
let refused;

/** @returns {Set<string>} */
function refusedOptions() {
  if (refused) return refused;
  refused = new Set();
  for (const [name, value] of typeof Request === 'function' ? ASKED : []) {
    try {
      new Request('https://localhost/', { [name]: value });
    } catch {
      refused.add(name);
    }
  }
  return refused;
}

/** @param {any} fetch @returns the same function, or one that leaves out what the platform refuses */
export function fitting(fetch) {
  const names = fetch && refusedOptions();
  if (!names?.size) return fetch;
  return (/** @type {string} */ url, /** @type {any} */ init) => {
    for (const name of names) delete init[name];
    if (names.has('redirect')) init.redirect = 'manual';
    return fetch(url, init);
  };
}
