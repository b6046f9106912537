/** Opens one of the ocular-*.html pages in a browser, with separate servers and a separate stand-in. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { asyncScript } from './browser.mjs';
import { eventually, pause } from './eventually.mjs';
import { serve } from './serve.mjs';

export { pause } from './eventually.mjs';
export { closeAll } from './serve.mjs';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));
/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {{ page?: string, settings?: object, standIn?: object, servicesPort?: number }} [wishes]
 *   `settings` are read by ocular-early.js and ocular-main.mjs.
 */
export async function openPage(driver, { page = 'ocular-page.html', settings = {}, standIn: options, ...ports } = {}) {
  const served = await serve({ pageRoot: PAGES, standIn: options, ...ports });
  const { standIn, pageUrl, servicesUrl } = served;
  const address = (/** @type {object} */ more, name = page) => `${pageUrl}/${name}?settings=${encodeURIComponent(JSON.stringify({ ...settings, ...more }))}`;

  const opened = {
    driver, standIn, pageUrl, servicesUrl, address,
    /** @param {object} [more] further settings @param {string} [name] another page */
    async load(more, name) {
      await driver.get(address(more, name));
      await opened.ready();
    },
    ready: () => page === 'ocular-alone.html' || eventually(() => driver.executeScript('return document.documentElement.dataset.ready;'), 'the page did not become ready', { until: (ready) => ready === '1' }),
    /** Leaves the page, which ends all of its pending work. */
    leave: () => driver.get(`${pageUrl}/ocular-vendors.js`),
    async reload() {
      await driver.navigate().refresh();
      await opened.ready();
    },
    /** Runs a script in the page, which may use await, and returns its result. @param {string} body @param {...unknown} values */
    inPage: asyncScript(driver),
    /** The answers with their labels, once every call is answered. */
    async answers() {
      return eventually(() => opened.inPage('return answers;'), 'not every call was answered', { until: (all) => all.every(({ answer, rejected }) => answer || rejected) });
    },
    reports: () => reportsOf(standIn),
    /** @param {number} count */
    reported: (count, of = standIn) => waitForReports(of, count),
    async close() {
      const wrong = await opened.inPage('return window.wrong ?? null;').catch(() => null);
      await driver.get('about:blank');
      await served.close();
      if (wrong !== null) assert.deepEqual(wrong, []);
    },
  };
  await opened.load();
  return opened;
}

/** The reports that reached Ocular, as `setBuyOrder ORDER-1 2990`; the last part is the price or the payment status. */
export const reportsOf = (standIn) => standIn.state.reports.map(({ kind, body }) =>
  [kind, body.external_id ?? '-', body.payment_status ?? body.items[0].price].join(' '));

/** Waits for `count` reports, and then a little longer to catch one too many. */
export async function waitForReports(standIn, count) {
  await eventually(() => standIn.state.reports.length, `${count} reports did not come`, { until: (length) => length >= count });
  await pause(700);
  return reportsOf(standIn);
}

/** Starts services on a port where nothing was listening before. */
export const reviveServices = (port, options) => serve({ pageRoot: PAGES, servicesPort: port, standIn: options });

/** For `inPage`. The deletion is blocked while a connection is open; a connection with a last pending write takes a moment to close. */
export const DELETE_DATABASE = `
  let state = 'silent';
  return Promise.race([
    new Promise((done) => {
      const request = indexedDB.deleteDatabase('order-bridge');
      request.onsuccess = () => done('deleted');
      request.onblocked = () => { state = 'blocked'; };
    }),
    new Promise((done) => setTimeout(() => done(state), 3000)),
  ]);`;
