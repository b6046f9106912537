/** Loads the wasm once per page, and forgets a failed load so that the next call tries again. */
import initWasm, { __wbg_reset_state as renew, Core } from './order_bridge.js';
import { createBridge } from './bridge.mjs';
import { OrderBridgeError } from './errors.mjs';

const FILE = 'order_bridge_bg.wasm';
const ADVICE = 'Check its address or pass the option wasm.';

/** @param {() => unknown} defaultSource where the wasm is when the options do not say */
export function createLoader(defaultSource) {
  /** @type {Promise<unknown> | undefined} */
  let loading;

  return async function loadOrderBridge(options = {}) {
    const own = ownProperties(options);
    const source = own.wasm;
    delete own.wasm;
    // A promise that is not needed, since the wasm is there, may fail unheard.
    if (typeof source?.then === 'function') Promise.resolve(source).catch(() => {});
    loading ??= load(source ?? defaultSource()).catch((error) => {
      loading = undefined;
      throw error;
    });
    await loading;
    return createBridge({ Core, renew }, own);
  };
}

/** Each property is read once, and none that a polluted prototype brings. @param {any} options */
function ownProperties(options) {
  if (typeof options !== 'object' || options === null) {
    throw new OrderBridgeError('CONFIG', 'options must be an object.');
  }
  const own = Object.create(null);
  try {
    for (const key of Object.keys(options)) own[key] = options[key];
  } catch (cause) {
    throw new OrderBridgeError('CONFIG', 'options has a property that cannot be read.', { cause });
  }
  return own;
}

/** @param {any} source */
async function load(source) {
  try {
    const module = await compile(await fetched(source));
    // The glue keeps what it was once given: only our own wasm may reach it.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === 'core_new')) {
      throw new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${FILE} is another WebAssembly. ${ADVICE}`);
    }
    await initWasm({ module_or_path: module });
  } catch (cause) {
    throw explain(cause);
  }
}

/** An address becomes its answer. @param {any} source */
function fetched(source) {
  return typeof source === 'string' || source instanceof URL || source instanceof Request ? fetch(source) : source;
}

/** @param {any} source @returns {Promise<WebAssembly.Module>} */
async function compile(source) {
  if (source instanceof WebAssembly.Module) return source;
  if (!(source instanceof Response)) return WebAssembly.compile(source);
  if (!source.ok) throw new OrderBridgeError('NETWORK', `${FILE} was answered with status ${source.status}. ${ADVICE}`);
  const streams = source.headers.get('content-type')?.startsWith('application/wasm') && WebAssembly.compileStreaming;
  return streams ? WebAssembly.compileStreaming(source) : WebAssembly.compile(await source.arrayBuffer());
}

/** @param {any} cause */
function explain(cause) {
  if (cause instanceof OrderBridgeError) return cause;
  if (/content security policy|unsafe-eval|blocked by csp/i.test(String(cause?.message))) {
    return new OrderBridgeError('WASM_BLOCKED', "The page's Content-Security-Policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src.", { cause });
  }
  if (cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError) {
    return new OrderBridgeError('BAD_RESPONSE', `What was loaded as ${FILE} is no such WebAssembly: the server probably answered with a page. ${ADVICE}`, { cause });
  }
  return new OrderBridgeError('NETWORK', `${FILE} could not be loaded. ${ADVICE}`, { cause });
}
