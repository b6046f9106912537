/** Ocular's REST service: creates or edits an order of a video-attention session, and sets its payment state. */
import { json } from '../answer.mjs';
import { readJson } from './json-text.mjs';
import { observe } from './observations.mjs';
import { MOST_BYTES, tooLarge, validateBuyOrder, validateBuyOrderState } from './validator.mjs';

export const OCULAR_PREFIX = '/api/product-management/v1/';
export const OCULAR_ROUTES = ['setBuyOrder', 'setBuyOrderState'];
const SESSION_ID = /^[0-9A-Za-z_-]{1,64}$/;
const ORDER_PATH = '/sessions/{ocular_session_id}/order';
const REASONS = {
  400: 'Bad request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not found', 408: 'Request timeout', 409: 'Conflict', 413: 'Payload too large',
  415: 'Unsupported media type', 422: 'Unprocessable entity', 425: 'Too early', 429: 'Too many requests',
  500: 'Internal server error', 502: 'Bad gateway', 503: 'Service unavailable', 504: 'Gateway timeout',
};

/** The vendor's answer to errors other than invalid fields. @param {number} status @param {string} [message] */
export function ocularError(status, message) {
  const [code, reason] = status >= 400 ? [status, REASONS[status]] : [500, REASONS[500]];
  return json(status, { statusCode: 1, message: message ?? `Error ${code} - ${reason ?? 'Unknown error'}` });
}

/**
 * Both routes can share a path; then `payment_status` in the body decides.
 * @param {string} method @param {string} path @param {string} text @param {import('../settings.mjs').Settings} settings
 */
export function findOcularRoute(method, path, text, { ocularState }) {
  const state = method === ocularState.method ? sessionIn(path, ocularState.path) : null;
  const order = method === 'POST' ? sessionIn(path, ORDER_PATH) : null;
  if (state !== null && (order === null || /"payment_status"\s*:/.test(text))) return { name: 'setBuyOrderState', session: state };
  return order === null ? null : { name: 'setBuyOrder', session: order };
}

function sessionIn(path, pattern) {
  const [before, after] = `${OCULAR_PREFIX.slice(0, -1)}${pattern}`.split('{ocular_session_id}');
  if (after === undefined || !path.startsWith(before) || !path.endsWith(after) || path.length < before.length + after.length) return null;
  const session = path.slice(before.length, path.length - after.length);
  return session.includes('/') ? null : session;
}

/**
 * @param {import('../world.mjs').World} world
 * @param {{ method: string, path: string, headers: Headers, text: string }} request
 * @param {ReturnType<typeof findOcularRoute>} found
 */
export function answerOcular(world, request, found) {
  if (!found || !isKnown(found.session, world.settings)) return ocularError(404);
  const report = {
    number: world.reports.length + 1,
    at: world.nowIso(),
    kind: found.name,
    session: found.session,
    method: request.method,
    path: request.path,
    headers: Object.fromEntries(request.headers),
    text: request.text,
    body: parsed(request.text),
    answer: null,
    observations: [],
  };
  world.reports.push(report);
  world.revision += 1;
  const answer = judge(world, request, report);
  report.answer = JSON.parse(answer.text);
  return answer;
}

function judge(world, { headers, text }, report) {
  if (!/^application\/json\b/i.test(headers.get('content-type') ?? '')) return ocularError(415);
  if (new TextEncoder().encode(text).length > MOST_BYTES) return invalid(world, tooLarge());
  let params;
  try {
    params = text.trim() === '' ? undefined : readJson(text);
  } catch {
    return ocularError(400);
  }
  const isOrder = report.kind === 'setBuyOrder';
  const detail = isOrder ? validateBuyOrder(params, { decimalStrings: world.settings.ocularDecimalStrings }) : validateBuyOrderState(params);
  if (Object.keys(detail).length > 0) return invalid(world, detail);
  if (isOrder) {
    report.observations = observe(params);
    keepOrder(world, report);
  } else if (!keepState(world, report)) {
    return ocularError(404);
  }
  return json(200, { statusCode: 0, message: 'Success' });
}

function invalid(world, detail) {
  return json(world.settings.ocularValidationStatus, { statusCode: 2, message: 'Field validation error', detail });
}

/** With an external id, creates or edits the order; without one, always creates a new order. */
function keepOrder(world, { session, body, at }) {
  const externalId = body.external_id ?? null;
  const key = externalId === null ? `${session}#${world.nextOcularOrder}` : `${session}/${externalId}`;
  const before = world.ocularOrders.get(key);
  world.ocularOrders.set(key, {
    number: before?.number ?? world.nextOcularOrder++,
    session,
    external_id: externalId,
    items: body.items,
    payment_status: before?.payment_status ?? null,
    reports: (before?.reports ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  });
}

/** Without an external id, the state applies to the session's newest order. */
function keepState(world, { session, body, at }) {
  const externalId = body.external_id ?? null;
  const order = externalId === null
    ? [...world.ocularOrders.values()].filter((candidate) => candidate.session === session).at(-1)
    : world.ocularOrders.get(`${session}/${externalId}`);
  if (order) Object.assign(order, { payment_status: body.payment_status, updatedAt: at });
  else if (world.settings.ocularUnknownOrder === 'refuse') return false;
  else if (externalId !== null) {
    world.ocularOrders.set(`${session}/${externalId}`, {
      number: world.nextOcularOrder++, session, external_id: externalId, items: null, payment_status: body.payment_status, reports: 0, createdAt: at, updatedAt: at,
    });
  }
  return true;
}

function isKnown(session, { ocularSessions }) {
  return SESSION_ID.test(session) && (ocularSessions === null || ocularSessions.includes(session));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
