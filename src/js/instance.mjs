/** The wasm in use: made asynchronously, guarded, and made anew when it has failed. */
import * as glue from './order_bridge.js';
import { OrderBridgeError } from './errors.mjs';
import { failed, guarded, onFailure } from './trap.mjs';

/** @type {WebAssembly.Module} */
let module;
/** @type {any} */
let memory;
/** How many instances had failed when the present one was made. */
let born = -1;
/** @type {Promise<void> | undefined} */
let making;

const imports = () => ({ [glue.NAME]: /** @type {any} */ (glue) });

/** @param {WebAssembly.Instance} instance */
function use({ exports }) {
  // What the glue remembers of the memory before is that of another instance: detached, it looks again.
  memory?.grow(0);
  memory = exports.memory;
  born = failed();
  const door = guarded(/** @type {any} */ (exports));
  glue.__wbg_set_wasm(door);
  door.__wbindgen_start();
}

/** Not at once: an engine may refuse that on a page's own thread for all but the smallest (Chrome before 115: 4 KB). */
async function make() {
  while (born !== failed()) use(await WebAssembly.instantiate(module, imports()));
}

/** @param {WebAssembly.Module} compiled */
export async function instantiate(compiled) {
  module = compiled;
  await make();
}

/** Resolves when there is an instance that works. */
export const ready = () => (born === failed() ? undefined : (making ??= make().finally(() => { making = undefined; })));

/** For a call that cannot wait. */
export function readyNow() {
  if (born === failed()) return;
  try {
    use(new WebAssembly.Instance(module, imports()));
  } catch (cause) {
    void ready()?.catch(() => {});
    throw new OrderBridgeError('INTERNAL', 'order-bridge itself failed; a call in a moment works.', { cause });
  }
}

/** The functions of the present instance, for one bridge or call: none of a later one is called with its numbers. */
export function door() {
  const mine = born;
  return { ...glue, isAlive: () => mine === failed(), onFailure };
}

export { failed };
