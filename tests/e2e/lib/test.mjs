/** `test` of node:test that saves evidence of a failure while the page and its services are still open. */
import { after, test as plain } from 'node:test';
import { exitIfPageHung, keepEvidence } from './evidence.mjs';

/** @typedef {(t: import('node:test').TestContext) => unknown} Body */

/** Less than a file may take (scripts/test/node-files.mjs), and more than the longest test takes on a busy machine. */
const LIMIT_MS = 300_000;

after(exitIfPageHung);

/** @param {string} name @param {Body | { limitMs?: number }} options @param {Body} [body] */
export function test(name, options, body) {
  const [{ limitMs = LIMIT_MS }, run] = typeof options === 'function' ? [{}, options] : [options, body];
  return plain(name, async (t) => {
    let timer;
    // Not the timeout of node:test: that ends a test without collecting evidence.
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`The test did not end within ${limitMs / 1000} s.`)), limitMs); });
    try {
      await Promise.race([late, run(t)]);
    } catch (error) {
      await keepEvidence(name, error).catch((problem) => t.diagnostic(`no evidence: ${problem.message}`));
      throw error;
    } finally {
      clearTimeout(timer);
    }
  });
}
