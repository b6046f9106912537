/**
 * A route's answer as plain data, before it becomes a Response, and the refusal that a route throws.
 * @typedef {{ status: number, text: string, headers: Record<string, string> }} Answer
 */

/** @param {number} status @param {unknown} body @param {Record<string, string>} [headers] @returns {Answer} */
export function json(status, body, headers = {}) {
  return { status, text: JSON.stringify(body), headers: { 'content-type': 'application/json; charset=utf-8', ...headers } };
}

/** @param {string} text @param {number} [status] @param {Record<string, string>} [headers] @returns {Answer} */
export function html(text, status = 200, headers = {}) {
  return { status, text, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } };
}

/** A documented refusal of the service. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const TEXTS = Object.freeze({
  unauthorized: 'Unauthorized',
  closed: 'Resource is closed',
  notGranted: 'Permission data not found. Provide the permission for requested url',
  methodNotGranted: "User doesn't have permissions to access the requested url or API method",
  internal: 'Internal server error',
  orderNotFound: 'Order not found',
  accountNotConnected: 'Your payment account is not connected',
  accountWrong: 'Payment account identifier is wrong or payment accounts are not defined',
});

/** Default messages for errors that only have a status. @type {Record<number, string>} */
export const STATUS_TEXTS = Object.freeze({
  400: 'Bad Request',
  401: TEXTS.unauthorized,
  403: TEXTS.notGranted,
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: TEXTS.internal,
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
});

/**
 * OneEntry's error body.
 * @param {number} status @param {string} message @param {'short' | 'long' | 'array'} shape @param {number} now
 */
export function errorAnswer(status, message, shape, now) {
  const body = { statusCode: status, message: shape === 'array' ? [message] : message };
  if (shape === 'long') Object.assign(body, { timestamp: new Date(now).toISOString(), pageData: null });
  return json(status, body);
}
