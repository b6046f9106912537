/**
 * The shop page in a browser: each opening has its own servers and its own stand-in. A script that
 * listens for everything that goes wrong is put before the page's own; the rest is the page as it is.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { after, before } from 'node:test';
import { openBrowser } from './browser.mjs';
import { eventually } from './eventually.mjs';
import { serve } from './serve.mjs';
import { test } from './test.mjs';

export const GUEST = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };

/** The page's own element, else that of the checkout's shadow root. */
const FIND = `
const roots = () => [document, ...[...document.querySelectorAll('guest-checkout')].map((host) => host.shadowRoot).filter(Boolean)];
window.q = (css) => roots().map((root) => root.querySelector(css)).find(Boolean) ?? null;
window.qa = (css) => roots().flatMap((root) => [...root.querySelectorAll(css)]);`;
const PAGES = ['/', '/index.html', '/playground.html'];

/** The page's files, with scripts of the test in front. @param {string[]} paths of further scripts */
function watched(paths) {
  const scripts = new Map(paths.map((path) => [`/${basename(path)}`, path]));
  const tags = ['/watch.js', '/find.js', ...scripts.keys()].map((address) => `<script src="${address}"></script>`).join('');
  return async (address, file) => {
    if (address === '/find.js') return { type: 'text/javascript', bytes: FIND };
    if (scripts.has(address)) return { type: 'text/javascript', bytes: await readFile(scripts.get(address)) };
    return PAGES.includes(address) ? { ...file, bytes: String(file.bytes).replace('<head>', `<head>${tags}`) } : file;
  };
}

/** @typedef {Awaited<ReturnType<typeof openShop>>} Shop */

/**
 * A `test` for one file: one browser for all of them, for each its own shop. Whatever goes wrong in the
 * page, told by nobody, fails the test.
 * @param {{ scripts?: string[] }} [options]  Files that the pages load, too.
 * @returns {(name: string, body: (shop: Shop) => Promise<void>, standInOptions?: Record<string, unknown>) => void}
 */
export function shopTests({ scripts = [] } = {}) {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser?.close());
  return (name, body, standInOptions) => void test(name, { limitMs: 120_000 }, async (t) => {
    const shop = await openShop(browser.driver, standInOptions, scripts);
    t.after(() => shop.close());
    try {
      await body(shop);
      assert.deepEqual(await shop.inPage('return window.wrong;'), []);
    } catch (error) {
      console.log(await shop.story().catch(String));
      throw error;
    }
  });
}

/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {Record<string, unknown>} [standInOptions]
 * @param {string[]} [scripts]
 */
