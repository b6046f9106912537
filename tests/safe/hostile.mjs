/** Pages whose other scripts have changed shared built-ins: the package sends the same requests and returns the same results. */
import { CALLS, optionsOf, services } from './calls.mjs';

/** Names of options, of fields of orders, answers and results, and of options that platform functions read. */
const OWN_NAMES = `
  oneEntry ocular url token langCode guest guestId provider authData marker baseUrl sessionId headers transport widget stateRequest
  method path timeoutMs language paymentHosts fetch onWarning debug wasm
  storage formIdentifier paymentAccountIdentifier formData products productId quantity signedPrice couponCode
  additionalDiscountsMarkers bonusAmount type session automaticTaxEnabled sessionStatus referenceMarker orderAgain track onStep
  external_id items image description price unit_price currency include_tax discount_type discount variants categories payment_status
  id orderId totalSum totalSumWithDiscount totalDue createdDate updatedDate statusIdentifier paymentUrl paymentAccountId clientSecret
  userIdentifier accessToken refreshToken attributes localizeInfos title validators isVisible isUsed identifier position total
  outcome reference order problem warnings detail tracking ok code step state retryable retryAfterSeconds statusCode valid
  messages raw startedAt couponApplied fields options required amount gross lines totals
  status text json body mode credentials cache redirect referrer referrerPolicy integrity keepalive window duplex priority
  ifAvailable steal durability once capture passive`.split(/\s+/).filter(Boolean);
/** Tested one at a time, because they change the language itself. */
const DEEP_NAMES = ['then', 'toJSON', 'get', 'set', 'writable', 'enumerable', 'configurable', 'cause', 'message', 'name', 'length', 'signal', 'value'];

const JUNK = 'junk of the page';

/** Ways in which a script changes Object.prototype. @type {Record<string, (name: string) => PropertyDescriptor>} */
const WAYS = {
  'a text': () => ({ value: JUNK, writable: true }),
  'a text for ever': () => ({ value: JUNK, writable: false }),
  'a function': () => ({ value() { return JUNK; }, writable: true }),
  'a getter': () => ({ get: () => JUNK, set: () => { setterCalls += 1; } }),
  'a getter that throws': () => ({ get() { throw new Error(JUNK); }, set() { throw new Error(JUNK); } }),
};
/** How often a setter of the page received a value. */
let setterCalls = 0;

/** Returns a function that cleans up again. */
function pollute(names, way) {
  for (const name of names) Object.defineProperty(Object.prototype, name, { __proto__: null, ...WAYS[way](name), enumerable: false, configurable: true });
  return () => names.forEach((name) => delete Object.prototype[name]);
}

/** Runs a call, and returns its requests, result and warnings. */
async function story(loadOrderBridge, { call, asked, options, seen }) {
  const bridge = await loadOrderBridge(options);
  bridge.on('warning', (event) => seen.push(event));
  const result = await call.run(bridge);
  bridge.dispose();
  return { result, asked, seen };
}

/** Runs while the page is clean: the package is under test, not this file. */
function prepared(call) {
  const { fetch, asked } = services(call);
  return { call, asked, options: optionsOf(call, { fetch }), seen: [] };
}

/** Runs once the page is clean again. Replaces what differs in every run: references, device ids and carts. */
function write({ result, asked, seen }) {
  const steady = (text) => text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, 'UUID')
    .replace(/[0-9a-f]{32}|Node\.js\/[0-9a-f]{10}/g, 'DEVICE')
    .replace(/(quantity|bonusAmount)(\\*)":\d+/g, '$1$2":1');
  const requests = asked.map(({ request, body }) => {
    const { method, url, mode, credentials, cache, redirect, referrerPolicy, integrity, keepalive } = request;
    return { method, url, mode, credentials, cache, redirect, referrerPolicy, integrity, keepalive, headers: [...request.headers], body };
  });
  return steady(JSON.stringify({ requests, result, seen }));
}

