/** Searches everything that a page or its other scripts can read for values that only the services may see. */
import { each, guestOrder, line, options, routeOf, textOf } from './kit.mjs';

export const CANARIES = {
  token: 'canary-app-token-7f3a',
  user: 'canary.user@shop.example',
  password: 'canary-password-91',
  access: 'canary-access-token-55',
  name: 'Canary Christina Name',
  phone: '+5690077001234',
  mail: 'canary.mail@home.example',
  address: 'Canary Street 99',
  guest: '7c1d2e3f-4a5b-4c6d-8e7f-0a1b2c3d4e5f',
  key: 'canary-ocular-key-31',
};
const C = CANARIES;
const order = (quantity) => guestOrder({
  formData: [
    { marker: 'guest_name', type: 'string', value: C.name },
    { marker: 'guest_phone', type: 'string', value: C.phone },
    { marker: 'guest_email', type: 'string', value: C.mail },
    { marker: 'guest_address', type: 'string', value: C.address },
  ],
  products: [{ productId: 10, quantity }],
});

/** A service that leaks: every answer contains everything that it knows. */
const EVERYTHING = { message: `wrong: ${Object.values(C).join(' ')}`, ...C, pageData: C };
const json = (status, body, headers) => () => new Response(JSON.stringify(body), { status, headers });

/** @type {[name: string, answer: (request: Request) => Response | Promise<Response>][]} */
const FAULTS = [
  ['connection lost', () => { throw new TypeError(`Failed to fetch ${Object.values(C).join(' ')}`); }],
  ['rejects with an object', () => Promise.reject(EVERYTHING)],
  ['rejects with a string', () => Promise.reject(Object.values(C).join(' '))],
  ['silence', ({ signal }) => new Promise((resolve, reject) => { signal.addEventListener('abort', () => reject(signal.reason)); })],
  ['breaks off', () => new Response(new ReadableStream({ start: (to) => to.error(new Error(C.mail)) }), { status: 201 })],
  ['no JSON', () => new Response(`${Object.values(C).join(' ')} {"id":`, { status: 200 })],
  ['a web page', () => new Response(`<!doctype html><p>${Object.values(C).join(' ')}`, { status: 200 })],
  ['nothing', () => new Response('', { status: 200 })],
  ['200 that leaks everything', json(200, EVERYTHING)],
  ['400', json(400, { statusCode: 400, ...EVERYTHING })],
  ['400 as a list', json(400, { statusCode: 400, message: Object.values(C) })],
  ['400 by field', json(400, { statusCode: 2, message: C.name, detail: Object.fromEntries(Object.values(C).map((value) => [`SessionOrder: ${value}`, [value]])) })],
  ['401', json(401, { statusCode: 401, ...EVERYTHING })],
  ['403', json(403, { statusCode: 403, ...EVERYTHING })],
  ['404', json(404, { statusCode: 404, ...EVERYTHING })],
  ['409', json(409, { statusCode: 409, ...EVERYTHING })],
  ['422', json(422, { errors: EVERYTHING })],
  ['429', json(429, { statusCode: 429, ...EVERYTHING }, { 'retry-after': '0' })],
  ['429 with text', json(429, { statusCode: 429, ...EVERYTHING }, { 'retry-after': C.mail })],
  ['500', json(500, { statusCode: 500, ...EVERYTHING })],
  ['503', json(503, { statusCode: 503, ...EVERYTHING })],
  ['an unsafe payment URL', json(201, { id: 90, orderId: 90, status: 'waiting', paymentUrl: `javascript:${C.token}${C.mail}`, ...EVERYTHING })],
];

/** Ocular's errors by field are passed on verbatim, as documented. Ocular receives none of these values but its own key. */
const HANDED_ON = ['400 by field', '422'];

const ROUTES = ['auth', 'preview', 'createOrder', 'listOrders', 'createSession', 'updateSession', 'getSessionByOrderId', 'getAccounts', 'getForm', 'setBuyOrder', 'setBuyOrderState'];

