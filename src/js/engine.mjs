/**
 * The supported engines. This is the only place that defines them: messages, the build and the documentation use it.
 *
 * | what the wasm and its loader use                | Chrome, Edge | Firefox | Safari |
 * |-------------------------------------------------|--------------|---------|--------|
 * | reference types (`externref`)                   | 96           | 79      | 15     |
 * | 64-bit integers as BigInt                       | 85           | 78      | 15     |
 * | multi-value (several results of a function)     | 85           | 78      | 13.1   |
 * | bulk memory, saturating conversion to integers  | 75           | 79      | 15     |
 * | sign extension, mutable globals                 | 74           | 62      | 14.1   |
 * | `import.meta.url`, `globalThis`, `?.`, `??`     | 80           | 74      | 13.1   |
 *
 * Optional features are used only where they exist: Web Locks, `crypto.subtle`, `structuredClone`.
 */
import { OrderBridgeError } from './errors.mjs';

/** The oldest versions that have all of it. */
export const OLDEST = { Chrome: 96, Edge: 96, Firefox: 79, Safari: 15, Node: 20 };

/** The same as a sentence. */
export const needed = () => `order-bridge needs ${Object.entries(OLDEST).map(([name, version]) => `${name} ${version}`).join(', ')} or newer.`;

const GLOBALS = ['URL', 'URLSearchParams', 'Request', 'Response', 'Headers', 'AbortController', 'TextEncoder', 'TextDecoder', 'crypto'];

/** Throws if the engine cannot run the wasm; the message says what is missing. */
export function checkEngine() {
  const lacks = (/** @type {string} */ name) => typeof (/** @type {any} */ (globalThis)[name]) === 'undefined';
  // Checked first and separately: without WebAssembly, Node cannot even tell whether it has a Response.
  if (lacks('WebAssembly')) throw new OrderBridgeError('WASM_BLOCKED', `This engine has no WebAssembly: ${needed()} Some browsers switch it off in a lockdown mode.`);
  const missing = GLOBALS.filter(lacks);
  if (missing.length === 0) return;
  // jsdom hides Node's own globals. Its user agent names it.
  const advice = /jsdom/.test(globalThis.navigator?.userAgent) ? 'jsdom hides those of Node; in Jest use the environment jest-fixed-jsdom.' : needed();
  throw new OrderBridgeError('WASM_BLOCKED', `This engine has no ${missing.join(', no ')}: ${advice}`);
}

/** For the case that the correct bytes do not compile. @param {unknown} cause */
export const tooOld = (cause) => new OrderBridgeError('WASM_BLOCKED', `This engine's WebAssembly lacks a feature: ${needed()}`, { cause });
