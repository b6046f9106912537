/** A page of this folder in a browser, with servers and a stand-in of its own. */
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
    /** Ends the page, so that nothing of it is under way any more. */
    leave: () => driver.get(`${pageUrl}/ocular-vendors.js`),
    async reload() {
      await driver.navigate().refresh();
      await opened.ready();
    },
    /** What a script in the page gives; it may use await. @param {string} body @param {...unknown} values */
    inPage: asyncScript(driver),
    /** Answers by label, once all have come. */
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

/** What reached Ocular: `setBuyOrder ORDER-1 2990`, the price or the payment status last. */
export const reportsOf = (standIn) => standIn.state.reports.map(({ kind, body }) =>
  [kind, body.external_id ?? '-', body.payment_status ?? body.items[0].price].join(' '));

/** Waits until so many reports have come, and then a while for one too many. */
export async function waitForReports(standIn, count) {
  await eventually(() => standIn.state.reports.length, `${count} reports did not come`, { until: (length) => length >= count });
  await pause(700);
  return reportsOf(standIn);
}

/** Services on a port that was dead until now. */
export const reviveServices = (port, options) => serve({ pageRoot: PAGES, servicesPort: port, standIn: options });

/** For `inPage`. Blocked for as long as somebody holds a connection; one that ends its last write may take a moment. */
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
