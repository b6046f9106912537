/** `test` of node:test that keeps evidence when it fails, while the page and its services are still there. */
import { test as plain } from 'node:test';
import { keepEvidence } from './evidence.mjs';

/** @typedef {(t: import('node:test').TestContext) => unknown} Body */

/** Less than a file may take (scripts/test/node-files.mjs), and more than the longest test takes beside other work. */
const LIMIT_MS = 300_000;

/** @param {string} name @param {Body | { limitMs?: number }} options @param {Body} [body] */
export function test(name, options, body) {
  const [{ limitMs = LIMIT_MS }, run] = typeof options === 'function' ? [{}, options] : [options, body];
  return plain(name, async (t) => {
    let timer;
    // Not the runner's own limit: that ends a test without asking what there was to see.
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
