/** Takes a page offline: for real where the driver supports it; elsewhere the services become unreachable and the page reports offline. */
import { connect, createServer } from 'node:net';
import { engine } from './browser.mjs';
import { newPort } from './ports.mjs';

/** A proxy port in front of the services that a test can cut, and has to cut at its end. @param {string} target */
export async function cable(target) {
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const listen = (port) => new Promise((done) => { server.listen(port, '127.0.0.1', done); });
  const cut = () => new Promise((done) => {
    server.close(done);
    for (const socket of sockets) socket.destroy();
  });
  const port = await newPort();
  await listen(port);
  return { url: `http://localhost:${port}`, isWhole: () => server.listening, cut, mend: () => listen(port) };
}

/**
 * @param {import('selenium-webdriver').WebDriver} driver  From openSturdyBrowser.
 * @param {Awaited<ReturnType<typeof cable>>} wire
 * @param {boolean} offline
 */
export async function setOffline(driver, wire, offline) {
  if (engine === 'chromium') {
    if (offline) await driver.setNetworkConditions({ offline: true, latency: 0, download_throughput: 0, upload_throughput: 0 });
    else await driver.deleteNetworkConditions();
    return;
  }
  if (engine === 'firefox') {
    await driver.setContext('chrome');
    await driver.executeScript('Services.io.offline = arguments[0];', offline);
    await driver.setContext('content');
  }
  // Firefox reaches localhost even when offline.
  if (offline) await wire.cut();
  else if (!wire.isWhole()) await wire.mend();
  if (engine === 'firefox') return;
  await driver.executeScript(`
    const [offline] = arguments;
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !offline });
    dispatchEvent(new Event(offline ? 'offline' : 'online'));`, offline);
}
