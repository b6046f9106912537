/** One browser for the whole run. Each page opens in a new tab, so that no page reuses code compiled for another. */

const LONGEST_CALL_MS = 300_000;
// A mobile connection as DevTools' "Slow 4G" was defined: 1.6 Mbit/s down, 750 kbit/s up, 150 ms.
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };

const CALL = `
  const [name, values, done] = arguments;
  import('/in-page.js').then((page) => page[name](values)).then((value) => done({ value }), (error) => done({ error: String(error.stack || error) }));`;

/** @param {'chromium' | 'firefox' | 'webkit'} name */
export async function openEngine(name) {
  // Imported late, because set-up has to install the driver's package first.
  const { openBrowser } = await import('../../e2e/lib/browser.mjs');
  const { driver, close } = await openBrowser(name);
  await driver.manage().setTimeouts({ script: LONGEST_CALL_MS, pageLoad: 60_000 });
  const first = await driver.getWindowHandle();
  const capabilities = await driver.getCapabilities();
  const version = String(capabilities.getBrowserVersion() ?? '').split('.').slice(0, name === 'webkit' ? 2 : 1).join('.');

  /** @param {string} what  A function of pages/in-page.js. @param {object} [values] */
  async function call(what, values = {}) {
    const { value, error } = await driver.executeAsyncScript(CALL, what, values);
    if (error) throw new Error(`${what} in the page: ${error}`);
    return value;
  }

  return {
    name,
    title: `${{ chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' }[name]} ${version}`,
    close,
    /** @template T @param {string} url @param {(page: { call: typeof call, slow4G: () => Promise<void>, heap: () => Promise<number>, profile: (work: () => Promise<unknown>) => Promise<any> }) => Promise<T>} body */
    async page(url, body) {
      await driver.switchTo().newWindow('tab');
      try {
        await driver.get(url);
        // Load the measuring code before the code to be measured.
        await driver.executeAsyncScript(`import('/in-page.js').then(() => arguments[0](), arguments[0]);`);
        return await body({
          call,
          async slow4G() {
            await driver.sendDevToolsCommand('Network.enable', {});
            await driver.sendDevToolsCommand('Network.emulateNetworkConditions', SLOW_4G);
            const ms = await call('roundTrip');
            if (ms < SLOW_4G.latency) throw new Error(`Throttling has no effect in ${name}: a round trip takes ${ms} ms`);
          },
          /** A CPU profile of the page during `work`. @param {() => Promise<unknown>} work */
          async profile(work) {
            for (const command of ['enable', 'start']) await driver.sendAndGetDevToolsCommand(`Profiler.${command}`, {});
            await work();
            return (await driver.sendAndGetDevToolsCommand('Profiler.stop', {})).profile;
          },
          async heap() {
            for (let i = 0; i < 3; i += 1) await driver.sendDevToolsCommand('HeapProfiler.collectGarbage', {});
            return (await driver.sendAndGetDevToolsCommand('Runtime.getHeapUsage', {})).usedSize;
          },
        });
      } finally {
        await driver.close();
        await driver.switchTo().window(first);
      }
    },
  };
}

/** Measures all contestants in each round, starting with a different one each time. @param {string[]} names @param {number} rounds @param {(name: string) => Promise<number>} measure @param {(line: string) => void} report */
export async function inTurns(names, rounds, measure, report) {
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    report(`round ${round + 1} of ${rounds}`);
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round) % names.length];
      results[name].push(await measure(name));
    }
  }
  return results;
}
