/** CORS: which pages may call the services, and with which headers. */

const ONEENTRY_HEADERS = ['content-type', 'x-app-token', 'x-device-metadata', 'x-guest-id', 'authorization'];
const ONEENTRY_METHODS = 'GET, POST, PUT, DELETE, OPTIONS';
const OCULAR_METHODS = 'GET, POST, PUT, PATCH, OPTIONS';
const MAX_AGE_SECONDS = '600';

/** Headers of every answer. @param {Headers} asked @param {import('./settings.mjs').Settings} settings */
export function corsHeaders(asked, settings) {
  const origin = asked.get('origin');
  const headers = { 'access-control-allow-origin': origin ?? '*' };
  if (origin) headers.vary = 'Origin';
  if (settings.exposeHeaders) headers['access-control-expose-headers'] = 'X-Guest-Id, Retry-After';
  return headers;
}

/**
 * The answer to OPTIONS. Ocular documents no headers, so every requested header is allowed there.
 * @param {Headers} asked @param {'oneentry' | 'ocular'} service @param {import('./settings.mjs').Settings} settings
 */
export function preflight(asked, service, settings) {
  const allowed = service === 'ocular'
    ? (asked.get('access-control-request-headers') ?? 'content-type')
    : ONEENTRY_HEADERS.filter((name) => settings.corsGuestHeader || name !== 'x-guest-id').join(', ');
  return {
    status: 204,
    text: '',
    headers: {
      ...corsHeaders(asked, settings),
      'access-control-allow-headers': allowed,
      'access-control-allow-methods': service === 'ocular' ? OCULAR_METHODS : ONEENTRY_METHODS,
      'access-control-max-age': MAX_AGE_SECONDS,
    },
  };
}

/** The stand-in's own controls can only be called from pages on this machine. @param {Headers} asked */
export function controlCors(asked) {
  const origin = asked.get('origin');
  if (!origin || !isLoopback(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-headers': 'content-type',
    'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
    'access-control-max-age': MAX_AGE_SECONDS,
    vary: 'Origin',
  };
}

/** @param {string} origin */
export function isLoopback(origin) {
  try {
    return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
  } catch {
    return false;
  }
}
