/**
 * Which engines it runs in. This is the one place that says so: messages, the build and the documentation take it from here.
 *
 * | what the wasm and its loader use                | Chrome, Edge | Firefox | Safari |
 * |-------------------------------------------------|--------------|---------|--------|
 * | reference types (`externref`)                   | 96           | 79      | 15     |
 * | 64-bit integers as BigInt                       | 85           | 78      | 15     |
 * | several results of a function                   | 85           | 78      | 13.1   |
 * | bulk memory, saturating conversion to integers  | 75           | 79      | 15     |
 * | sign extension, mutable globals                 | 74           | 62      | 14.1   |
 * | `import.meta.url`, `globalThis`, `?.`, `??`     | 80           | 74      | 13.1   |
 *
 * What came later is used where it is there: Web Locks, `crypto.subtle`, `structuredClone`.
 */
import { OrderBridgeError } from './errors.mjs';

/** The oldest versions with all of it. */
export const OLDEST = { Chrome: 96, Edge: 96, Firefox: 79, Safari: 15, Node: 20 };

/** In words. */
export const needed = () => `order-bridge needs ${Object.entries(OLDEST).map(([name, version]) => `${name} ${version}`).join(', ')} or newer.`;

const GLOBALS = ['URL', 'URLSearchParams', 'Request', 'Response', 'Headers', 'AbortController', 'TextEncoder', 'TextDecoder', 'crypto'];

/** Throws when the engine cannot run the wasm, with a sentence that says what it lacks. */
export function checkEngine() {
  const lacks = (/** @type {string} */ name) => typeof (/** @type {any} */ (globalThis)[name]) === 'undefined';
  // First and alone: without it, Node cannot even say whether it has a Response.
  if (lacks('WebAssembly')) throw new OrderBridgeError('WASM_BLOCKED', `This engine has no WebAssembly: ${needed()} Some browsers switch it off in a lockdown mode.`);
  const missing = GLOBALS.filter(lacks);
  if (missing.length === 0) return;
  // jsdom says so itself; it hides what Node has.
  const advice = /jsdom/.test(globalThis.navigator?.userAgent) ? 'jsdom hides those of Node; in Jest use the environment jest-fixed-jsdom.' : needed();
  throw new OrderBridgeError('WASM_BLOCKED', `This engine has no ${missing.join(', no ')}: ${advice}`);
}

/** What remains when the right bytes do not compile. @param {unknown} cause */
export const tooOld = (cause) => new OrderBridgeError('WASM_BLOCKED', `This engine's WebAssembly lacks a feature: ${needed()}`, { cause });
