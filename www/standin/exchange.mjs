/**
 * Handles one request to the services: logs it, finds its route, applies a pending fault, and answers it.
 * The ending is what happens on the wire: an answer, a dropped connection, or no answer.
 */
import { errorAnswer, STATUS_TEXTS, TEXTS } from './answer.mjs';
import { corsHeaders, preflight } from './cors.mjs';
import { faulty } from './faulty.mjs';
import { passTime } from './oneentry/sessions.mjs';
import { answerOneEntry, findOneEntryRoute, ONEENTRY_PREFIX } from './oneentry/service.mjs';
import { answerOcular, findOcularRoute, OCULAR_PREFIX, ocularError } from './ocular/service.mjs';
import { plain } from './presets.mjs';

const STALE_MS = 10_000;
const WITHOUT_BODY = [204, 205, 304];

/**
 * @param {object} tools
 * @param {import('./world.mjs').World} tools.world
 * @param {ReturnType<typeof import('./faults.mjs').createFaults>} tools.faults
 * @param {(ms: number) => Promise<void>} tools.wait
 * @param {(ms: number, act: () => unknown) => void} tools.later
 */
export function createExchange({ world, faults, wait, later }) {
  /** @param {Request} raw @returns {Promise<import('./faulty.mjs').Ending & { response?: Response }>} */
  return async function exchange(raw) {
    const request = await readRequest(raw);
    const entry = log(world, request, raw);
    const service = serviceOf(request.path);
    if (service === null) return finish(entry, { end: 'answer', answer: errorAnswer(404, `Cannot ${request.method} ${request.path}`, 'short', world.now()) }, request);
    entry.service = service;
    if (request.method === 'OPTIONS') return finish(entry, preflightEnding(entry, request, service), request);

    const method = routed(request.method);
    const found = service === 'ocular'
      ? findOcularRoute(method, request.path, request.text, world.settings)
      : findOneEntryRoute(method, request.path, world.settings);
    entry.route = found?.name ?? found?.route?.name ?? null;
    const fault = entry.route === null ? null : faults.take(entry.route);
    entry.fault = fault?.fault ?? null;

    const act = () => {
      entry.acted = true;
      passTime(world);
      if (service === 'ocular') return answerOcular(world, request, found);
      const lag = Math.max(world.settings.readLagMs, fault?.fault === 'stale-list' ? fault.ms ?? STALE_MS : 0);
      return answerOneEntry(world, request, found, world.now() - lag);
    };
    return finish(entry, await faulty(plain(fault, entry.route, world.now()), act, { wait, later, errorOf: errorsOf(service) }), request);
  };

  function errorsOf(service) {
    if (service === 'ocular') return ocularError;
    return (status, message = STATUS_TEXTS[status] ?? TEXTS.internal) => errorAnswer(status, message, world.settings.errorShape, world.now());
  }

  /** Answers a preflight for the route that it announces. */
  function preflightEnding(entry, request, service) {
    const method = routed(request.headers.get('access-control-request-method') ?? 'GET');
    const found = service === 'ocular'
      ? findOcularRoute(method, request.path, '', world.settings)
      : findOneEntryRoute(method, request.path, world.settings);
    const name = found?.name ?? found?.route?.name;
    const fault = name === undefined ? null : faults.take(name, true);
    entry.fault = fault?.fault ?? null;
    if (fault === null) return { end: 'answer', answer: preflight(request.headers, service, world.settings) };
    return fault.fault === 'no-cors' ? { end: 'answer', answer: { status: 204, text: '', headers: {} }, cors: false } : { end: 'reset' };
  }

  function finish(entry, ending, request) {
    entry.end = ending.end;
    entry.status = ending.answer?.status ?? null;
    entry.answer = ending.answer?.text ?? null;
    world.revision += 1;
    if (ending.end !== 'answer') return ending;
    const headers = ending.cors === false ? ending.answer.headers : { ...corsHeaders(request.headers, world.settings), ...ending.answer.headers };
    const text = request.method === 'HEAD' ? '' : ending.answer.text;
    return { ...ending, headers, response: responseOf({ ...ending.answer, text, headers }, ending.broken) };
  }
}

/** As in Express, a HEAD is handled as a GET without a body in the answer. @param {string} method */
const routed = (method) => (method === 'HEAD' ? 'GET' : method);

/** @param {string} path @returns {'oneentry' | 'ocular' | null} */
export function serviceOf(path) {
  if (path.startsWith(ONEENTRY_PREFIX)) return 'oneentry';
  return path.startsWith(OCULAR_PREFIX) ? 'ocular' : null;
}

async function readRequest(raw) {
  const { origin, pathname, searchParams } = new URL(raw.url);
  const text = raw.method === 'GET' || raw.method === 'HEAD' ? '' : await raw.text();
  return { method: raw.method, origin, path: pathname, query: searchParams, headers: raw.headers, text };
}

/** @param {{ status: number, text: string, headers: Record<string, string> }} answer @param {boolean} [broken] */
export function responseOf({ status, text, headers }, broken = false) {
  if (broken) return new Response(breakingBody(text), { status, headers: { ...headers, 'content-length': String(2 * text.length) } });
  const withoutBody = WITHOUT_BODY.includes(status) || text === '';
  return new Response(withoutBody ? null : text, { status, headers });
}

/** A body whose connection drops before the announced length has been sent. */
function breakingBody(text) {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
    },
    pull(controller) {
      controller.error(new TypeError('the connection was lost'));
    },
  });
}

function log(world, request, raw) {
  const entry = {
    number: world.requests.length + 1,
    at: world.nowIso(),
    service: null,
    route: null,
    method: request.method,
    url: raw.url,
    path: request.path,
    query: Object.fromEntries(request.query),
    headers: Object.fromEntries(raw.headers),
    body: request.text,
    fault: null,
    acted: false,
    end: null,
    status: null,
    answer: null,
  };
  world.requests.push(entry);
  return entry;
}
