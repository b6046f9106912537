/** Loads the wasm once per page, and forgets a failed load so that the next call tries again. */
import { FILE, INTEGRITY } from './order_bridge.js';
import { createBridge } from './bridge.mjs';
import { checkEngine, tooOld } from './engine.mjs';
import { OrderBridgeError } from './errors.mjs';
import { keysOf } from './shell/builtins.js';
import { door, failed, instantiate, ready, readyNow } from './instance.mjs';

const ADVICE = 'Check its address or pass the option wasm.';
const other = () => `${FILE} is not the file that this version was built with: it was changed, cut off, or belongs to another version. Deploy the files of one version together.`;

/** @param {() => unknown} defaultSource where the wasm is when the options do not say @param {Parameters<typeof createBridge>[2]} [extend] */
export function createLoader(defaultSource, extend) {
  /** @type {Promise<unknown> | undefined} */
  let loading;

  return async function loadOrderBridge(options = {}) {
    const own = ownProperties(options);
    const source = own.wasm;
    delete own.wasm;
    // A promise that is not needed, since the wasm is there, may fail unheard.
    if (typeof source?.then === 'function') Promise.resolve(source).catch(() => {});
    loading ??= load(() => source ?? defaultSource()).catch((error) => {
      loading = undefined;
      throw error;
    });
    await loading;
    return createBridge({ door, failed, ready, readyNow }, own, extend);
  };
}

/** Each property is read once, and none that a polluted prototype brings. @param {any} options */
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
    // The glue keeps what it was once given: only our own wasm may reach it.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === 'begin')) {
      throw new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${FILE} is another WebAssembly. ${ADVICE}`);
    }
    await instantiate(module);
  } catch (cause) {
    throw explain(cause, addressOf(from));
  }
}

/** @param {any} source @returns {Promise<WebAssembly.Module>} */
async function compile(source) {
  // Nobody can look into a module: it is for the page's own build to know what it compiled.
  if (isA(source, 'WebAssembly.Module')) return source;
  const bytes = await read(source);
  const compiling = WebAssembly.compile(bytes);
  return isDigested() ? ours(compiling) : compiling;
}

/** Also one of another frame or realm, as test set-ups and frames of the site hand it over. @param {any} value @param {string} name */
const isA = (value, name) => Object.prototype.toString.call(value) === `[object ${name}]`;

/** Also one of a polyfill, which says of itself that it is an object. @param {any} value */
const isAnswer = (value) => typeof value?.arrayBuffer === 'function' && typeof value.status === 'number';

/** Text or undefined. @param {any} source */
function addressOf(source) {
  if (typeof source === 'string' || typeof source?.href === 'string') return String(source);
  return typeof source?.method === 'string' && typeof source.url === 'string' ? source.url : undefined;
}

/** Plain http has no crypto.subtle. Who could change the file on its way could change this check as well. */
const isDigested = () => Boolean(globalThis.crypto?.subtle);

/** @param {any} source */
async function read(source) {
  const address = addressOf(source);
  // The browser's own check, where the page cannot do it: it costs more, and Firefox would not use what the page has preloaded.
  const integrity = isDigested() ? '' : INTEGRITY;
  const from = async (/** @type {string | URL | Request} */ file, /** @type {RequestInit} */ init) => bytesOf(await fetch(file, /** @type {any} */ ({ __proto__: null, integrity, ...init })));
  try {
    return await (address === undefined ? bytesOf(source) : from(source, {}));
  } catch (error) {
    // Another file, or not to be had. Asked past the cache, where half a file may lie; also for an answer that the page asked for.
    const file = isAnswer(source) ? source.url : address && source;
    if (!file) throw error;
    return from(file, { cache: 'reload' });
  }
}

/** Bytes that are what was built, as far as this page can tell. @param {any} source an answer, or what one is made of */
async function bytesOf(source) {
  const answer = isAnswer(source) ? source : new Response(source);
  if (!answer.ok) throw new OrderBridgeError('NETWORK', `${named(answer.url)} was answered with status ${answer.status}. ${advice(answer.url)}`);
  // A copy: what is compared is what is compiled, whatever its owner does to it meanwhile.
  const bytes = await answer.arrayBuffer();
  const isWasm = String(new Uint8Array(bytes.slice(0, 4))) === '0,97,115,109';
  if (!isWasm) {
    const type = answer.headers.get('content-type');
    throw new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${named(answer.url)} is no WebAssembly${type ? ` but ${type}` : ''}: the server probably answered with a page. ${advice(answer.url)}`);
  }
  if (isDigested() && (await hash(bytes)) !== INTEGRITY) throw new OrderBridgeError('INTEGRITY', other());
  return bytes;
}

/** The very bytes that were built compile in every engine that is new enough. @param {Promise<WebAssembly.Module>} compiling */
async function ours(compiling) {
  try {
    return await compiling;
  } catch (cause) {
    throw cause instanceof WebAssembly.CompileError && !isPolicy(cause) ? tooOld(cause) : cause;
  }
}

/** @param {ArrayBuffer} bytes */
async function hash(bytes) {
  // A view: some stand-ins of it take nothing else.
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-384', new Uint8Array(bytes)));
  return `sha384-${btoa(String.fromCharCode(...digest))}`;
}

/** @param {any} error of the engine, when the page's policy forbids WebAssembly */
const isPolicy = (error) => /content security policy|unsafe-eval|blocked by csp/i.test(String(error?.message));

/** @param {any} cause @param {string} [address] */
function explain(cause, address) {
  if (cause instanceof OrderBridgeError) return cause;
  if (isPolicy(cause)) {
    return new OrderBridgeError('WASM_BLOCKED', "The page's Content-Security-Policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src.", { cause });
  }
  if (cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError) {
    return new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${FILE} is no such WebAssembly: the server probably answered with a page. ${advice(address)}`, { cause });
  }
  const reasons = address ? " There is no connection, or the Content-Security-Policy's connect-src or another origin's lack of CORS forbids it." : '';
  return new OrderBridgeError('NETWORK', `${named(address)} could not be loaded.${reasons} ${advice(address)}`, { cause });
}

/** Without a query, which may hold what is nobody's business. @param {string} [address] */
const named = (address = '') => (address && !/^(data|blob):/.test(address) ? `${FILE} (${address.split(/[?#]/)[0]})` : FILE);

/** @param {string} [address] */
function advice(address = '') {
  // Vite's dev server moves the loader there, and leaves the wasm behind.
  if (address.includes('/.vite/deps')) return "In Vite's configuration, set optimizeDeps: { exclude: ['order-bridge'] }.";
  return /^file:/.test(address) ? 'A page opened from disk cannot fetch it: open the page through a server, or use order-bridge/inline.' : ADVICE;
}

/** Vite's dev server before version 8 moves an entry to its other dependencies, and leaves the wasm behind. @param {URL} url */
export const unmoved = (url) => (/\/node_modules\/\.vite\/deps\/[^/]*$/.test(url.pathname) ? new URL(`../../order-bridge/pkg/${FILE}`, url) : url);
