/**
 * A clock that a test, its page and its services share. It runs as the wall's does, but a pause in which nothing can happen is
 * skipped: while a test waits for something, `skip` puts the clock forward to the next timer of the page or of the services,
 * whenever no request, write or lock is under way. So the pauses and limits of the library pass in milliseconds, and in their order.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** The page has to look the same twice, this far apart: what follows from an answer has been begun by then. */
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
    /** For the services: a pause by this clock. @param {number} ms @returns {Promise<void>} */
    wait: (ms) => new Promise((resolve) => {
      const entry = { due: now() + ms, timer: setTimeout(() => entry.done(), ms), done: () => { clearTimeout(entry.timer); waits.delete(entry); resolve(); } };
      waits.add(entry);
    }),
    /** What runs in a page before its own scripts. @param {string} text of pages/clock.js @param {object[]} requests so far */
    script: (text, requests) => `window.testClockStart = ${JSON.stringify({ ahead, asked: Object.fromEntries(counted(requests)) })};\n${text}`,

    /**
     * Skips the pause that the page in front is in, if it is in one.
     * @param {import('selenium-webdriver').WebDriver} driver
     * @param {object[]} requests  What the services were asked, in order.
     */
    async skip(driver, requests) {
      const before = await look(driver);
      const isQuiet = (page) => page !== null && page.working === 0 && page.requests.every((request) => isHeld(request, requests));
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

/** Whether the services have a request and do not answer it now: for good, or in a pause of theirs. */
function isHeld([what, index], requests) {
  const entry = requests.filter((request) => whatOf(request) === what)[index];
  return entry !== undefined && (entry.end === 'hang' || entry.end === null);
}
