/**
 * The video attention of a tab. The widget puts its id into cart forms, but the page that reports the purchase usually does not have
 * it any more. So each page that has the id saves it with the time: for this tab only, and nothing else. The domain decides how long
 * it counts.
 */
const KEY = 'order_bridge_attention';
const INPUT = 'input[name="ocular_session_id"]';
/** Polling interval: widgets set the value without an event. */
export const LOOK_MS = 500;

/** The ids on the page, in document order. @param {any} page @returns {string[]} */
export function present(page) {
  try {
    return [...page.document.querySelectorAll(INPUT)].map(({ value }) => value).filter(Boolean);
  } catch {
    return [];
  }
}

/** Saves the page's attention. @param {any} page @returns the first id, or undefined */
export function note(page) {
  const [id] = present(page);
  if (!id) return undefined;
  try {
    page.sessionStorage.setItem(KEY, JSON.stringify({ id, at: Date.now() }));
  } catch {
    // An id that cannot be saved counts on this page only.
  }
  return id;
}

/** The attention that an earlier page of this tab has saved. @param {any} page @returns {{ id: string, at: number } | undefined} */
export function earlierAttention(page) {
  try {
    const { id, at } = JSON.parse(page.sessionStorage.getItem(KEY));
    return { id: String(id), at: Number(at) };
  } catch {
    return undefined;
  }
}

/** Saves the page's attention, now and whenever it changes. @param {any} page @returns {() => void} stops it */
export function watchAttention(page) {
  if (!page.document) return () => {};
  const look = () => void note(page);
  look();
  const timer = setInterval(look, LOOK_MS);
  // The timer must not keep a Node process alive.
  /** @type {any} */ (timer).unref?.();
  page.addEventListener?.('pagehide', look);
  return () => {
    clearInterval(timer);
    page.removeEventListener?.('pagehide', look);
  };
}
