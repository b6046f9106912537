/**
 * Tabs that die without a word. Chromium and Firefox: the tab's process is killed. WebKit's driver ends its session with any
 * process of a page: there the page itself stops to have any effect (early.js), and its tab is closed.
 */
import { currentBrowser, engine } from './browser.mjs';
import { pause } from './ledger-page.mjs';
import { descendants, ticksOf } from './processes.mjs';

/** How a page stops at a point: early.js. */
export const DEATH = engine === 'webkit' ? 'dead' : 'spin';

const IS_TAB = { chromium: /--type=renderer/, firefox: /-contentproc .*\btab\s*$/s };

/** The process of the tab in front, where the browser tells it. @param {import('selenium-webdriver').WebDriver} driver */
export async function processOf(driver) {
  if (engine !== 'firefox') return null;
  await driver.setContext('chrome');
  const pid = await driver.executeScript('return gBrowser.selectedBrowser.browsingContext.currentWindowGlobal.osPid;');
  await driver.setContext('content');
  return pid;
}

/**
 * Ends the tab in front, whose page has stopped, and goes to another one.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {number | null} pid  Its process; where nobody knows it, it is the one that is busy.
 * @param {string} next  The window to go to.
 * @param {Promise<unknown>} ending  What was last asked of the page.
 */
export async function killTab(driver, pid, next, ending) {
  if (DEATH === 'spin') process.kill(pid ?? await busiest(), 'SIGKILL');
  await ending;
  await driver.close();
  await driver.switchTo().window(next);
}

/** Of this test's own browser the tab process that does nothing but run: the same one twice in a row. */
async function busiest() {
  let last = null;
  const all = tabs();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const before = all.map(({ pid }) => ticksOf(pid));
    await pause(50);
    const [first, second] = all.map(({ pid }, i) => ({ pid, ticks: ticksOf(pid) - before[i] })).sort((a, b) => b.ticks - a.ticks);
    const found = first?.ticks >= 2 && first.ticks > 2 * (second?.ticks ?? 0) ? first.pid : null;
    if (found !== null && found === last) return found;
    last = found;
  }
  throw new Error('no process of a tab is busy');
}

/** Processes of tabs of this browser. */
const tabs = () => descendants(currentBrowser().pid).filter(({ command }) => IS_TAB[engine].test(command));