/**
 * @param {(options: object) => Promise<any>} loadOrderBridge
 * @param {{ not?: string[], all?: string[] }} [how]  `not`: names that break this engine itself; `all`: the ways to try.
 */
export async function pollution(loadOrderBridge, { not = [], all = Object.keys(WAYS) } = {}) {
  const wrong = [];
  let runs = 0;
  const own = OWN_NAMES.filter((name) => !not.includes(name));
  const clean = new Map();
  for (const call of CALLS) clean.set(call, write(await story(loadOrderBridge, prepared(call))));
  const groups = [[own, Object.keys(WAYS)], ...DEEP_NAMES.filter((name) => !not.includes(name)).map((name) => [[name], name === 'then' || /^(get|set)$/.test(name) ? ['a text', 'a getter'] : Object.keys(WAYS)])];
  for (const [names, ways] of groups) {
    for (const way of ways.filter((one) => all.includes(one))) {
      // The getter of a descriptor must be a function or undefined; with any other value no property can be defined.
      const chosen = names[0] === 'get' || names[0] === 'set' ? 'a function' : way;
      const label = `${names.length > 1 ? `${names.length} names` : names[0]}: ${chosen}`;
      for (const call of names.length > 1 ? CALLS : SOME) {
        runs += 1;
        let seen;
        const before = setterCalls;
        const parts = prepared(call);
        const restore = pollute(names, chosen);
        try {
          seen = await soon(story(loadOrderBridge, parts));
        } catch (error) {
          seen = { error };
        } finally {
          restore();
        }
        const text = seen.error ? `it throws ${seen.error?.stack} ${seen.error?.cause?.stack ?? ''}` : write(seen);
        if (text !== clean.get(call)) wrong.push(`${label}, ${call.route}: ${difference(text, clean.get(call))}`);
        else if (setterCalls !== before) wrong.push(`${label}, ${call.route}: a setter of the page received a value`);
      }
    }
  }
  return { names: own.length + DEEP_NAMES.length - not.length, routes: CALLS.length, runs, wrong };
}

function difference(text, other) {
  const at = [...text].findIndex((letter, index) => letter !== other[index]);
  return `…${text.slice(Math.max(0, at - 60), at + 200)}… instead of …${other.slice(Math.max(0, at - 60), at + 100)}…`;
}

const SOME = CALLS.filter(({ route }) => ['auth', 'createOrder', 'getForm', 'setBuyOrder'].includes(route));
const LIMIT_MS = 4000;
const later = globalThis.setTimeout.bind(globalThis);

/** Returns the result of `work`, or rejects if it takes too long. */
function soon(work) {
  work.catch(() => {});
  return Promise.race([work, new Promise((resolve, reject) => { later(() => reject(new Error('it hangs')), LIMIT_MS); })]);
}

/** Functions that a page or its browser may have broken, as paths from the global object. */
const BROKEN = {
  'Date.now': ['Date', 'now'],
  'performance.now': ['performance', 'now'],
  'crypto.getRandomValues': ['crypto', 'getRandomValues'],
  'Math.random': ['Math', 'random'],
  localStorage: ['localStorage'],
  'localStorage.getItem': ['localStorage', 'getItem'],
  'localStorage.setItem': ['localStorage', 'setItem'],
  indexedDB: ['indexedDB'],
  'indexedDB.open': ['indexedDB', 'open'],
  'navigator.locks': ['navigator', 'locks'],
  'navigator.locks.request': ['navigator', 'locks', 'request'],
  'navigator.onLine': ['navigator', 'onLine'],
  'navigator.language': ['navigator', 'language'],
  Intl: ['Intl'],
  'Intl.DateTimeFormat': ['Intl', 'DateTimeFormat'],
  'document.querySelectorAll': ['document', 'querySelectorAll'],
  setTimeout: ['setTimeout'],
  clearTimeout: ['clearTimeout'],
  addEventListener: ['addEventListener'],
  removeEventListener: ['removeEventListener'],
  AbortController: ['AbortController'],
  Headers: ['Headers'],
  Request: ['Request'],
  URL: ['URL'],
  'JSON.parse': ['JSON', 'parse'],
  'Object.keys': ['Object', 'keys'],
  'Reflect.get': ['Reflect', 'get'],
};