export async function openShop(driver, standInOptions, scripts = []) {
  const served = await serve({ standIn: standInOptions, alter: watched(scripts) });
  const { standIn, pageUrl, servicesUrl, clock } = served;
  let skipsPauses = false;
  const inPage = (/** @type {string} */ body, /** @type {unknown[]} */ ...values) => driver.executeScript(body, ...values);
  const find = async (/** @type {string} */ css) => {
    const found = await inPage('return q(arguments[0]);', css);
    assert.ok(found, `there is no ${css}`);
    return found;
  };
  /** Reads in one go: what is found first and asked later may have been drawn anew in between. */
  const read = async (/** @type {string} */ css, /** @type {string} */ what, /** @type {unknown[]} */ ...values) => {
    const [value] = await inPage(`const found = q(arguments[0]); if (!found) return []; return [(${what})(found, ...[...arguments].slice(1))];`, css, ...values) ?? [];
    assert.notEqual(value, undefined, `there is no ${css}`);
    return value;
  };
  const text = (/** @type {string} */ css) => read(css, '(found) => found.checkVisibility?.() === false ? "" : found.innerText.trim()');
  const wait = (/** @type {() => unknown} */ look, /** @type {string} */ complaint, until = Boolean) =>
    eventually(look, complaint, { until, ...(skipsPauses && { between: () => clock.skip(driver, standIn.state.requests) }) });

  const shop = {
    driver, find, text, standIn, pageUrl, servicesUrl, wait,

    /** From now on every wait skips the pauses in which nothing can happen (clock.mjs). */
    skipPauses() { skipsPauses = true; },

    /** @param {string} css @param {string} name */
    attribute: (css, name) => read(css, '(found, name) => found.getAttribute(name)', name),

    /** A visitor with something in the cart: the documented product, unless there is something, or an order is placed. */
    async load(address = pageUrl) {
      await driver.get(address);
      await shop.ready();
      const { cart, state } = await inPage('return { ...document.documentElement.dataset };');
      if (cart === 'empty' && state !== 'accepted') await shop.add(10);
      await shop.ready();
    },
    /** Somebody who was never here. @param {'en' | 'es' | 'pt'} [language] */
    async firstVisit(language = 'en') {
      await inPage(`sessionStorage.clear(); localStorage.clear(); localStorage.setItem('order-bridge-demo:language', JSON.stringify(arguments[0]));`, language);
      await driver.get(pageUrl);
      await shop.ready();
    },
    /** The wasm cannot be fetched any more. @returns {Promise<() => Promise<void>>} until this is called */
    async withoutWasm() {
      await inPage(`
        const { fetch } = window;
        window.fetch = (address, ...rest) => (String(address?.url ?? address).endsWith('.wasm') ? Promise.reject(new TypeError('no network')) : fetch(address, ...rest));
        window.mend = () => { window.fetch = fetch; };`);
      return () => inPage('mend();');
    },
    /** What the element shows. */
    state: () => inPage(`return document.querySelector('guest-checkout').state;`),
    /** @param {string[]} states */
    is: (...states) => wait(shop.state, `the checkout did not become ${states}`, (state) => states.includes(state)),
    ready: () => wait(async () => inPage(`return document.documentElement.dataset.ready === '1' && document.querySelector('guest-checkout').state !== 'loading';`), 'the page did not become ready'),
    /** @param {string} css */
    appears: (css) => wait(() => inPage('return q(arguments[0]) !== null;', css), `${css} did not appear`),
    /** The order is there, and the page has come to rest: kept, form gone, focus moved. */
    async placed() {
      await shop.appears('#order-number');
      await shop.is('accepted');
    },
    /** @param {string} css @param {RegExp} pattern */
    reads: (css, pattern) => wait(() => text(css), `${css} does not read ${pattern}`, (seen) => pattern.test(seen)),
    /** @param {string} css */
    vanishes: (css) => wait(() => inPage('return q(arguments[0]) === null;', css), `${css} did not vanish`),
    /** What the live line says, seen or not. */
    said: () => inPage(`return q('.status').textContent;`),
    /** @param {RegExp} pattern */
    says: (pattern) => wait(shop.said, `it does not say ${pattern}`, (said) => pattern.test(said)),
    /** What a script in the page gives. */
    inPage,

    /** Types like a person. @param {Partial<typeof GUEST>} [values] */
    async type(values = GUEST) {
      for (const [marker, value] of Object.entries(values)) {
        await shop.use(`#field-${marker}`, async (field) => {
          await field.clear();
          await field.sendKeys(value);
        });
      }
    },
    /** Fills in at once, like the browser's own auto-fill. @param {Partial<typeof GUEST>} [values] */
    fill: (values = GUEST) => inPage(`
      for (const [marker, value] of Object.entries(arguments[0])) {
        const field = q('#field-' + marker);
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }`, values),
    /** @param {'cash' | 'stripe' | 'paypal'} account */
    pay: (account) => shop.press(`#account-${account}`),
    /** What is drawn anew in between is looked for anew, as a person would. @param {string} css @template T @param {(element: import('selenium-webdriver').WebElement) => Promise<T>} body @returns {Promise<T>} */
    async use(css, body) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await body(await find(css));
        } catch (error) {
          if (error.name !== 'StaleElementReferenceError' || tries === 3) throw error;
        }
      }
    },
    press: (/** @type {string} */ css = '#place-order') => shop.use(css, async (target) => {
      await inPage(`arguments[0].scrollIntoView({ block: 'center' });`, target);
      await target.click();
    }),
    /** Places an order with what a guest needs. @param {'cash' | 'stripe' | 'paypal'} [account] */
    async order(account = 'cash') {
      await shop.fill();
      await shop.pay(account);
      await shop.press();
    },
    /** Adds a product to the cart, or takes one out. @param {number} id @param {1 | -1} [by] */
    add: (id, by = 1) => shop.press(by === 1 ? `[data-add="${id}"]` : `[data-step="${id} -1"]`),
    /** Types settings in and takes them; the page is ready once it has connected with them. @param {Record<string, string>} values */
    async set(values) {
      await inPage(`
        document.getElementById('settings').open = true;
        delete document.documentElement.dataset.ready;
        const form = document.getElementById('settings-form');
        for (const [name, value] of Object.entries(arguments[0])) form.elements.namedItem(name).value = value;
        document.getElementById('apply-settings').click();`, values);
    },
    /** @param {string} id of a select @param {string} value */
    choose: (id, value) => inPage(`
      const select = document.getElementById(arguments[0]);
      select.value = arguments[1];
      select.dispatchEvent(new Event('change', { bubbles: true }));`, id, value),

    /** Speaks another language from now on: products, form and bridge are loaded anew. @param {'en' | 'es' | 'pt'} language */
    async speak(language) {
      await shop.choose('language', language);
      await shop.ready();
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
    steps: () => inPage(`return qa('.steps li').map((row) => row.dataset.step + ' ' + row.dataset.state);`),
    /** What is focused, inside the shadow root, too. @returns {Promise<string>} */
    focused: () => inPage(`const own = document.activeElement; return (own?.shadowRoot?.activeElement ?? own)?.id ?? '';`),
    /** Whether the form can be used. */
    hasForm: () => inPage(`return q('#place-order').checkVisibility?.() ?? q('#place-order').offsetParent !== null;`),
    /** Everything that a person without patience can do. */
    pressAnyway: () => inPage(`q('#place-order').click(); q('#place-order').form.requestSubmit();`),
    /** Requests to a route, without preflights and what prepares them. @param {string} route */
    sent: (route) => standIn.state.requests.filter((request) => request.route === route && !['OPTIONS', 'HEAD'].includes(request.method)),

    /** What a failed test is understood from: the page as it is, and what was asked of the services. */
    async story() {
      const page = await inPage(`const checkout = document.querySelector('guest-checkout'); return {
        address: location.pathname + location.search, ready: document.documentElement.dataset.ready ?? null, state: checkout?.state ?? null,
        said: window.q?.('.status')?.textContent ?? null, focused: document.activeElement?.shadowRoot?.activeElement?.id ?? document.activeElement?.id ?? null,
        wrong: window.wrong, text: (checkout?.shadowRoot ?? document.body).querySelector('.all')?.innerText ?? document.body.innerText };`);
      const requests = standIn.state.requests.filter(({ method }) => method !== 'OPTIONS').map(({ route }) => route);
      return `what there was: ${JSON.stringify({ ...page, requests, orders: standIn.state.orders.length }, null, 1)}`;
    },

    close: () => served.close(),
  };
  try {
    await shop.load();
    return shop;
  } catch (error) {
    await shop.close();
    throw error;
  }
}
