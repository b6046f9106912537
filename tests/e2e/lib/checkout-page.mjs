/** Opens a page of tests/e2e/pages in a browser, with separate servers and a separate stand-in. */
import { fileURLToPath } from 'node:url';
import { By } from 'selenium-webdriver';
import { eventually } from './eventually.mjs';
import { serve } from './serve.mjs';

const PAGES = fileURLToPath(new URL('../pages/', import.meta.url));

/**
 * @param {import('node:test').TestContext} t  The servers are closed when this test ends.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} name  Folder of the page.
 * @param {object} [options]
 * @param {string} [options.query]
 * @param {string} [options.folder]  Served instead of the folder `name`.
 * @param {object} [options.standIn]  Options of the stand-in.
 */
export async function openPage(t, driver, name, { query = '', folder = `${PAGES}${name}/`, standIn: standInOptions } = {}) {
  const served = await serve({ standIn: standInOptions, pageRoot: folder });
  const { standIn, clock } = served;
  const skip = () => clock.skip(driver, standIn.state.requests);
  const find = (css) => driver.findElement(By.css(css));
  const page = {
    standIn,
    pageUrl: served.pageUrl,
    servicesUrl: served.servicesUrl,
    find,
    text: async (css) => (await find(css)).getText(),
    inPage: (body, ...values) => driver.executeScript(body, ...values),
    appears: (css) => eventually(() => find(css), `${css} did not appear`),
    reads: (css, pattern) => eventually(() => page.text(css), `${css} does not read ${pattern}`, { until: (seen) => pattern.test(seen), between: skip }),
    /** Routes of the requests from index `from` on, without preflights. */
    routes: (from = 0) => standIn.state.requests.slice(from).filter(({ method }) => method !== 'OPTIONS').map(({ route }) => route),
    async load(search = query) {
      await driver.get(`${served.pageUrl}/${search}`);
      await page.appears('html[data-ready="1"]');
    },
  };
  t.after(() => served.close());
  await page.load();
  return page;
}
