/** The arguments of fetch, for every request that the package makes. */
import { CALLS, optionsOf, services } from './calls.mjs';
import { TOKEN } from './kit.mjs';

/** The allowed headers, each with a pattern for its value. */
const HEADERS = {
  'content-type': /^application\/json$/,
  'x-app-token': new RegExp(`^${TOKEN}$`),
  'x-guest-id': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'x-device-metadata': /^\{"fingerprint":"[\x20-\x7e]*\}$/,
  authorization: /^Bearer access$/,
  'x-api-key': /^key$/,
  accept: /^(application\/json|\*\/\*)$/,
};

// Only pages and workers warm up the CORS preflight (route `leave`); elsewhere only the sign-in is sent.
const PREPARE = {
  route: typeof window === 'object' ? 'leave' : 'auth', shared: true, run: ({ guestCheckout }) => guestCheckout.prepare({ storage: 'guest_orders' }),
};

/** @param {(options: object) => Promise<any>} loadOrderBridge */
export async function requests(loadOrderBridge) {
  const wrong = [];
  const rows = [];
  for (const call of [...CALLS, PREPARE]) {
    const { fetch, asked } = services(call);
    const bridge = await loadOrderBridge(optionsOf(call, { fetch, ocular: { headers: { 'x-api-key': 'key' } } }));
    await call.run(bridge);
    bridge.dispose();
    if (!asked.some(({ route }) => route === call.route)) wrong.push(`${call.route}: was not requested`);
    for (const { route, request } of asked) {
      const isOcular = route.startsWith('setBuyOrder');
      const how = { mode: request.mode, credentials: request.credentials, cache: request.cache, redirect: request.redirect, referrerPolicy: request.referrerPolicy };
      rows.push(`${route} ${JSON.stringify(how)}`);
      // GET answers must not be cached. Others never are, and with no-store Chromium would forget the preflight.
      const cache = request.method === 'GET' ? 'no-store' : 'default';
      const expected = { mode: 'cors', credentials: 'omit', cache, redirect: 'error', referrerPolicy: 'strict-origin' };
      for (const [name, value] of Object.entries(expected)) if (how[name] !== value) wrong.push(`${route}: ${name} is ${how[name]}`);
      const headers = [...request.headers];
      for (const [name, value] of headers) {
        if (!HEADERS[name]?.test(value)) wrong.push(`${route}: header ${name}: ${value}`);
        if (isOcular && /^(x-app-token|x-guest-id|x-device-metadata|authorization)$/.test(name)) wrong.push(`${route}: ${name} is sent to Ocular`);
      }
      if (!isOcular && !request.headers.get('x-app-token')) wrong.push(`${route}: no token`);
      if (!isOcular && request.headers.has('x-api-key')) wrong.push(`${route}: Ocular's key is sent to OneEntry`);
      if (new URL(request.url).search.includes(TOKEN) || /access|password/.test(request.url)) wrong.push(`${route}: a secret in the URL`);
    }
  }
  return { requests: rows.length, routes: new Set(rows.map((row) => row.split(' ')[0])).size, wrong };
}
