/** Starts a driver and its browser, attaches to a running one, and shuts both down within a time limit. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Builder, Capabilities, Session, WebDriver } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';
import http from 'selenium-webdriver/http/index.js';
import { freePort } from '../../../scripts/lib/ports.mjs';
import { endTree } from './processes.mjs';

const HOST = '127.0.0.1';
const START_LIMIT_MS = 60_000;
const CLOSE_LIMIT_MS = 10_000;
// Above the ports of pages and services (ports.mjs), below the range from which systems assign ports automatically.
const DRIVER_PORTS = [32_000, 32_700];
const STURDY_FIREFOX = fileURLToPath(new URL('./sturdy-firefox.sh', import.meta.url));

const CHROMIUM_ARGUMENTS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
];

/**
 * Without this setting WebKitGTK renders with OpenGL, which a machine without a graphics card emulates in software. Each page of
 * the shop then takes 2 s of processor time instead of 0.3, and the OpenGL library sometimes crashes.
 */
const WEBKIT_ENV = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' };

/** For each engine, the driver's command line and the browser's options. Paths come from variables that `npm test` sets, else Debian's. */
const engines = {
  chromium: {
    name: 'chrome',
    Driver: chrome.Driver,
    command: async (env, port) => [env.CHROMEDRIVER ?? '/usr/bin/chromedriver', [`--port=${port}`]],
    options: (env) => new chrome.Options().setChromeBinaryPath(env.CHROMIUM ?? '/usr/bin/chromium').addArguments(...CHROMIUM_ARGUMENTS),
  },
  firefox: {
    name: 'firefox',
    Driver: firefox.Driver,
    // By default every geckodriver uses the same WebSocket port.
    command: async (env, port) => [env.GECKODRIVER ?? join(homedir(), '.cargo/bin/geckodriver'), [`--port=${port}`, `--websocket-port=${await driverPort()}`]],
    options: (env, { sturdy }) => new firefox.Options().setBinary(sturdy ? STURDY_FIREFOX : env.FIREFOX ?? '/usr/bin/firefox-esr').addArguments('-headless'),
  },
  webkit: {
    name: 'MiniBrowser',
    Driver: WebDriver,
    command: async (env, port) => [env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver', [`--port=${port}`]],
    options: (env) => new Capabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: env.MINI_BROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] },
    }),
  },
};

export const ENGINES = Object.keys(engines);

const driverPort = () => freePort(DRIVER_PORTS[0] + Math.floor(Math.random() * (DRIVER_PORTS[1] - DRIVER_PORTS[0])), HOST);

/**
 * @param {string} engine
 * @param {{ env?: NodeJS.ProcessEnv, sturdy?: boolean }} [options]  `sturdy`: survives crashed tabs and, in Firefox, can go offline.
 */
export async function launch(engine, { env = process.env, sturdy = false } = {}) {
  if (engine === 'webkit' && !env.DISPLAY) throw new Error('WebKitGTK draws on X: start Xvfb and set DISPLAY, or use npm test.');
  const { name, command, options } = engines[engine];
  const port = await driverPort();
  const url = `http://${HOST}:${port}`;
  const [program, args] = await command(env, port);
  const child = spawn(program, args, { env: { ...env, ...(engine === 'webkit' && WEBKIT_ENV) }, stdio: 'ignore' });
  // An interrupted run must not leave a browser running.
  const endNow = () => endTree(child.pid);
  process.once('exit', endNow);
  child.once('exit', () => process.off('exit', endNow));
  const gone = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${program} exited (${signal ?? code}).`)));
  });
  gone.catch(() => {});
  try {
    await Promise.race([gone, listening(url)]);
    const builder = new Builder().disableEnvironmentOverrides().usingServer(url).withCapabilities(options(env, { sturdy })).forBrowser(name);
    const driver = await Promise.race([gone, builder.build()]);
    const session = await Promise.race([gone, driver.getSession()]);
    return {
      driver, pid: child.pid,
      /** Lets another process attach to this browser. */
      shared: JSON.stringify({ engine, url, pid: child.pid, id: session.getId(), capabilities: Object.fromEntries(session.getCapabilities().map_ ?? []) }),
      close: (limitMs) => end(driver, child, limitMs),
    };
  } catch (error) {
    endTree(child.pid);
    throw error;
  }
}

async function listening(url) {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await pause(30)) {
    if (await fetch(`${url}/status`, { signal: AbortSignal.timeout(2000) }).then(({ ok }) => ok, () => false)) return;
  }
  throw new Error(`The driver did not start listening at ${url} within ${START_LIMIT_MS / 1000} s.`);
}

/** Asks the browser to quit. If it does not, kills its processes and returns their ids in the order of killing. */
async function end(driver, child, limitMs = CLOSE_LIMIT_MS) {
  let timer;
  const late = new Promise((done) => { timer = setTimeout(done, limitMs, 'late'); });
  const outcome = await Promise.race([late, driver.quit().then(() => 'closed', () => 'closed')]);
  clearTimeout(timer);
  const gone = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit');
  const ended = endTree(child.pid);
  await gone;
  return outcome === 'late' ? ended : [];
}

/** An executor with an existing session. */
class Attached extends http.Executor {
  constructor({ url, id, capabilities }) {
    super(Promise.resolve(new http.HttpClient(url)));
    this.session = new Session(id, capabilities);
    this.w3c = true;
  }

  execute(command) {
    return command.getName() === 'newSession' ? Promise.resolve(this.session) : super.execute(command);
  }
}

/** A driver for a browser that another process launched. @param {string} shared */
export function attach(shared) {
  const known = JSON.parse(shared);
  const { name, Driver } = engines[known.engine];
  const executor = new Attached(known);
  const capabilities = new Capabilities({ browserName: name });
  const driver = Driver === WebDriver ? WebDriver.createSession(executor, capabilities) : Driver.createSession(capabilities, executor);
  return { driver, pid: known.pid };
}
