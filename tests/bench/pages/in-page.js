/** The functions that the bench runs inside a page. Each is called by name, with plain values. */
import { buyOrderText, guestOrder } from './samples.js';

const opened = async (script, settings) => (await import(script)).open(settings);

/** The duration of a request for a tiny file. */
export async function roundTrip() {
  const from = performance.now();
  await (await fetch('/')).text();
  return performance.now() - from;
}

/** The time until a client can take orders. `wasm`: requested in parallel with the script instead of by it. */
export async function ready({ script, settings, wasm }) {
  const from = performance.now();
  await opened(script, wasm ? { ...settings, wasm: fetch(wasm) } : settings);
  return performance.now() - from;
}

/** The time from the click to the payment URL. */
export async function click({ script, settings, isPrepared, isSecond }) {
  const shop = await opened(script, settings);
  if (isPrepared) await shop.prepare();
  // An order with another cart first, after which the browser has cached the preflights.
  if (isSecond) await shop.order(guestOrder(2));
  const from = performance.now();
  const url = await shop.order(guestOrder());
  const ms = performance.now() - from;
  if (!/^http/.test(url)) throw new Error(`no payment address: ${url}`);
  return ms;
}

/** Measures the longest time for which nothing else could run, until the returned function is called. */
function watch() {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  let ended;
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!ended) return port2.postMessage(0);
    port1.close();
    ended(longest);
  };
  port2.postMessage(0);
  return () => new Promise((resolve) => { ended = resolve; });
}

const quiet = () => new Promise((done) => { setTimeout(done, 50); });

/** The longest block of the main thread while loading. */
export async function blockOfLoad({ script, settings }) {
  await quiet();
  const stop = watch();
  await opened(script, settings);
  return stop();
}

/** The longest block of the main thread during one call, after `warmUp` calls. */
export async function blockOfCall({ name, size, warmUp, token }) {
  const { [name]: check } = await checkers([name], token);
  const text = buyOrderText(size, true);
  for (let i = 0; i < warmUp; i += 1) await check(JSON.parse(text));
  const order = JSON.parse(text);
  await quiet();
  const stop = watch();
  await new Promise((done) => { setTimeout(done); });
  await check(order);
  return stop();
}

/**
 * The longest task of the tag in a page view without attention or purchase: its start, compiling included, and each run of its timers. The
 * gap between two turns of the page, as `watch` measures it, is 5 to 9 ms here without any tag.
 */
export async function tagView() {
  const text = await (await fetch('/tag/tag.js')).text();
  await quiet();
  let longest = 0;
  const clocked = (run) => (...args) => {
    const from = performance.now();
    try {
      return run(...args);
    } finally {
      longest = Math.max(longest, performance.now() - from);
    }
  };
  for (const name of ['setInterval', 'setTimeout']) {
    const own = window[name].bind(window);
    window[name] = (callback, ...more) => own(clocked(callback), ...more);
  }
  const done = new Promise((over) => { setTimeout(over, TWO_LOOKS_MS); });
  // A script with its text runs at once, in the same task.
  const script = Object.assign(document.createElement('script'), { textContent: text });
  clocked(() => document.head.append(script))();
  await done;
  return longest;
}

/** The time from a shop's push to the request of the report, including loading the rest of the library. */
export async function tagPurchase({ services }) {
  const sent = new Promise((done) => {
    const { fetch } = window;
    window.fetch = (url, init) => {
      if (String(url).startsWith(services)) done(performance.now());
      return fetch(url, init);
    };
  });
  window.orderBridgeOptions = { ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' } };
  window.dataLayer = [];
  await addTag();
  const from = performance.now();
  window.dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: `T-${Date.now()}`, currency: 'CLP', items: [{ item_id: 'A', item_name: 'Crema', price: 23990, quantity: 2 }] } });
  return (await sent) - from;
}

const TWO_LOOKS_MS = 1200;

const addTag = () => new Promise((onload, onerror) => {
  document.head.append(Object.assign(document.createElement('script'), { src: '/tag/tag.js', onload, onerror }));
});

/** Functions that take an order and return how long check and wire body took. */
async function checkers(names, token) {
  const found = {};
  for (const name of names) {
    if (name === 'request') found[name] = request;
    else if (name === CALL) found[name] = await call(token);
    else found[name] = timed((await checkOf(name, token)).check);
  }
  return found;
}

/** The whole public call: from `setBuyOrder` to its request, or to its answer when nothing is sent. */
const CALL = 'the call';

const timed = (check) => (order) => {
  const from = performance.now();
  check(order);
  return performance.now() - from;
};

