/**
 * The shop page in a browser: each opening has its own servers and its own stand-in. A script that
 * listens for everything that goes wrong is put before the page's own; the rest is the page as it is.
 */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { By, until } from 'selenium-webdriver';
import { serve } from '../../www/serve.mjs';
import { createStandIn } from '../../www/standin/index.mjs';
import { openBrowser } from './browser.mjs';

const WWW = fileURLToPath(new URL('../../www/', import.meta.url));
const LIMIT_MS = 10_000;
const GUEST = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };

const WATCH = `
window.wrong = [];
const note = (kind, text) => window.wrong.push(kind + ': ' + text);
addEventListener('securitypolicyviolation', (event) => note('violation', event.violatedDirective + ' ' + event.blockedURI));
addEventListener('error', (event) => note('error', event.message || 'not loaded: ' + (event.target.src || event.target.href)), true);
addEventListener('unhandledrejection', (event) => note('rejection', String(event.reason)));
const { error } = console;
console.error = (...values) => { note('console.error', values.join(' ')); error.apply(console, values); };
`;

/** The page's files with the watching script in front. */
async function watchedPage() {
  const folder = await mkdtemp(join(tmpdir(), 'order-bridge-page-'));
  await cp(WWW, folder, { recursive: true, filter: (from) => !['standin', 'serve.mjs'].includes(basename(from)) });
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await writeFile(join(folder, 'index.html'), page.replace('<head>', '<head>\n<script src="/watch.js"></script>'));
  await writeFile(join(folder, 'watch.js'), WATCH);
  return folder;
}

/** @typedef {Awaited<ReturnType<typeof openShop>>} Shop */

/**
 * A `test` for one file: one browser for all of them, for each its own shop. Whatever goes wrong in the
 * page, told by nobody, fails the test.
 * @returns {(name: string, body: (shop: Shop) => Promise<void>, standInOptions?: Record<string, unknown>) => void}
 */
export function shopTests() {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser?.close());
  return (name, body, standInOptions) => void test(name, { timeout: 90_000 }, async () => {
    const shop = await openShop(browser.driver, standInOptions);
    try {
      await body(shop);
      assert.deepEqual(await shop.inPage('return window.wrong;'), []);
    } finally {
      await shop.close();
    }
  });
}

/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {Record<string, unknown>} [standInOptions]
 */
export async function openShop(driver, standInOptions) {
  const pageRoot = await watchedPage();
  const served = await serve({ pagePort: 0, servicesPort: 0, standIn: createStandIn(standInOptions), pageRoot });
  const { standIn, pageUrl, servicesUrl } = served;
  const find = (/** @type {string} */ css) => driver.findElement(By.css(css));
  const text = async (/** @type {string} */ css) => (await find(css)).getText();

  const shop = {
    driver, find, text, standIn, pageUrl, servicesUrl,

    async load() {
      await driver.get(pageUrl);
      await shop.ready();
    },
    ready: () => shop.appears('html[data-ready="1"] #place-order:not(:empty)'),
    /** @param {string} css */
    appears: (css) => driver.wait(until.elementLocated(By.css(css)), LIMIT_MS, `${css} did not appear`),
    /** @param {string} css @param {RegExp} pattern @param {number} [limitMs] */
    reads: (css, pattern, limitMs = LIMIT_MS) => driver.wait(async () => pattern.test(await text(css).catch(() => '')), limitMs, `${css} does not read ${pattern}`),
    /** @param {string} css */
    vanishes: (css) => driver.wait(async () => (await driver.findElements(By.css(css))).length === 0, LIMIT_MS, `${css} did not vanish`),
    /** What a script in the page gives. @param {string} body @param {...unknown} values */
    inPage: (body, ...values) => driver.executeScript(body, ...values),

    /** Types like a person. @param {Partial<typeof GUEST>} [values] */
    async type(values = GUEST) {
      for (const [id, value] of Object.entries(values)) {
        const field = await find(`#${id}`);
        await field.clear();
        await field.sendKeys(value);
      }
    },
    /** Fills in at once, like the browser's own auto-fill. @param {Partial<typeof GUEST>} [values] */
    fill: (values = GUEST) => shop.inPage(`
      for (const [id, value] of Object.entries(arguments[0])) {
        const field = document.getElementById(id);
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }`, values),
    /** @param {'cash' | 'card' | 'paypal'} account */
    pay: async (account) => (await find(`#account-${account}`)).click(),
    press: async (/** @type {string} */ css = '#place-order') => (await find(css)).click(),
    /** Types settings in and takes them; the page is ready once it has connected with them. @param {Record<string, string>} values */
    async set(values) {
      await shop.inPage(`
        document.getElementById('settings').open = true;
        delete document.documentElement.dataset.ready;
        const form = document.getElementById('settings-form');
        for (const [name, value] of Object.entries(arguments[0])) form.elements.namedItem(name).value = value;`, values);
      await shop.press('#apply-settings');
    },

    /** Does something in a second tab of the same visitor, and comes back. @template T @param {() => Promise<T>} body @returns {Promise<T>} */
    async inSecondTab(body) {
      const first = await driver.getWindowHandle();
      await driver.switchTo().newWindow('tab');
      try {
        await shop.load();
        const result = await body();
        assert.deepEqual(await shop.inPage('return window.wrong;'), []);
        return result;
      } finally {
        await driver.close();
        await driver.switchTo().window(first);
      }
    },

    /** Step and state of each row, in the order shown. @returns {Promise<string[]>} */
    steps: () => shop.inPage(`return [...document.querySelectorAll('#steps li')].map((row) => row.dataset.step + ' ' + row.dataset.state);`),
    isDisabled: (/** @type {string} */ css = '#place-order') => shop.inPage(`return document.querySelector(arguments[0]).disabled;`, css),
    /** Requests to a route, without preflights. @param {string} route */
    sent: (route) => standIn.state.requests.filter((request) => request.route === route && request.method !== 'OPTIONS'),

    async close() {
      await served.close();
      await rm(pageRoot, { recursive: true });
    },
  };
  try {
    await shop.load();
    return shop;
  } catch (error) {
    await shop.close();
    throw error;
  }
}
