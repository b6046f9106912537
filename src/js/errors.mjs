/** Errors that a programmer causes. What users and networks cause are results. */

const NAME = 'OrderBridgeError';

export class OrderBridgeError extends Error {
  /** @param {string} code @param {string} message @param {{ cause?: unknown, detail?: Record<string, string[]> }} [more] */
  constructor(code, message, { cause, detail } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = NAME;
    this.code = code;
    if (detail) this.detail = detail;
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
