/** The current wasm instance: created asynchronously, guarded, and replaced after a failure. */
import { createGlue, FROM } from './order_bridge.js';
import { OrderBridgeError } from './errors.mjs';
import { failed, guarded, onFailure } from './trap.mjs';

/** @type {WebAssembly.Module} */
let module;
/** wasm-bindgen's functions for the current instance. @type {any} */
let glue;
/** How many instances had failed when the current one was created. */
let born = -1;
/** @type {Promise<void> | undefined} */
let making;

/** @param {any} fresh @param {WebAssembly.Instance} instance */
function use(fresh, { exports }) {
  const guards = guarded(/** @type {any} */ (exports));
  fresh.__wbg_set_wasm(guards);
  guards.__wbindgen_start();
  glue = fresh;
  born = failed();
}

/**
 * Asynchronous, because an engine may refuse to instantiate a module synchronously on the main thread unless it is tiny (Chrome
 * before 115: 4 KB).
 */
async function make() {
  while (born !== failed()) {
    const fresh = createGlue();
    use(fresh, await WebAssembly.instantiate(module, { [FROM]: fresh.imports }));
  }
}

/** @param {WebAssembly.Module} compiled */
export async function instantiate(compiled) {
  module = compiled;
  await make();
}

/** Resolves once there is a working instance; undefined if there already is one. */
export const ready = () => (born === failed() ? undefined : (making ??= make().finally(() => { making = undefined; })));

/** The same for calls that cannot wait. */
export function readyNow() {
  if (born === failed()) return;
  try {
    const fresh = createGlue();
    use(fresh, new WebAssembly.Instance(module, { [FROM]: fresh.imports }));
  } catch (cause) {
    void ready()?.catch(() => {});
    throw new OrderBridgeError('INTERNAL', 'order-bridge itself failed; try again in a moment.', { cause });
  }
}

/** The current instance's functions, for one bridge. They stay bound to this instance, because a later one has other numbers. */
export function door() {
  const mine = born;
  return { ...glue, isAlive: () => mine === failed(), onFailure };
}

export { failed };
