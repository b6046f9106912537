/** Loads the wasm once per page, and forgets a failed load so that the next call tries again. */
import initWasm, { Core } from './order_bridge.js';
import { createBridge } from './bridge.mjs';
import { OrderBridgeError } from './errors.mjs';

/** @param {() => unknown} defaultSource where the wasm is when the options do not say */
export function createLoader(defaultSource) {
  /** @type {Promise<unknown> | undefined} */
  let loading;

  return async function loadOrderBridge(options = {}) {
    const own = ownProperties(options);
    const source = own.wasm;
    delete own.wasm;
    loading ??= load(source ?? defaultSource()).catch((error) => {
      loading = undefined;
      throw error;
    });
    await loading;
    return createBridge(Core, own);
  };
}

/** Each property is read once, and none that a polluted prototype brings. @param {any} options */
function ownProperties(options) {
  if (typeof options !== 'object' || options === null) {
    throw new OrderBridgeError('CONFIG', 'options must be an object.');
  }
  const own = Object.create(null);
  for (const key of Object.keys(options)) own[key] = options[key];
  return own;
}

/** @param {any} source */
async function load(source) {
  try {
    await initWasm({ module_or_path: await source });
  } catch (cause) {
    throw explain(cause);
  }
}

/** @param {any} cause */
function explain(cause) {
  const text = String(cause?.message ?? cause);
  if (/content security policy|unsafe-eval|blocked by csp/i.test(text)) {
    return new OrderBridgeError('WASM_BLOCKED', "The page's Content-Security-Policy blocks WebAssembly: add 'wasm-unsafe-eval' to script-src.", { cause });
  }
  if (cause instanceof WebAssembly.CompileError) {
    return new OrderBridgeError('BAD_RESPONSE', 'What was loaded as order_bridge_bg.wasm is no WebAssembly: the server probably answered with a page. Check its address or pass the option wasm.', { cause });
  }
  return new OrderBridgeError('NETWORK', 'order_bridge_bg.wasm could not be loaded. Check its address or pass the option wasm.', { cause });
}
