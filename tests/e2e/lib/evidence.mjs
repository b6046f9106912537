/**
 * Saves the evidence of a failed test in a folder: a screenshot, the page's console and text, and the requests that the services
 * received.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentBrowser } from './browser.mjs';
import { note } from './notes.mjs';
import { servedNow } from './serve.mjs';

const LIMIT_MS = 5000;
const late = Symbol('late');
/** Errors whose evidence has been saved already. @type {WeakSet<object>} */
const known = new WeakSet();

/** Messages by which drivers report that the browser, or the page's process, has died. */
const CRASHED = /NoSuchSessionError|invalid session id|session deleted|tab crashed|page crash|web ?process|ECONNREFUSED|ECONNRESET|socket hang up|disconnected|not connected to DevTools|Failed to decode response from marionette|without establishing a connection|target frame detached|browsing context has been discarded/i;

/** The answer, the error, or a symbol if there is no answer in time. @template T @param {() => Promise<T>} ask @returns {Promise<T | symbol | Error>} */
export function limited(ask, limitMs = LIMIT_MS) {
  let timer;
  const limit = new Promise((done) => { timer = setTimeout(done, limitMs, late); });
  return Promise.race([ask().catch((error) => error), limit]).finally(() => clearTimeout(timer));
}

const HUNG = 'it hung, no answer';
/** On a busy machine a browser may not respond for some seconds. */
const WINDOWS_LIMIT_MS = Number(process.env.WINDOWS_LIMIT_MS ?? 15_000);
/** The reporters need a moment to finish writing. */
const EXIT_AFTER_MS = 1_000;
/** Whether a page of this file has stopped answering. */
let hasHungPage = false;

/** For the end of a file: requests to a page that does not answer would keep this process alive. */
export function exitIfPageHung() {
  if (hasHungPage) setTimeout(() => process.exit(1), EXIT_AFTER_MS);
}

/** Why the browser can run no more tests. Undefined if the browser responds, or if only its page hangs, which is not a crash. */
export async function crashOf(driver) {
  const answer = await limited(() => driver.executeScript('return 1;'));
  hasHungPage ||= answer === late;
  if (answer === late) return (await limited(() => driver.getAllWindowHandles(), WINDOWS_LIMIT_MS)) === late ? HUNG : undefined;
  if (!(answer instanceof Error)) return undefined;
  const said = `${answer.name}: ${answer.message}`;
  return CRASHED.test(said) ? said.split('\n')[0] : undefined;
}

const PAGE = `return {
  address: location.href, title: document.title,
  console: window.consoleLines ?? window.wrong ?? window.said ?? null,
  text: [document.body, ...[...document.querySelectorAll('guest-checkout')].map(({ shadowRoot }) => shadowRoot?.querySelector('.all'))].map((part) => part?.innerText ?? '').join('\\n\\n') };`;

/** Saves the evidence below the folder EVIDENCE, and reports its path and any browser crash (notes.mjs). @param {string} name of the test @param {unknown} error */
export async function keepEvidence(name, error) {
  if (error !== null && typeof error === 'object') {
    if (known.has(error)) return;
    known.add(error);
  }
  const driver = currentBrowser()?.driver;
  const crash = driver && (await crashOf(driver));
  if (crash) note({ type: 'crash', test: name, said: crash });
  const { EVIDENCE: parent } = process.env;
  if (!parent) return;
  const folder = join(parent, name.replace(/[^\w.-]+/g, '-').slice(0, 100));
  await mkdir(folder, { recursive: true });
  const write = (file, what) => writeFile(join(folder, file), what);
  await write('error.txt', `${name}\n\n${error?.stack ?? error}\n`);
  await write('requests.json', JSON.stringify(servedNow().map(({ pageUrl, servicesUrl, standIn }) => ({ pageUrl, servicesUrl, faults: standIn.faults.list(), requests: standIn.state.requests })), null, 1));
  if (driver && !crash) {
    const page = await limited(() => driver.executeScript(PAGE));
    await write('page.json', JSON.stringify(page instanceof Error || page === late ? { error: String(page === late ? 'the page did not respond' : page) } : page, null, 1));
    const screenshot = await limited(() => driver.takeScreenshot());
    if (typeof screenshot === 'string') await write('screenshot.png', Buffer.from(screenshot, 'base64'));
  }
  note({ type: 'evidence', test: name, folder });
  // Pending driver requests would keep this process alive until they time out, and no other test of the file can run.
  if (crash === HUNG) setTimeout(() => process.exit(1), EXIT_AFTER_MS);
}
