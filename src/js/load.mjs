/** Loads the wasm once per page. After a failed load, the next call tries again. */
import { FILE, INTEGRITY } from './order_bridge.js';
import { createBridge } from './bridge.mjs';
import { checkEngine, tooOld } from './engine.mjs';
import { OrderBridgeError } from './errors.mjs';
import { keysOf } from './shell/builtins.js';
import { door, failed, instantiate, ready, readyNow } from './instance.mjs';

const ADVICE = 'Check its address or pass the option wasm.';
const other = () => `${FILE} is not the file that this version was built with: it was changed, cut off, or belongs to another version. Deploy the files of one version together.`;

/** @param {() => unknown} defaultSource of the wasm, if the options name none @param {Parameters<typeof createBridge>[2]} [extend] */
export function createLoader(defaultSource, extend) {
  /** @type {Promise<unknown> | undefined} */
  let loading;

  return async function loadOrderBridge(options = {}) {
    const own = ownProperties(options);
    const source = own.wasm;
    delete own.wasm;
    // If the wasm is already loaded, this promise is not used, and its rejection must not be reported as unhandled.
    if (typeof source?.then === 'function') Promise.resolve(source).catch(() => {});
    loading ??= load(() => source ?? defaultSource()).catch((error) => {
      loading = undefined;
      throw error;
    });
    await loading;
    return createBridge({ door, failed, ready, readyNow }, own, extend);
  };
}

/** Reads each own property once, and ignores those of a polluted prototype. @param {any} options */
function ownProperties(options) {
  if (typeof options !== 'object' || options === null) {
    throw new OrderBridgeError('CONFIG', 'options must be an object.');
  }
  const own = Object.create(null);
  try {
    for (const key of keysOf(options)) own[key] = options[key];
  } catch (cause) {
    throw new OrderBridgeError('CONFIG', 'options has a property that cannot be read.', { cause });
  }
  return own;
}

/** @param {() => any} source */
async function load(source) {
  checkEngine();
  /** @type {any} */
  let from;
  try {
    from = source();
    if (typeof from?.then === 'function') from = await from;
    const module = await compile(from);
    // The glue keeps the instance that it is given, so only our own wasm may reach it.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === 'begin')) {
      throw new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${FILE} is a different WebAssembly module. ${ADVICE}`);
    }
    await instantiate(module);
  } catch (cause) {
    throw explain(cause, addressOf(from));
  }
}

/** @param {any} source @returns {Promise<WebAssembly.Module>} */
async function compile(source) {
  // A module's bytes cannot be read, so the page's own build is responsible for it.
  if (isA(source, 'WebAssembly.Module')) return source;
  const bytes = await read(source);
  const compiling = WebAssembly.compile(bytes);
  return isDigested() ? ours(compiling) : compiling;
}

/** Also true for an object of another frame or realm, as test environments and frames pass them. @param {any} value @param {string} name */
const isA = (value, name) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** Also true for a polyfill's Response, whose class is "Object". @param {any} value */
const isAnswer = (value) => typeof value?.arrayBuffer === 'function' && typeof value.status === 'number';

/** The URL as a string, or undefined. @param {any} source */
function addressOf(source) {
  if (typeof source === 'string' || typeof source?.href === 'string') return String(source);
  return typeof source?.method === 'string' && typeof source.url === 'string' ? source.url : undefined;
}

/** False on plain http, which has no crypto.subtle. An attacker who can change the file in transit could also change this check. */
const isDigested = () => Boolean(globalThis.crypto?.subtle);

/** @param {any} source */
async function read(source) {
  const address = addressOf(source);
  // Without crypto.subtle, let the browser check the file. Otherwise not: that costs more, and Firefox would ignore a file that the
  // page has preloaded.
  const integrity = isDigested() ? '' : INTEGRITY;
  const from = async (/** @type {string | URL | Request} */ file, /** @type {RequestInit} */ init) => bytesOf(await fetch(file, /** @type {any} */ ({ __proto__: null, integrity, ...init })));
  try {
    return await (address === undefined ? bytesOf(source) : from(source, {}));
  } catch (error) {
    // The file is wrong or cannot be loaded. Request it again, bypassing the cache, which may hold a truncated file. This also applies
    // to a response that the page has passed.
    const file = isAnswer(source) ? source.url : address && source;
    if (!file) throw error;
    return from(file, { cache: 'reload' });
  }
}

/** The wasm's bytes, verified as far as this page can. @param {any} source a response, or anything that `new Response` accepts */
async function bytesOf(source) {
  const answer = isAnswer(source) ? source : new Response(source);
  if (!answer.ok) throw new OrderBridgeError('NETWORK', `${named(answer.url)} was answered with status ${answer.status}. ${advice(answer.url)}`);
  // A copy: the verified bytes are the compiled ones, even if the caller changes the original in the meantime.
  const bytes = await answer.arrayBuffer();
  const isWasm = String(new Uint8Array(bytes.slice(0, 4))) === '0,97,115,109';
  if (!isWasm) {
    const type = answer.headers.get('content-type');
    throw new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${named(answer.url)} is not WebAssembly${type ? ` but ${type}` : ''}: the server probably answered with a page. ${advice(answer.url)}`);
  }
  if (isDigested() && (await hash(bytes)) !== INTEGRITY) throw new OrderBridgeError('INTEGRITY', other());
  return bytes;
}

/** Verified bytes compile in every supported engine. @param {Promise<WebAssembly.Module>} compiling */
async function ours(compiling) {
  try {
    return await compiling;
  } catch (cause) {
    throw cause instanceof WebAssembly.CompileError && !isPolicy(cause) ? tooOld(cause) : cause;
  }
}

/** @param {ArrayBuffer} bytes */
async function hash(bytes) {
  // Some polyfills accept only a view.
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-384', new Uint8Array(bytes)));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
}

/** Whether the page's Content-Security-Policy forbids WebAssembly. @param {any} error of the engine */
const isPolicy = (error) => /content security policy|unsafe-eval|blocked by csp/i.test(String(error?.message));

/** @param {any} cause @param {string} [address] */
function explain(cause, address) {
  if (cause instanceof OrderBridgeError) return cause;
  if (isPolicy(cause)) {
    return new OrderBridgeError('WASM_BLOCKED', "The page's Content-Security-Policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src.", { cause });
  }
  if (cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError) {
    return new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${FILE} is not valid WebAssembly: the server probably answered with a page. ${advice(address)}`, { cause });
  }
  const reasons = address ? " There is no connection, or the Content-Security-Policy's connect-src or another origin's lack of CORS forbids it." : '';
  return new OrderBridgeError('NETWORK', `${named(address)} could not be loaded.${reasons} ${advice(address)}`, { cause });
}

/** Without the query, which may contain private data. @param {string} [address] */
const named = (address = '') => (address && !/^(data|blob):/.test(address) ? `${FILE} (${address.split(/[?#]/)[0]})` : FILE);

/** @param {string} [address] */
function advice(address = '') {
  // Vite's dev server moves the loader there, but not the wasm.
  if (address.includes('/.vite/deps')) return "In Vite's configuration, set optimizeDeps: { exclude: ['order-bridge'] }.";
  return /^file:/.test(address) ? 'A page opened from disk cannot fetch it: open the page through a server, or use order-bridge/inline.' : ADVICE;
}

/** Undoes what Vite's dev server does before version 8: it moves an entry to its dependency folder, but not the wasm. @param {URL} url */
export const unmoved = (url) => (/\/node_modules\/\.vite\/deps\/[^/]*$/.test(url.pathname) ? new URL(`../../order-bridge/pkg/${FILE}`, url) : url);
