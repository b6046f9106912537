/** `test` of node:test that keeps evidence when it fails, while the page and its services are still there. */
import { test as plain } from 'node:test';
import { keepEvidence } from './evidence.mjs';

/** @typedef {(t: import('node:test').TestContext) => unknown} Body */

/** @param {string} name @param {Body | object} options @param {Body} [body] */
export function test(name, options, body) {
  const [settings, run] = typeof options === 'function' ? [{}, options] : [options, body];
  return plain(name, settings, async (t) => {
    try {
      await run(t);
    } catch (error) {
      await keepEvidence(name, error).catch((problem) => t.diagnostic(`no evidence: ${problem.message}`));
      throw error;
    }
  });
}
