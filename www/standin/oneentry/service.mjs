/** OneEntry under `/api/content`: routes a request and answers it. */
import { errorAnswer, Refusal, TEXTS } from '../answer.mjs';
import { callerOf, demandAccess, demandAppToken } from './caller.mjs';
import { oneEntryRoutes } from './routes.mjs';

export const ONEENTRY_PREFIX = '/api/content/';

/** @param {string} method @param {string} path @param {import('../settings.mjs').Settings} settings */
export function findOneEntryRoute(method, path, settings) {
  const asked = path.slice(ONEENTRY_PREFIX.length).replace(/\/$/, '').split('/');
  for (const route of oneEntryRoutes) {
    if (route.method !== method || (route.name === 'updateSession' && !settings.updateSessionRoute)) continue;
    const params = matchPath(route.path.split('/'), asked);
    if (params) return { route, params };
  }
  return null;
}

function matchPath(pattern, asked) {
  if (pattern.length !== asked.length) return null;
  const params = {};
  for (const [i, part] of pattern.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decode(asked[i]);
    else if (part !== asked[i]) return null;
  }
  return params;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * @param {import('../world.mjs').World} world
 * @param {{ method: string, path: string, origin: string, query: URLSearchParams, headers: Headers, text: string }} request
 * @param {ReturnType<typeof findOneEntryRoute>} found
 * @param {number} asOf
 */
export function answerOneEntry(world, request, found, asOf) {
  const { settings } = world;
  try {
    demandAppToken(request.headers, world);
    if (!found) throw new Refusal(404, `Cannot ${request.method} ${request.path}`);
    const { route, params } = found;
    const caller = route.access === 'any' ? { kind: 'nobody', owner: null } : callerOf(request.headers, world);
    if (route.access !== 'any') demandAccess(route.access, caller, settings);
    const answer = route.handle({ ...request, world, params, caller, body: bodyOf(request), asOf });
    if (caller.minted) announce(answer, caller.minted);
    return answer;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return errorAnswer(error.status, error.message, settings.errorShape, world.now());
  }
}

/** The body as JSON; undefined if it is empty. */
function bodyOf({ method, headers, text }) {
  if (method === 'GET' || method === 'DELETE' || text === '') return undefined;
  if (!/^application\/json\b/i.test(headers.get('content-type') ?? '')) throw new Refusal(400, 'Content-Type must be application/json');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, error.message);
  }
}

const NINETY_DAYS_SECONDS = 7_776_000;

/** Sends a guest without an id the id that was created for it. */
function announce(answer, id) {
  answer.headers['x-guest-id'] = id;
  answer.headers['set-cookie'] = `oe_guest_id=${id}; Max-Age=${NINETY_DAYS_SECONDS}; Path=/; SameSite=Lax; Secure`;
}
