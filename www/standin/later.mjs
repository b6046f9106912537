/** Work that a service does after it has answered or failed to answer. */

/** @param {(ms: number) => Promise<void>} wait */
export function createLater(wait) {
  /** @type {Set<() => unknown>} */
  const open = new Set();
  return {
    /** @param {number} ms @param {() => unknown} act */
    add(ms, act) {
      open.add(act);
      void wait(ms).then(() => { if (open.delete(act)) act(); });
    },
    settle() {
      for (const act of [...open]) if (open.delete(act)) act();
    },
    forget() {
      open.clear();
    },
  };
}
