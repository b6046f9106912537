/**
 * Options of a request that a platform does not know. Some throw for them: workerd for `redirect: 'error'`, others for `cache` or
 * `credentials`. Found out once, by the platform's own `Request`. What is refused is left out; a redirect is then not followed, but
 * comes as an answer that is no success.
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

/** @param {any} fetch @returns the same, or one that leaves out what the platform refuses */
export function fitting(fetch) {
  const names = fetch && refusedOptions();
  if (!names?.size) return fetch;
  return (/** @type {string} */ url, /** @type {any} */ init) => {
    for (const name of names) delete init[name];
    if (names.has('redirect')) init.redirect = 'manual';
    return fetch(url, init);
  };
}
