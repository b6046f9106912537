/**
 * Opens the browser for a test file. `npm test` shares one browser among all files of an engine; otherwise each file starts its own.
 * ENGINE selects the engine. Each test runs on a separate origin (ports.mjs), so no state carries over from the previous test.
 */
import { eventually } from './eventually.mjs';
import { attach, ENGINES, launch } from './launch.mjs';
import { note } from './notes.mjs';

const SCRIPT_LIMIT_MS = 15_000;
const LIMITS = { script: SCRIPT_LIMIT_MS, pageLoad: SCRIPT_LIMIT_MS };

export const engine = process.env.ENGINE ?? 'chromium';

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */

/** The browser that is open now; evidence of failed tests comes from it. @type {Browser | undefined} */
let current;
export const currentBrowser = () => current;

/** Uses the shared browser if there is one. @param {string} [name] of the engine */
export async function openBrowser(name = engine) {
  if (!ENGINES.includes(name)) throw new Error(`ENGINE must be one of ${ENGINES.join(', ')}, not "${name}".`);
  const { SHARED_BROWSER: shared } = process.env;
  return shared && name === engine ? attached(shared) : own(name, {});
}

/** Starts an unshared browser that survives crashed tabs and, in Firefox, lets tests go offline. */
export const openSturdyBrowser = () => own(engine, { sturdy: true });

async function attached(shared) {
  const { driver, pid } = attach(shared);
  await driver.manage().setTimeouts(LIMITS);
  // Nothing to close: the process that shares the browser cleans up after each file.
  current = { driver, pid, close: async () => {} };
  return current;
}

async function own(name, options) {
  const started = performance.now();
  const { driver, pid, close } = await launch(name, options);
  await driver.manage().setTimeouts(LIMITS);
  note({ type: 'opened', ms: performance.now() - started });
  current = {
    driver, pid,
    async close() {
      const closing = performance.now();
      const ended = await close();
      note({ type: 'closed', ms: performance.now() - closing, ended });
    },
  };
  return current;
}

/** Leaves one empty window for the next file, as in a freshly opened browser. @param {import('selenium-webdriver').WebDriver} driver */
export async function cleanUp(driver) {
  const [first, ...others] = await driver.getAllWindowHandles();
  for (const handle of others) {
    await driver.switchTo().window(handle);
    await driver.close();
  }
  await driver.switchTo().window(first);
  await driver.get('about:blank');
}

/**
 * Runs the body of an async function in the page and returns its result.
 * @param {import('selenium-webdriver').WebDriver} driver
 */
export const asyncScript = (driver) => async (/** @type {string} */ body, /** @type {unknown[]} */ ...values) => {
  const { value, error } = await driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error) }));`, ...values);
  if (error) throw new Error(error);
  return value;
};

let scripts = 0;

/**
 * Like `asyncScript`, for a page whose pauses are skipped while the script runs (clock.mjs).
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {() => Promise<void>} skip
 */
export const skippingScript = (driver, skip) => async (/** @type {string} */ body, /** @type {unknown[]} */ ...values) => {
  const id = (scripts += 1);
  await driver.executeScript(`
    const run = ((window.testRuns ??= {})[${id}] = {});
    (async () => { ${body} })().then((value) => { run.ended = true; run.value = value; }, (error) => { run.ended = true; run.error = String(error?.stack ?? error); });`, ...values);
  const { value, error } = await eventually(() => driver.executeScript(`return window.testRuns?.[${id}] ?? {};`), 'the script in the page did not end', { until: ({ ended }) => ended, between: skip });
  if (error) throw new Error(error);
  return value;
};