/** Calls that are not part of a checkout. */
const ALONE = {
  preview: (guestCheckout) => guestCheckout.preview({ products: [{ productId: 10, quantity: 1 }] }),
  getAccounts: (guestCheckout) => guestCheckout.getAccounts(),
  getForm: (guestCheckout) => guestCheckout.getForm('guest_order'),
  getSessionByOrderId: (guestCheckout) => guestCheckout.reportPayment(90),
  setBuyOrderState: (guestCheckout) => guestCheckout.reportPayment(90),
};

/** Long enough for a good answer; only a busy machine exceeds it. */
const LIMIT_MS = 400;

/** Both services, working except at one route. */
function services(route, fault) {
  const urls = [];
  const good = {
    auth: [201, { userIdentifier: C.user, accessToken: C.access, refreshToken: `${C.access}-r` }],
    createOrder: [201, { id: 90, totalSum: 24.9, currency: 'USD', formData: order(1).formData }],
    createSession: [201, { id: 47, orderId: 90, type: 'session', status: 'waiting', paymentUrl: null }],
    getSessionByOrderId: [200, [{ id: 47, orderId: 90, type: 'session', status: 'waiting', paymentUrl: 'https://pay.example/47' }]],
    updateSession: [200, { id: 47, orderId: 90, type: 'session', status: 'opened', paymentUrl: null }],
    setBuyOrder: [200, { statusCode: 0, message: 'Success' }],
    setBuyOrderState: [200, { statusCode: 0, message: 'Success' }],
    preview: [201, { totalSum: 24.9, totalSumWithDiscount: 24.9, totalDue: 24.9, currency: 'USD' }],
    getAccounts: [200, [{ id: 1, identifier: 'cash', type: 'custom', localizeInfos: { title: 'Cash' }, isVisible: true, isUsed: true }]],
    getForm: [200, { identifier: 'guest_order', localizeInfos: { title: 'Order' }, attributes: {} }],
  };
  const fetch = async (url, init) => {
    const request = new Request(url, init);
    urls.push(request.url);
    const asked = routeOf(request.method, request.url);
    if (asked === route) {
      urls.reached = true;
      return fault(request);
    }
    // Only an order whose answer was lost is looked up.
    if (asked === 'createOrder' && route === 'listOrders') throw new TypeError('Failed to fetch');
    // Only an ended payment is reported.
    if (asked === 'getSessionByOrderId' && route === 'setBuyOrderState') return new Response(JSON.stringify([{ id: 47, orderId: 90, type: 'session', status: 'completed', paymentUrl: null }]));
    const [status, body] = good[asked] ?? [404, { statusCode: 404, message: 'Not found' }];
    return new Response(JSON.stringify(body), { status });
  };
  return { fetch, urls };
}

/** Records the console, which pages and people can read. Returns a function that stops the recording. */
function overhear(into) {
  const methods = ['debug', 'log', 'info', 'warn', 'error', 'trace', 'dir', 'table'];
  const originals = methods.map((name) => console[name]);
  methods.forEach((name) => { console[name] = (...args) => into.push(`console.${name} ${args.map((arg) => textOf(arg)).join(' ')}`); });
  return () => methods.forEach((name, index) => { console[name] = originals[index]; });
}

/** Everything that the package stores in this browser. */
async function kept() {
  const found = [];
  // Node's own localStorage does not belong to a page.
  if (typeof document === 'undefined') return found;
  for (const [key, value] of Object.entries({ ...localStorage })) found.push(`localStorage ${key}: ${value}`);
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, fail) => { Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => done(target.result), onerror: fail }); });
    for (const table of database.objectStoreNames) {
      const rows = await new Promise((done, fail) => { Object.assign(database.transaction(table).objectStore(table).getAll(), { onsuccess: ({ target }) => done(target.result), onerror: fail }); });
      found.push(...rows.map((row) => `IndexedDB ${table}: ${textOf(row)}`));
    }
    database.close();
  }
  return found;
}

/**
 * @param {(options: object) => Promise<any>} loadOrderBridge
 * @param {{ every?: number }} [how]  Runs every n-th cell.
 */
