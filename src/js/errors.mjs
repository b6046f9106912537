/** Errors for programming mistakes. What users and networks cause is returned as a result. */
import { parse } from './shell/builtins.js';

const NAME = 'OrderBridgeError';

export class OrderBridgeError extends Error {
  /** Keeps the name if a minifier renames the class. */
  static get name() {
    return NAME;
  }

  /** @param {string} code @param {string} message @param {{ cause?: unknown, detail?: Record<string, string[]> }} [more] */
  constructor(code, message, more) {
    // Without a prototype: a page may have added properties to Object.prototype.
    const { cause, detail } = /** @type {NonNullable<typeof more>} */ ({ __proto__: null, ...more });
    super(message, cause === undefined ? undefined : { cause });
    own(this, 'name', NAME);
    own(this, 'code', code);
    if (detail) own(this, 'detail', detail);
  }
}

/** @param {object} error @param {string} name @param {unknown} value */
function own(error, name, value) {
  Object.defineProperty(error, name, /** @type {any} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }));
}

/**
 * Compares the name, because each entry and each copy of the package has its own class, and each frame its own Error.
 * @param {any} error
 */
export function isOrderBridgeError(error) {
  return error instanceof OrderBridgeError || (Object.prototype.toString.call(error) === '[object Error]' && error.name === NAME);
}

/** The wasm throws the JSON text of `{ code, message, detail }`. @param {any} thrown */
export function toError(thrown) {
  if (isOrderBridgeError(thrown)) return thrown;
  if (typeof thrown === 'string') {
    const { code, message, detail } = parse(thrown);
    return new OrderBridgeError(code, message, { detail });
  }
  return new OrderBridgeError('INTERNAL', 'order-bridge itself failed; the next call works.', { cause: thrown });
}
