/** Errors that a programmer causes. What users and networks cause are results. */

const NAME = 'OrderBridgeError';

export class OrderBridgeError extends Error {
  /** @param {string} code @param {string} message @param {{ cause?: unknown, detail?: Record<string, string[]> }} [more] */
  constructor(code, message, more) {
    // Own properties through and through, whatever a page has put on Object.prototype.
    const { cause, detail } = /** @type {NonNullable<typeof more>} */ ({ __proto__: null, ...more });
    super(message, cause === undefined ? undefined : { cause });
    this.#own('name', NAME);
    this.#own('code', code);
    if (detail) this.#own('detail', detail);
  }

  /** @param {string} name @param {unknown} value */
  #own(name, value) {
    Object.defineProperty(this, name, /** @type {any} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }));
  }
}

/** By name, so that it also works across frames and copies of the package. @param {unknown} error */
export function isOrderBridgeError(error) {
  return error instanceof OrderBridgeError || (error instanceof Error && error.name === NAME);
}

/** The wasm throws plain `{ code, message }` objects. @param {any} thrown */
export function toError(thrown) {
  if (isOrderBridgeError(thrown)) return thrown;
  if (typeof thrown?.code === 'string') return new OrderBridgeError(thrown.code, thrown.message, { detail: thrown.detail });
  return new OrderBridgeError('INTERNAL', 'order-bridge itself failed; the next call works.', { cause: thrown });
}
