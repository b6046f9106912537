/** Runs a classic script with its own global, as a page would. */
import { readFileSync } from 'node:fs';

/**
 * @param {string} path  From the package's root.
 * @param {any} [self]  Its global.
 * @param {any} [document]
 */
export function runClassic(path, self = {}, document = undefined) {
  const source = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  if (document) self.document = document;
  new Function('self', 'document', source)(self, document);
  return self;
}

/** The stub on a separate page. @param {{ self?: any, limit?: unknown, source?: string }} [options] */
export function loadStub({ self = {}, limit } = {}) {
  const currentScript = { dataset: limit === undefined ? {} : { limit: String(limit) } };
  return runClassic('src/js/stub.js', self, { currentScript });
}

export const STUB = Symbol.for('order-bridge.stub');
