/**
 * The video attention of a tab. The widget puts its number into cart forms; the page that says what was bought mostly has none any
 * more. So it is saved with the time while a page has it: in this tab, and nothing else. How long it counts is the domain's to say.
 */
const KEY = 'order_bridge_attention';
const INPUT = 'input[name="ocular_session_id"]';
/** Widgets set a value without an event. */
export const LOOK_MS = 500;

/** The numbers that the page has, in its order. @param {any} page @returns {string[]} */
export function present(page) {
  try {
    return [...page.document.querySelectorAll(INPUT)].map(({ value }) => value).filter(Boolean);
  } catch {
    return [];
  }
}

/** Notes what the page has. @param {any} page @returns the first number, or undefined */
export function note(page) {
  const [id] = present(page);
  if (!id) return undefined;
  try {
    page.sessionStorage.setItem(KEY, JSON.stringify({ id, at: Date.now() }));
  } catch {
    // What is not saved counts on this page alone.
  }
  return id;
}

/** The attention that an earlier page of this tab had. @param {any} page @returns {{ id: string, at: number } | undefined} */
export function earlierAttention(page) {
  try {
    const { id, at } = JSON.parse(page.sessionStorage.getItem(KEY));
    return { id: String(id), at: Number(at) };
  } catch {
    return undefined;
  }
}

/** Notes what the page has, now and whenever it has another. @param {any} page @returns {() => void} stops it */
export function lookForAttention(page) {
  if (!page.document) return () => {};
  const look = () => void note(page);
  look();
  const timer = setInterval(look, LOOK_MS);
  // In Node it keeps no process alive.
  /** @type {any} */ (timer).unref?.();
  page.addEventListener?.('pagehide', look);
  return () => {
    clearInterval(timer);
    page.removeEventListener?.('pagehide', look);
  };
}
