/**
 * Entry `order-bridge/tag`: one classic script for every page of a shop. It queues calls, saves the video attention and watches the
 * data layer. It loads the rest only if there is something to report and an attention to report it for, or if an earlier page has left
 * something undelivered. The wasm decides what is a purchase and what is sent.
 */
import './stub.js';
import { optionsOf } from './attributes.mjs';
import { observeLayer, plain } from './layer.js';
import { earlierAttention, note } from './shell/attention.js';

const MARK = Symbol.for('order-bridge.tag');
const STUB = Symbol.for('order-bridge.stub');
const SEE = Symbol.for('order-bridge.see');
/** Storage key of purchases that the outbox does not have yet. */
const SAVED_KEY = 'order_bridge_purchases';
/** Storage key of reports that could not be delivered: each order number with the time. */
const UNDELIVERED_KEY = 'order_bridge_left';
const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** The only fields of an event that are saved. None of them identifies a shopper. */
const FIELDS = /^(\d*|event|ecommerce|purchase|actionField|products|items|transaction_id|id|name|value|revenue|tax|shipping|currency(Code)?|price|quantity|discount|variant|category|item_(id|name|variant|category[2-5]?))$/;

/** @param {any} page */
function start(page) {
  const { document } = page;
  // With a tag manager there may be no current script, and other companies also name their script tag.js.
  const script = document.currentScript ?? document.querySelector('script[src*="order-bridge"][src*="tag.js"]') ?? document.querySelector('script[src*="tag.js"]');
  const { currency: ownCurrency, layer: ownLayer, rememberHours: ownHours, ...attributes } = script?.dataset ?? {};
  const { dataLayer = {}, ...given } = page.orderBridgeOptions ?? {};
  const { name = ownLayer ?? 'dataLayer', currency = ownCurrency ?? '', change } = dataLayer;
  const options = optionsOf(attributes, given);
  const hours = Number(options.ocular?.rememberHours ?? ownHours ?? 2);
  const isDebug = attributes.debug !== undefined || /[?&]order-bridge-debug/.test(page.location.search);
  let hasComplained = false;
  /** @param {any} error */
  const complain = (error) => {
    if (!hasComplained) console.error(`order-bridge: ${error.message}`);
    hasComplained = true;
  };
  if (!(hours >= 0 && hours <= 168)) complain(new Error('data-remember-hours must be a number from 0 to 168.'));
  const say = (/** @type {() => string} */ text) => isDebug && console.info(`order-bridge: ${text()}`);

  /** @param {string} key @returns {any} */
  const read = (key) => {
    try {
      return JSON.parse(page.localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  /** @param {string} key @param {any} value  An empty value removes the key; a function is called to create the value. */
  const save = (key, value) => {
    try {
      const made = typeof value === 'function' ? value() : value;
      if (Object.keys(made).length) page.localStorage.setItem(key, JSON.stringify(made));
      else page.localStorage.removeItem(key);
    } catch {
      // Storage is forbidden or full, or the event cannot be serialised. If the tab dies now, the purchase is lost.
    }
  };
  /** @returns {{ id: string, at: number, session?: string, events: any[] }[]} */
  const saved = () => [read(SAVED_KEY)].flat().filter((/** @type {any} */ one) => Date.now() - one?.at < WEEK_MS);
  /** Entries of the last week. @returns {Record<string, number>} */
  const left = () => Object.fromEntries(Object.entries(read(UNDELIVERED_KEY) ?? {}).filter(([, at]) => Date.now() - at < WEEK_MS));
  const takeOff = (/** @type {string} */ id) => {
    save(SAVED_KEY, saved().filter((one) => one.id !== id));
  };

  /** The current video attention, or a recent one. @returns {{ session?: string } | undefined} */
  function attention() {
    const { sessionId, transport } = options.ocular ?? {};
    if (transport === 'widget') return {};
    const own = typeof sessionId === 'function' ? sessionId() : sessionId;
    if (own != null) return { session: String(own) };
    const present = note(page);
    if (present) return { session: present };
    const earlier = earlierAttention(page);
    return earlier && Date.now() - earlier.at <= hours * HOUR_MS ? { session: earlier.id } : undefined;
  }

  /** @type {Promise<any> | undefined} */
  let loading;
  const load = () => (loading ??= begin().catch((error) => {
    // The next page reports what was saved.
    loading = undefined;
    complain(error);
  }));
  async function begin() {
    // Next to this file: imports of a classic script are relative to its own URL. A script from another host without `crossorigin` has
    // no such URL, hence the fallback.
    // @ts-ignore: it is next to the built file, not next to this one.
    const beside = () => import('./ocular.mjs');
    const { loadOrderBridge } = await beside().catch(() => import(/* webpackIgnore: true */ /* @vite-ignore */ new URL('ocular.mjs', script.src).href));
    const bridge = await loadOrderBridge({ ...options, debug: undefined });
    bridge.install(page);
    bridge.on('tracked', (/** @type {any} */ { externalId, response }) => {
      const { [externalId]: before, ...others } = left();
      save(UNDELIVERED_KEY, response.statusCode === 0 ? others : { ...others, [externalId]: Date.now() });
    });
    return bridge;
  }

  /** Events pushed so far that belong to a purchase. @type {any[]} */
  let events = [];
  let isWaiting = false;
  /** Ids of the batches of this page. */
  const ownIds = new Set();

  /**
   * Loads the bridge, reports the batch, and removes its saved copy.
   * @param {{ session?: string }} one @param {any[]} batch @param {string} id
   */
  async function report({ session }, batch, id) {
    const bridge = await load();
    if (!bridge) return;
    await Promise.all(batch.map((event) => bridge[SEE](event, { currency, change, session, tell: (/** @type {any} */ what) => say(() => lineOf(what, bridge, session)) })));
    takeOff(id);
  }

  function act() {
    const one = attention();
    isWaiting = !one;
    if (!one) return say(() => 'no attention: not reported');
    const id = `${Date.now()}-${Math.random()}`;
    ownIds.add(id);
    const batch = events;
    events = [];
    save(SAVED_KEY, () => {
      const written = JSON.parse(JSON.stringify(batch.map(plain), (key, value) => (FIELDS.test(key) ? value : undefined)));
      return [...saved(), { id, at: Date.now(), ...one, events: written }];
    });
    report(one, batch, id).catch(complain);
  }

  observeLayer(page, name, (event) => {
    const isPurchase = event.event === 'purchase' || (event[0] === 'event' && event[1] === 'purchase') || event.ecommerce?.purchase;
    if (!isPurchase && (event.event || event.ecommerce === undefined)) return;
    events.push(event);
    try {
      if (isPurchase) act();
    } catch (error) {
      // A function in the page's options has thrown: the purchase waits for the next poll.
      isWaiting = true;
      complain(error);
    }
  }, () => {
    if (note(page) && isWaiting) act();
    if (page[STUB]?.calls.length) void load();
  });
  // A task of its own, because the first access to localStorage takes milliseconds in Firefox.
  setTimeout(() => {
    for (const { id, session, events: batch } of saved()) if (!ownIds.has(id)) report({ session }, batch, id).catch(complain);
    if (Object.keys(left()).length) void load();
  }, 0);
}

/** One line about what happened to a purchase. @param {any} what @param {any} bridge @param {string} [session] */
function lineOf({ order, detail, warnings, answer, isKeptBack }, bridge, session) {
  const codes = warnings.map((/** @type {any} */ { code }) => code);
  if (!order) return `purchase: ${[isKeptBack ? 'kept back by the page' : 'not reported', ...codes, ...Object.values(detail).flat()].join(', ')}`;
  const sums = bridge.quoteBuyOrder(order).totals.map((/** @type {any} */ { currency, total }) => `${currency} ${total}`).join(' + ');
  const end = answer === 'known' ? 'reported before' : `sent, statusCode ${answer.statusCode}`;
  return `purchase ${order.external_id}: ${order.items.length} line${order.items.length === 1 ? '' : 's'}, ${sums}, attention ${session}, ${[...codes, end].join(', ')}`;
}

// Once per page, however many tags there are; never on a server.
if (typeof document === 'object' && !(/** @type {any} */ (self)[MARK])) {
  /** @type {any} */ (self)[MARK] = true;
  try {
    start(self);
  } catch (error) {
    console.error(`order-bridge: ${/** @type {any} */ (error).message}`);
  }
}
