/**
 * Kills tabs without warning. In Chromium and Firefox the tab's process is killed. WebKit's driver ends its session when any page
 * process dies, so there the page stops having any effect (early.js) and its tab is closed.
 */
import { currentBrowser, engine } from './browser.mjs';
import { pause } from './ledger-page.mjs';
import { descendants, ticksOf } from './processes.mjs';

/** How a page stops at a point; see early.js. */
export const DEATH = engine === 'webkit' ? 'dead' : 'spin';

const IS_TAB = { chromium: /--type=renderer/, firefox: /-contentproc .*\btab\s*$/s };

/** The foreground tab's process id, or null where browsers hide it. @param {import('selenium-webdriver').WebDriver} driver */
export async function processOf(driver) {
  if (engine !== 'firefox') return null;
  await driver.setContext('chrome');
  const pid = await driver.executeScript('return gBrowser.selectedBrowser.browsingContext.currentWindowGlobal.osPid;');
  await driver.setContext('content');
  return pid;
}

/**
 * Kills the foreground tab, whose page has stopped, and switches to another window.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {number | null} pid  The tab's process. If null, the busy process is taken.
 * @param {string} next  The window to switch to.
 * @param {Promise<unknown>} ending  The last command sent to the page.
 */
export async function killTab(driver, pid, next, ending) {
  if (DEATH === 'spin') process.kill(pid ?? await busiest(), 'SIGKILL');
  await ending;
  await driver.close();
  await driver.switchTo().window(next);
}

/** The tab process of this test's browser that runs in a busy loop: the same process in two measurements in a row. */
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
  throw new Error('no tab process is busy');
}

/** The tab processes of this browser. */
const tabs = () => descendants(currentBrowser().pid).filter(({ command }) => IS_TAB[engine].test(command));