const checkOf = async (name, token, wasm) => (name === 'ours' ? { check: (await opened('/ours/shop.js', { services: 'http://localhost', token, wasm })).encode } : import(`/${name}.js`));

async function call(token) {
  let sent;
  const fetch = async () => {
    sent = performance.now();
    return new Response('{"statusCode":0,"message":"Success"}');
  };
  const { report } = await opened('/ours/shop.js', { services: 'http://localhost', token, fetch });
  return async (order) => {
    sent = undefined;
    const from = performance.now();
    await report(order);
    return (sent ?? performance.now()) - from;
  };
}

/** The part of our call after the body: creating the request. */
function request(order) {
  const body = JSON.stringify(order);
  const from = performance.now();
  new Request('http://localhost/order', { method: 'POST', headers: { 'content-type': 'application/json' }, body, keepalive: true });
  return performance.now() - from;
}

/** Milliseconds per call and round, for each name. Every round runs all of them, starting with a different one. */
export async function validation({ names, size, isValid, rounds, warmUp, calls, token }) {
  const checks = await checkers(names, token);
  const text = buyOrderText(size, isValid);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round + warmUp) % names.length];
      const orders = Array.from({ length: calls }, () => JSON.parse(text));
      let ms = 0;
      for (const order of orders) ms += await checks[name](order);
      if (round >= 0) results[name].push(ms / calls);
    }
  }
  return results;
}

/** Runs only our calls, for a profile. The wasm is the released one plus function names. */
let named;
export async function profiled({ wasm, size, isValid, calls, token }) {
  named ??= (await checkOf('ours', token, await WebAssembly.compileStreaming(fetch(wasm)))).check;
  const text = buyOrderText(size, isValid);
  const orders = Array.from({ length: calls }, () => JSON.parse(text));
  for (const order of orders) named(order);
}

/** The result of each for the same order: the parsed body, or the invalid fields. */
export async function agreement({ names, size, isValid, token }) {
  const text = buyOrderText(size, isValid);
  const found = {};
  for (const name of names) {
    const { body, detail } = name === CALL ? await callSays(JSON.parse(text), token) : (await checkOf(name, token)).check(JSON.parse(text));
    found[name] = body ? sorted(JSON.parse(body)) : Object.keys(detail).sort().join();
  }
  return found;
}

async function callSays(order, token) {
  let body;
  const fetch = async (url, init) => {
    body = await new Request(url, init).text();
    return new Response('{"statusCode":0,"message":"Success"}');
  };
  const { report } = await opened('/ours/shop.js', { services: 'http://localhost', token, fetch });
  const { detail } = await report(order);
  return { body, detail };
}

const sorted = (value) => JSON.stringify(value, (_, inner) => (inner && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));

/** State of the memory row's page, which stays open while its memory is measured. */
let kept;
const instances = [];

export async function hold({ script, settings }) {
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await original.apply(WebAssembly, args);
      instances.push(made.instance ?? made);
      return made;
    };
  }
  const { Instance } = WebAssembly;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, args) {
      const made = new target(...args);
      instances.push(made);
      return made;
    },
  });
  kept = await opened(script, settings);
  return instances.length;
}

export async function validateMany({ from, to, size }) {
  const texts = [buyOrderText(size, true), buyOrderText(size, false)];
  let wrong = 0;
  for (let i = from; i < to; i += 1) wrong += kept.bridge.validateBuyOrder(JSON.parse(texts[i % 2])).valid === (i % 2 === 1) ? 1 : 0;
  return wrong;
}

/** Orders a different cart each time, since the same cart twice is one order. */
export async function orderMany({ from, to }) {
  const lines = JSON.parse(buyOrderText(1, true)).items;
  for (let i = from; i < to; i += 1) await kept.order(guestOrder(1 + i), lines);
}

/** Deletes the browser's records of orders, as if the three days for which they are kept were over. */
export async function forget() {
  for (const key of Object.keys(localStorage)) if (key.startsWith('order_bridge_copy:')) localStorage.removeItem(key);
  const done = (request) => new Promise((resolve, reject) => { Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }); });
  const database = await done(indexedDB.open('order-bridge'));
  await done(database.transaction('rows', 'readwrite').objectStore('rows').clear());
  database.close();
}

/** Memory pages and used handles of all wasm instances in this page. */
export async function held() {
  let [pages, handles] = [0, 0];
  for (const { exports } of instances) {
    for (const value of Object.values(exports)) {
      if (value instanceof WebAssembly.Memory) pages += value.buffer.byteLength / 65536;
      if (value instanceof WebAssembly.Table) for (let i = 0; i < value.length; i += 1) handles += value.get(i) == null ? 0 : 1;
    }
  }
  return { pages, handles };
}
