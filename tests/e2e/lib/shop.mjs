/**
 * Opens the demo shop in a browser, each time with separate servers and a separate stand-in. A script that records all errors is
 * inserted before the page's own scripts; otherwise the page is unchanged.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { after, before } from 'node:test';
import { openBrowser } from './browser.mjs';
import { eventually } from './eventually.mjs';
import { limited } from './evidence.mjs';
import { serve } from './serve.mjs';
import { test } from './test.mjs';

export const GUEST = { guest_name: 'Christina Thomas', guest_phone: '+18005000500', guest_email: 'guest@yourmail.com' };

/** Finds an element in the page, else in the shadow root of the checkout. */
const FIND = `
const roots = () => [document, ...[...document.querySelectorAll('guest-checkout')].map((host) => host.shadowRoot).filter(Boolean)];
window.q = (css) => roots().map((root) => root.querySelector(css)).find(Boolean) ?? null;
window.qa = (css) => roots().flatMap((root) => [...root.querySelectorAll(css)]);`;
const PAGES = ['/', '/index.html', '/playground.html'];

/** Serves the page's files with the test's scripts inserted first. @param {string[]} paths of further scripts */
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
 * Returns the `test` function for one file: all tests share a browser, and each has its own shop. Any error in the page fails the
 * test.
 * @param {{ scripts?: string[] }} [options]  Additional scripts that the pages load.
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
      // A page that hangs has no story.
      console.log(String(await limited(shop.story)));
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
  /** Finds and reads in one step: with two steps the element may be re-rendered in between. */
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

    /** From now on, every wait skips idle pauses (clock.mjs). */
    skipPauses() { skipsPauses = true; },

    /** @param {string} css @param {string} name */
    attribute: (css, name) => read(css, '(found, name) => found.getAttribute(name)', name),

    /** Loads the page with a filled cart: adds the documented product if the cart is empty and no order is placed. */
    async load(address = pageUrl) {
      await driver.get(address);
      await shop.ready();
      const { cart, state } = await inPage('return { ...document.documentElement.dataset };');
      if (cart === 'empty' && state !== 'accepted') await shop.add(10);
      await shop.ready();
    },
    /** Loads the page for a first-time visitor. @param {'en' | 'es' | 'pt'} [language] */
    async firstVisit(language = 'en') {
      await inPage(`sessionStorage.clear(); localStorage.clear(); localStorage.setItem('order-bridge-demo:language', JSON.stringify(arguments[0]));`, language);
      await driver.get(pageUrl);
      await shop.ready();
    },
    /** Makes fetching the wasm fail. @returns {Promise<() => Promise<void>>} a function that restores it */
    async withoutWasm() {
      await inPage(`
        const { fetch } = window;
        window.fetch = (address, ...rest) => (String(address?.url ?? address).endsWith('.wasm') ? Promise.reject(new TypeError('no network')) : fetch(address, ...rest));
        window.mend = () => { window.fetch = fetch; };`);
      return () => inPage('mend();');
    },
    /** The element's state. */
    state: () => inPage(`return document.querySelector('guest-checkout').state;`),
    /** @param {string[]} states */
    is: (...states) => wait(shop.state, `the checkout did not become ${states}`, (state) => states.includes(state)),
    ready: () => wait(async () => inPage(`return document.documentElement.dataset.ready === '1' && document.querySelector('guest-checkout').state !== 'loading';`), 'the page did not become ready'),
    /** @param {string} css */
    appears: (css) => wait(() => inPage('return q(arguments[0]) !== null;', css), `${css} did not appear`),
    /** Waits for the placed order and a settled page: order saved, form hidden, focus moved. */
    async placed() {
      await shop.appears('#order-number');
      await shop.is('accepted');
    },
    /** @param {string} css @param {RegExp} pattern */
    reads: (css, pattern) => wait(() => text(css), `${css} does not read ${pattern}`, (seen) => pattern.test(seen)),
    /** @param {string} css */
    vanishes: (css) => wait(() => inPage('return q(arguments[0]) === null;', css), `${css} did not vanish`),
    /** The text of the live region, visible or not. */
    said: () => inPage(`return q('.status').textContent;`),
    /** @param {RegExp} pattern */
    says: (pattern) => wait(shop.said, `the status does not say ${pattern}`, (said) => pattern.test(said)),
    /** Runs a script in the page and returns its result. */
    inPage,

    /** Types key by key, like a person. @param {Partial<typeof GUEST>} [values] */
    async type(values = GUEST) {
      for (const [marker, value] of Object.entries(values)) {
        await shop.use(`#field-${marker}`, async (field) => {
          await field.clear();
          await field.sendKeys(value);
        });
      }
    },
    /** Fills in all fields at once, like the browser's autofill. @param {Partial<typeof GUEST>} [values] */
    fill: (values = GUEST) => inPage(`
      for (const [marker, value] of Object.entries(arguments[0])) {
        const field = q('#field-' + marker);
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }`, values),
    /** @param {'cash' | 'stripe' | 'paypal'} account */
    pay: (account) => shop.press(`#account-${account}`),
    /** Uses an element. If it is re-rendered meanwhile, finds it again, as a person would. @param {string} css @template T @param {(element: import('selenium-webdriver').WebElement) => Promise<T>} body @returns {Promise<T>} */
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
    /** Places an order with a guest's details. @param {'cash' | 'stripe' | 'paypal'} [account] */
    async order(account = 'cash') {
      await shop.fill();
      await shop.pay(account);
      await shop.press();
    },
    /** Adds a product to the cart, or removes one. @param {number} id @param {1 | -1} [by] */
    add: (id, by = 1) => shop.press(by === 1 ? `[data-add="${id}"]` : `[data-step="${id} -1"]`),
    /** Enters settings and applies them. The page is ready again once it has connected with them. @param {Record<string, string>} values */
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

    /** Switches the language; products, form and bridge are loaded again. @param {'en' | 'es' | 'pt'} language */
    async speak(language) {
      await shop.choose('language', language);
      await shop.ready();
    },

    /** Runs `body` in a second tab of the same visitor, then returns to the first tab. @template T @param {() => Promise<T>} body @returns {Promise<T>} */
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

    /** Step and state of each row, in display order. @returns {Promise<string[]>} */
    steps: () => inPage(`return qa('.steps li').map((row) => row.dataset.step + ' ' + row.dataset.state);`),
    /** The id of the focused element, also inside the shadow root. @returns {Promise<string>} */
    focused: () => inPage(`const own = document.activeElement; return (own?.shadowRoot?.activeElement ?? own)?.id ?? '';`),
    /** Whether the form can be used. */
    hasForm: () => inPage(`return q('#place-order').checkVisibility?.() ?? q('#place-order').offsetParent !== null;`),
    /** Everything that an impatient person can do. */
    pressAnyway: () => inPage(`q('#place-order').click(); q('#place-order').form.requestSubmit();`),
    /** Requests to a route, without preflights and the HEAD requests that warm them up. @param {string} route */
    sent: (route) => standIn.state.requests.filter((request) => request.route === route && !['OPTIONS', 'HEAD'].includes(request.method)),

    /** A description for failed tests: the current page, and the requests that the services received. */
    async story() {
      const page = await inPage(`const checkout = document.querySelector('guest-checkout'); return {
        address: location.pathname + location.search, ready: document.documentElement.dataset.ready ?? null, state: checkout?.state ?? null,
        said: window.q?.('.status')?.textContent ?? null, focused: document.activeElement?.shadowRoot?.activeElement?.id ?? document.activeElement?.id ?? null,
        wrong: window.wrong, text: (checkout?.shadowRoot ?? document.body).querySelector('.all')?.innerText ?? document.body.innerText };`);
      const requests = standIn.state.requests.filter(({ method }) => method !== 'OPTIONS').map(({ route }) => route);
      return `page and requests: ${JSON.stringify({ ...page, requests, orders: standIn.state.orders.length }, null, 1)}`;
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
