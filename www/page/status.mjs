/** The status line: what is going on, and after a while that it still is. */
import { byId } from './dom.mjs';

const LONG_MS = 3000;

export function createStatus() {
  const line = byId('status');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;

  /** @param {string} text */
  function say(text) {
    clearTimeout(later);
    line.textContent = text;
  }

  return {
    say,
    /** @param {string} text */
    sayBusy(text) {
      say(text);
      later = setTimeout(() => { line.textContent = `${text} This takes longer than usual. Please stay on this page.`; }, LONG_MS);
    },
  };
}