const boom = () => { throw new Error('a function of the page'); };

/** Replaces a global with one that throws. Returns a function that restores it, or null if it cannot be replaced. */
function breakAt(path) {
  const name = path.at(-1);
  let holder = globalThis;
  for (const key of path.slice(0, -1)) holder = holder?.[key];
  if (holder == null || !(name in holder)) return null;
  const own = Object.getOwnPropertyDescriptor(holder, name);
  const isObject = typeof holder[name] === 'object' || typeof holder[name] !== 'function';
  const broken = isObject ? { get: boom } : { value: boom, writable: true };
  try {
    Object.defineProperty(holder, name, { ...broken, configurable: true });
  } catch {
    return null;
  }
  return () => {
    if (own) Object.defineProperty(holder, name, own);
    else delete holder[name];
  };
}

const isOrder = ({ outcome }) => ['accepted', 'rejected', 'notSent', 'unknown'].includes(outcome);

/**
 * With a broken function an order is placed, or the result says truthfully that it was not. No call throws anything but an
 * OrderBridgeError, hangs, or says that nothing was sent when something was.
 * @param {(options: object) => Promise<any>} loadOrderBridge
 * @param {string[]} [not]  Functions that the test environment itself needs.
 */
export async function brokenGlobals(loadOrderBridge, not = []) {
  const wrong = [];
  const rows = {};
  await loadOrderBridge(optionsOf({}, {}));
  for (const [name, path] of Object.entries(BROKEN)) {
    if (not.includes(name)) continue;
    for (const call of CALLS.filter(({ route }) => ['createOrder', 'getAccounts', 'setBuyOrder'].includes(route))) {
      const { fetch, asked } = services(call);
      const restore = breakAt(path);
      if (!restore) {
        rows[name] = 'not here';
        break;
      }
      let seen;
      try {
        const work = (async () => {
          const bridge = await loadOrderBridge(optionsOf(call, { fetch, timeoutMs: 1000 }));
          const result = await call.run(bridge);
          return { result, bridge };
        })();
        seen = await soon(work);
      } catch (error) {
        seen = { error };
      } finally {
        restore();
      }
      await new Promise((done) => { later(done, 5); });
      try {
        seen.bridge?.dispose();
      } catch (error) {
        wrong.push(`${name}, ${call.route}: dispose throws ${error}`);
      }
      const { result, error } = seen;
      const word = error ? `${error?.name} ${error?.code}` : (result.outcome ?? (result.ok ?? result.statusCode === 0 ? 'ok' : result.problem?.code ?? result.code));
      rows[name] = `${rows[name] ? `${rows[name]}; ` : ''}${call.route} ${word}`;
      if (error && error.name !== 'OrderBridgeError') wrong.push(`${name}, ${call.route}: it throws ${error?.stack ?? error}`);
      if (result && call.route === 'createOrder') {
        const sent = asked.some(({ route }) => route === 'createOrder');
        if (!isOrder(result) || (sent && result.outcome === 'notSent')) wrong.push(`${name}: ${JSON.stringify(result)} though ${sent ? 'it was sent' : 'nothing was sent'}`);
      }
      // The next call works.
      const { fetch: again } = services(call);
      const next = await loadOrderBridge(optionsOf(call, { fetch: again, timeoutMs: 1000 }));
      const after = await call.run(next);
      if (!(after.ok || after.outcome === 'accepted' || after.statusCode === 0)) wrong.push(`${name}, ${call.route}: the next call fails as well: ${JSON.stringify(after).slice(0, 300)}`);
      next.dispose();
    }
  }
  return { globals: Object.keys(rows).length, rows, wrong };
}
