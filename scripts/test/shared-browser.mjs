// The browser shared by the files of one suite: opened when the first file needs it, cleaned between files, and reopened after a
// crash. Closing has a time limit, after which the browser's processes are killed by id.
import { duration } from '../lib/step.mjs';

const ANSWER_LIMIT_MS = 15_000;
const NO_ANSWER = 'no answer';

/** @param {string} engine @param {NodeJS.ProcessEnv} env @param {{ closeLimitMs?: number, answerLimitMs?: number }} [options] */
export function sharedBrowser(engine, env, { closeLimitMs, answerLimitMs = ANSWER_LIMIT_MS } = {}) {
  let open;
  /** Time spent on the browser, and remarks for the summary. */
  const spent = { opened: 0, openingMs: 0, closingMs: 0, remarks: [] };

  async function get() {
    if (open && !(await answers(open, answerLimitMs))) {
      spent.remarks.push('the browser was not responding before a file: opened anew');
      await close();
    }
    if (!open) {
      const { launch } = await import('../../tests/e2e/lib/launch.mjs');
      const started = performance.now();
      open = await launch(engine, { env });
      open.window = await open.driver.manage().window().getRect();
      spent.opened += 1;
      spent.openingMs += performance.now() - started;
    }
    return { SHARED_BROWSER: open.shared };
  }

  /** Resets the browser to one empty window of the original size. If that fails, the browser is closed. Returns the reason if it hung. */
  async function clean() {
    if (!open) return undefined;
    const { cleanUp } = await import('../../tests/e2e/lib/browser.mjs');
    const tidied = await limited(cleanUp(open.driver).then(() => open.driver.manage().window().setRect(open.window)).then(() => true), answerLimitMs);
    if (tidied === true) return undefined;
    spent.remarks.push(`the browser could not be cleaned up (${tidied}): closed`);
    await close();
    return tidied === NO_ANSWER ? 'it hung, no answer' : undefined;
  }

  async function close() {
    if (!open) return;
    const started = performance.now();
    const ended = await open.close(closeLimitMs);
    open = undefined;
    spent.closingMs += performance.now() - started;
    if (ended.length) spent.remarks.push(closingHung(performance.now() - started, ended));
  }

  return { get, clean, close, spent };
}

export const closingHung = (ms, ended) => `closing the browser hung for ${duration(Math.round(ms / 1000))}: ended its processes ${ended.join(', ')}`;

const answers = async ({ driver }, limitMs) => (await limited(driver.getAllWindowHandles().then((all) => all.length > 0), limitMs)) === true;

/** The value of a promise, or the reason why there is none: the first line of the error, or a timeout. */
async function limited(promise, limitMs) {
  let timer;
  const late = new Promise((done) => { timer = setTimeout(done, limitMs, NO_ANSWER); });
  const outcome = await Promise.race([late, promise.catch((error) => String(error.message).split('\n')[0])]);
  clearTimeout(timer);
  return outcome;
}
