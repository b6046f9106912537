/** The few globals by which the SDK and the bridge recognise a page, for the duration of a test. */

/** One for the whole process, because a page's storage outlives its scripts. */
const kept = new Map();
const localStorage = {
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, String(value)),
  removeItem: (key) => void kept.delete(key),
};

/** The runtime's own properties under these names. */
const originals = new Map();

/**
 * A second call in the same test opens another page.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, any>} [changes]  Further globals of the page, or other values for these.
 */
export function pretendPage(t, changes = {}) {
  leavePage();
  const globals = {
    // In a page the window is the global object itself.
    window: globalThis,
    navigator: { platform: 'Linux x86_64', userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', language: 'es-CL' },
    screen: { width: 1280, height: 720, colorDepth: 24 },
    localStorage,
    ...changes,
  };
  for (const [name, value] of Object.entries(globals)) {
    originals.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  t.after(leavePage);
}

function leavePage() {
  for (const [name, descriptor] of originals) {
    delete globalThis[name];
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
  originals.clear();
}
