/**
 * Emulates a page's `fetch` without a browser: a dropped connection or an answer without CORS headers rejects, a missing
 * answer stays pending until the caller aborts, and redirects follow the request's mode.
 */

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 20;
const DEAD = 'Failed to fetch';
/** In Node, a request follows its caller's signal only while the request is referenced. */
const held = new Set();

/**
 * @param {Request} request
 * @param {(request: Request) => Promise<any>} exchange
 * @param {number} [redirects]
 * @returns {Promise<Response>}
 */
export async function asPageSeesIt(request, exchange, redirects = 0) {
  held.add(request);
  try {
    return await answered(request, exchange, redirects);
  } finally {
    held.delete(request);
  }
}

async function answered(request, exchange, redirects) {
  const { signal, redirect, method } = request;
  signal?.throwIfAborted();
  const again = redirect === 'follow' ? request.clone() : null;
  const { end, response, cors } = await untilAborted(exchange(request), signal);
  if (end === 'hang') return untilAborted(new Promise(() => {}), signal);
  if (end === 'reset' || cors === false) throw new TypeError(DEAD);
  if (!REDIRECTS.includes(response.status) || redirect === 'manual') return response;
  if (redirect === 'error' || redirects >= MOST_REDIRECTS) throw new TypeError(DEAD);
  return asPageSeesIt(await redirected(again, response, method), exchange, redirects + 1);
}

/** The next request of a redirect: the method changes as in browsers, the headers are copied. */
async function redirected(request, response, method) {
  const turns = response.status === 303 || ((response.status === 301 || response.status === 302) && method === 'POST');
  const next = new URL(response.headers.get('location') ?? '', request.url);
  const headers = new Headers(request.headers);
  if (next.origin !== new URL(request.url).origin) headers.delete('authorization');
  const hasBody = !turns && method !== 'GET' && method !== 'HEAD';
  return new Request(next, {
    method: turns ? 'GET' : method,
    headers,
    body: hasBody ? await request.text() : undefined,
    redirect: 'follow',
    signal: request.signal,
  });
}

/** The caller can abort; the service still finishes its work. */
function untilAborted(work, signal) {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
