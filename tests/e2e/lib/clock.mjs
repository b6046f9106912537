/**
 * A clock shared by a test, its page and its services. It runs at the speed of the wall clock but skips idle pauses: while a test
 * waits, `skip` advances the clock to the next timer of the page or the services, provided that no request, write or lock is
 * pending. The library's pauses and timeouts then take milliseconds and still fire in the right order.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** The page counts as idle if two snapshots this far apart are equal. Work triggered by a response has started by then. */
const QUIET_MS = 20;
const LOOK = 'return window.testClock?.look() ?? null;';

/** @typedef {ReturnType<typeof createClock>} Clock */

export function createClock() {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  /** Pauses of the services. @type {Set<{ due: number, timer: NodeJS.Timeout, done: () => void }>} */
  const waits = new Set();

  /** @param {number} ms */
  function forward(ms) {
    ahead += ms;
    for (const wait of [...waits].sort((a, b) => a.due - b.due)) if (wait.due <= now()) wait.done();
  }

  return {
    now, forward,
    /** A pause by this clock, for the services. @param {number} ms @returns {Promise<void>} */
    wait: (ms) => new Promise((resolve) => {
      const entry = { due: now() + ms, timer: setTimeout(() => entry.done(), ms), done: () => { clearTimeout(entry.timer); waits.delete(entry); resolve(); } };
      waits.add(entry);
    }),
    /** The script that runs first in a page. @param {string} text of pages/clock.js @param {object[]} requests so far */
    script: (text, requests) => `window.testClockStart = ${JSON.stringify({ ahead, asked: Object.fromEntries(counted(requests)) })};\n${text}`,

    /**
     * Skips the pause of the foreground page, if the page is idle.
     * @param {import('selenium-webdriver').WebDriver} driver
     * @param {object[]} requests  The requests that the services received, in order.
     */
    async skip(driver, requests) {
      const before = await look(driver);
      const isQuiet = (page) => page !== null && page.working === 0 && areHeld(page.requests, requests, waits.size);
      await pause(QUIET_MS);
      if (!isQuiet(before)) return;
      const page = await look(driver);
      if (!isQuiet(page) || page.changes !== before.changes) return;
      const due = Math.min(page.next ?? Infinity, ...[...waits].map((wait) => wait.due));
      if (due === Infinity) return;
      forward(Math.max(0, due - now()));
      await driver.executeScript('window.testClock?.set(arguments[0]);', ahead).catch(() => {});
    },
  };
}

const look = (driver) => driver.executeScript(LOOK).catch(() => null);

const whatOf = ({ method, url }) => {
  const { pathname, search } = new URL(url);
  return `${method} ${pathname}${search}`;
};

function counted(requests) {
  const counts = new Map();
  for (const request of requests) counts.set(whatOf(request), (counts.get(whatOf(request)) ?? 0) + 1);
  return counts;
}

/**
 * Whether the services hold back all these responses: for ever, or during pauses of their own. If they have fewer `pauses` than
 * unanswered requests, they are still at work, as on a busy machine.
 */
function areHeld(pending, requests, pauses) {
  const ends = pending.map(([what, index]) => requests.filter((request) => whatOf(request) === what)[index]?.end);
  return ends.every((end) => end === 'hang' || end === null) && ends.filter((end) => end === null).length <= pauses;
}
