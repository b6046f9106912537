/** The wasm in use: made asynchronously, guarded, and made anew when it has failed. */
import { createGlue, FROM } from './order_bridge.js';
import { OrderBridgeError } from './errors.mjs';
import { failed, guarded, onFailure } from './trap.mjs';

/** @type {WebAssembly.Module} */
let module;
/** The functions between JavaScript and the instance in use. @type {any} */
let glue;
/** How many instances had failed when it was made. */
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

/** Not at once: an engine may refuse that on a page's own thread for all but the smallest (Chrome before 115: 4 KB). */
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

/** Resolves when there is an instance that works; undefined when there is one already. */
export const ready = () => (born === failed() ? undefined : (making ??= make().finally(() => { making = undefined; })));

/** For a call that cannot wait. */
export function readyNow() {
  if (born === failed()) return;
  try {
    const fresh = createGlue();
    use(fresh, new WebAssembly.Instance(module, { [FROM]: fresh.imports }));
  } catch (cause) {
    void ready()?.catch(() => {});
    throw new OrderBridgeError('INTERNAL', 'order-bridge itself failed; a call in a moment works.', { cause });
  }
}

/** The functions of the instance in use, for one bridge: none of a later one is called with its numbers. */
export function door() {
  const mine = born;
  return { ...glue, isAlive: () => mine === failed(), onFailure };
}

export { failed };