export async function secrets(loadOrderBridge, { every = 1 } = {}) {
  const wrong = [];
  const cells = ROUTES.flatMap((route) => FAULTS.flatMap((fault) => [true, false].map((shared) => ({ route, fault, shared }))))
    .filter(({ route, fault: [name], shared }) => (shared || route !== 'auth') && !(route.startsWith('setBuyOrder') && HANDED_ON.includes(name))).filter((_, index) => index % every === 0);
  const overheard = [];
  const silence = overhear(overheard);
  const look = (label, value, but = []) => {
    const text = textOf(value);
    for (const [name, canary] of Object.entries(C)) if (!but.includes(name) && text.includes(canary)) wrong.push(`${label}: the ${name} is exposed`);
  };
  let strings = 0;
  let reached = 0;
  try {
    await each(cells, 12, async ({ route, fault: [name, fault], shared }, index) => {
      const received = [];
      const { fetch, urls } = services(route, fault);
      const bridge = await loadOrderBridge(options({
        fetch, debug: true, timeoutMs: LIMIT_MS, onWarning: (warning) => received.push(warning),
        oneEntry: { token: C.token, guest: shared ? { provider: 'email', authData: [{ marker: 'email_reg', value: C.user }, { marker: 'password_reg', value: C.password }] } : { guestId: C.guest } },
        ocular: { headers: { 'x-api-key': C.key } },
      }));
      for (const type of ['step', 'tracked', 'warning', 'found']) bridge.on(type, (event) => received.push(event));
      const result = await bridge.guestCheckout.placeOrder(order(index + 1), { sessionStatus: 'opened', referenceMarker: 'guest_reference', track: { items: [line()] }, onStep: (event) => received.push(event) }).catch((error) => error);
      const { guestCheckout } = bridge;
      const later = [
        result.reference && await guestCheckout.resume(result.reference).catch((error) => error), await guestCheckout.pending(),
        await ALONE[route]?.(guestCheckout),
      ];
      // On a busy machine an earlier step may time out, or another bridge of this page may deliver the report first.
      const isDelivered = route.startsWith('setBuyOrder') && result.tracking?.statusCode === 0;
      reached += Number(urls.reached === true);
      if (!urls.reached && !isDelivered && result.problem?.code !== 'TIMEOUT') wrong.push(`${route}, ${name}: was never requested; ${JSON.stringify(result)}`);
      const label = `${route}, ${name}${shared ? ', shared guest' : ''}`;
      for (const one of [result, ...later].filter(Boolean)) {
        // The unmodified answer, which the caller may read.
        for (const holder of [one.order, one.value]) if (holder?.raw) holder.raw = null;
        strings += 1;
        look(`${label}: result`, one);
      }
      look(`${label}: events`, received);
      look(`${label}: URLs`, urls);
      strings += received.length + urls.length;
      bridge.dispose();
    });
    look('options', await Promise.all([{ timeoutMs: C.phone }, { oneEntry: { url: `http://project.example/${C.token}`, token: C.token } }, { oneEntry: { url: 'https://project.example', token: `${C.token}\n` } }, { ocular: { headers: { 'x-api-key': `${C.key}\n` } } }].map((wrongOptions) => loadOrderBridge(wrongOptions).catch((error) => [error, error.stack, error.message]))));
  } finally {
    silence();
  }
  const marks = performance.getEntries?.().map(({ name }) => name).filter((name) => !name.startsWith('http')) ?? [];
  const rows = await kept();
  look('console', overheard);
  look('performance', marks);
  for (const row of rows) look(row.slice(0, 60), row, row.startsWith('localStorage oneentry_guest_id:') ? ['guest'] : []);
  if (reached < 0.9 * cells.length) wrong.push(`only ${reached} of ${cells.length} cells reached their route`);
  if (!overheard.length || !marks.some((name) => name.startsWith('order-bridge'))) wrong.push('nothing was recorded: this check has nothing to inspect');
  return { canaries: Object.keys(C).length, cells: cells.length, routes: ROUTES.length, faults: FAULTS.length, looked: strings + overheard.length + marks.length + rows.length, rows: rows.length, wrong };
}
