/** Opens a session of the engine that ENGINE names. Paths come from `npm test`; else they are Debian's. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Builder, Capabilities } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';
import remote from 'selenium-webdriver/remote/index.js';

const { env } = process;
export const engine = env.ENGINE ?? 'chromium';

const CHROMIUM_ARGUMENTS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

const open = {
  async chromium() {
    const options = new chrome.Options().setChromeBinaryPath(env.CHROMIUM ?? '/usr/bin/chromium').addArguments(...CHROMIUM_ARGUMENTS);
    const service = new chrome.ServiceBuilder(env.CHROMEDRIVER ?? '/usr/bin/chromedriver');
    return { driver: await new Builder().forBrowser('chrome').setChromeOptions(options).setChromeService(service).build() };
  },
  async firefox() {
    const options = new firefox.Options().setBinary(env.FIREFOX ?? '/usr/bin/firefox-esr').addArguments('-headless');
    const service = new firefox.ServiceBuilder(env.GECKODRIVER ?? join(homedir(), '.cargo/bin/geckodriver'));
    return { driver: await new Builder().forBrowser('firefox').setFirefoxOptions(options).setFirefoxService(service).build() };
  },
  async webkit() {
    if (!env.DISPLAY) throw new Error('WebKitGTK draws on X: start Xvfb and set DISPLAY, or use npm test.');
    const service = new remote.DriverService.Builder(env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver').setLoopback(true).build();
    const binary = env.MINI_BROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
    const capabilities = new Capabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary, args: ['--automation'] } });
    try {
      return { driver: await new Builder().usingServer(await service.start()).withCapabilities(capabilities).build(), service };
    } catch (error) {
      await service.kill();
      throw error;
    }
  },
};

/** @returns {Promise<{ driver: import('selenium-webdriver').WebDriver, close: () => Promise<void> }>} */
export async function openBrowser(name = engine) {
  if (!Object.hasOwn(open, name)) throw new Error(`ENGINE is one of ${Object.keys(open).join(', ')}, not "${name}".`);
  const { driver, service } = await open[name]();
  await driver.manage().setTimeouts({ script: 15_000, pageLoad: 15_000 });
  return {
    driver,
    async close() {
      await driver.quit();
      await service?.kill();
    },
  };
}

/**
 * Runs the body of an async function in the page and gives what it returns.
 * @param {import('selenium-webdriver').WebDriver} driver
 */
export const asyncScript = (driver) => async (/** @type {string} */ body, /** @type {unknown[]} */ ...values) => {
  const { value, error } = await driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error) }));`, ...values);
  if (error) throw new Error(error);
  return value;
};
