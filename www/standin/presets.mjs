/**
 * Named failures: each is a fault of faulty.mjs with a status and the service's documented message for it. Fields of
 * the fault itself take precedence.
 */
import { REFUSALS } from './refusals.mjs';

const RETRY_AFTER_SECONDS = 1;
const status = (code, more) => ({ fault: 'status', status: code, ...more });

/** @type {Record<string, Partial<import('./faults.mjs').Fault> & { fault: string }>} */
const PRESETS = {
  'offline-like': { fault: 'refused', times: null },
  rejected: status(400),
  unauthorized: status(401),
  forbidden: status(403),
  'not-found': status(404),
  conflict: status(409),
  busy: status(429, { retryAfter: RETRY_AFTER_SECONDS }),
  'busy-date': status(429, { retryAfter: RETRY_AFTER_SECONDS }),
  'busy-garbage': status(429, { retryAfter: 'soon' }),
  'server-error': status(500),
  'server-error-after-commit': status(500, { fault: 'status-after-commit' }),
  'bad-gateway': status(502),
  unavailable: status(503),
  'gateway-timeout': status(504),
};

/** Per route, the documented refusal to use: one that a page can show at a field or with its own text. */
const REJECTIONS = { createOrder: 'required', preview: 'coupon-at-preview', createSession: 'not-connected', auth: 'auth-body' };
const OCULAR_FIELDS = { setBuyOrder: 'items.0.name', setBuyOrderState: 'payment_status' };

export const PRESET_NAMES = Object.keys(PRESETS);

/** The default for `times` of a fault. @param {string} name @returns {number | null} */
export function standardTimes(name) {
  return Object.hasOwn(PRESETS, name) && PRESETS[name].times === null ? null : 1;
}

/**
 * Translates a fault into one that faulty.mjs implements.
 * @template {import('./faults.mjs').Fault | null} F
 * @param {F} fault
 * @param {string} route  The actual route, never "*".
 * @param {number} now
 * @returns {F}
 */
export function plain(fault, route, now) {
  if (fault === null || !Object.hasOwn(PRESETS, fault.fault)) return fault;
  const preset = PRESETS[fault.fault];
  const whole = { ...preset, ...(fault.fault === 'rejected' && rejection(route, fault)), ...fault, fault: preset.fault };
  if (fault.fault === 'busy-date') whole.retryAfter = httpDate(now + Number(whole.retryAfter) * 1000);
  return whole;
}

/** Ocular refuses per field, OneEntry with a single message. */
function rejection(route, { message = 'Field validation error' }) {
  const field = OCULAR_FIELDS[route];
  if (field) return { body: { statusCode: 2, message, detail: { [field]: [`SessionOrderControllerValidator: ${field} is required.`] } } };
  const row = REFUSALS.find(({ name }) => name === REJECTIONS[route]);
  return row && { message: row.message };
}

/** HTTP dates have whole seconds, so the time is rounded up to never be too early. @param {number} moment */
function httpDate(moment) {
  return new Date(Math.ceil(moment / 1000) * 1000).toUTCString();
}
