/** Compares integrity.json, in both directions, with the hosts, storage keys and globals that a page uses. */
import { guestOrder, line, OCULAR, options, PROJECT, routeOf } from './kit.mjs';

const ANSWERS = {
  createOrder: [201, { id: 90, totalSum: 24.9, currency: 'USD' }],
  createSession: [201, { id: 47, orderId: 90, type: 'session', status: 'waiting', paymentUrl: 'https://pay.example/47' }],
  setBuyOrder: [200, { statusCode: 0, message: 'Success' }],
  getForm: [200, { identifier: 'guest_order', localizeInfos: { title: 'Order' }, attributes: [{ marker: 'guest_name', type: 'string', position: 1, localizeInfos: { title: 'Name' }, validators: {} }] }],
  getAccounts: [200, [{ id: 1, identifier: 'cash', type: 'custom', isVisible: true, isUsed: true, localizeInfos: { title: 'Cash' } }]],
};

/** Keys as the manifest lists them: a star replaces what differs by record. */
const asListed = (key) => key.replace(/^(order_bridge_(?:row|copy):).*/, '$1*');
/** The element's keys in sessionStorage count as one row. */
const inTab = (key) => key.replace(/^(order_bridge_checkout:).*/, '$1*');
const nameOf = (key) => (typeof key === 'symbol' ? key.toString() : key);
const globals = () => new Set(Reflect.ownKeys(window).map(nameOf));

/** Runs `work` and returns the storage keys that it wrote, even if it removed them again. */
async function writtenDuring(work) {
  const keys = new Set();
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function write(key, value) {
    keys.add(this === sessionStorage ? `sessionStorage ${inTab(key)}` : `localStorage ${asListed(key)}`);
    return setItem.call(this, key, value);
  };
  try {
    await work();
  } finally {
    Storage.prototype.setItem = setItem;
  }
  return keys;
}

/** Runs `work` in a page without IndexedDB. */
async function withoutIndexedDb(work) {
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = () => { throw new DOMException('off', 'SecurityError'); };
  try {
    return await work();
  } finally {
    IDBFactory.prototype.open = open;
  }
}

/** Every table of every database. */
async function tables() {
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, fail) => { Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => done(target.result), onerror: fail }); });
    found.push(...[...database.objectStoreNames].map((table) => `IndexedDB ${name} / ${table}`));
    database.close();
  }
  return found;
}

/** @param {(options: object) => Promise<any>} loadOrderBridge */
export async function inventory(loadOrderBridge) {
  const manifest = await (await fetch('/pkg/integrity.json')).json();
  const wrong = [];
  const compare = (what, listed, seen) => {
    for (const one of seen) if (!listed.has(one)) wrong.push(`${what} ${one}: not listed`);
    for (const one of listed) if (!seen.has(one)) wrong.push(`${what} ${one}: listed, never seen`);
  };

  const hosts = new Set();
  const before = globals();
  const added = new Set();
  const note = () => { for (const name of globals()) if (!before.has(name)) added.add(name); };
  let quantity = 0;
  const checkOut = async () => {
    const bridge = await loadOrderBridge(options({
      fetch: async (url, { method }) => {
        hosts.add(new URL(url).origin);
        const [status, body] = ANSWERS[routeOf(method, url)] ?? [404, {}];
        return new Response(JSON.stringify(body), { status });
      },
    }));
    bridge.install();
    note();
    quantity += 1;
    const result = await bridge.guestCheckout.placeOrder(guestOrder({ products: [{ productId: 10, quantity }] }), { track: { items: [line()] } });
    if (result.outcome !== 'accepted' || result.tracking?.statusCode !== 0) wrong.push(`no order: ${JSON.stringify(result)}`);
    bridge.dispose();
  };

  /** The element, with the option that saves what the shopper typed. */
  const checkOutInTheElement = async () => {
    await import('/pkg/element.mjs');
    const bridge = await loadOrderBridge(options({ fetch: async (url, { method }) => {
      hosts.add(new URL(url).origin);
      const [status, body] = ANSWERS[routeOf(method, url)] ?? [404, {}];
      return new Response(JSON.stringify(body), { status });
    } }));
    const checkout = document.createElement('guest-checkout');
    for (const [name, value] of [['storage', 'guest_orders'], ['form', 'guest_order'], ['keep-values', '']]) checkout.setAttribute(name, value);
    Object.assign(checkout, { bridge, products: [{ productId: 10, quantity: 77 }], items: [line()] });
    const became = (state) => new Promise((done) => { checkout.addEventListener('order-state', ({ detail }) => { if (detail.state === state) done(undefined); }); });
    const ready = became('ready');
    document.body.append(checkout);
    await ready;
    const placed = became('accepted');
    const name = checkout.shadowRoot.querySelector('#field-guest_name');
    name.value = 'Christina Thomas';
    name.dispatchEvent(new InputEvent('input', { bubbles: true }));
    checkout.shadowRoot.querySelector('#place-order').click();
    await placed;
    checkout.remove();
    bridge.dispose();
  };

  /** The tag: one purchase that Ocular accepts, and one that it refuses. */
  const reportByTheTag = async () => {
    const attention = Object.assign(document.createElement('input'), { type: 'hidden', name: 'ocular_session_id', value: '1536' });
    document.body.append(attention);
    const fetch = async (url, { body }) => {
      hosts.add(new URL(url).origin);
      const [status, answer] = body.includes('refused') ? [400, { statusCode: 1, message: 'Error 400 - Bad request' }] : ANSWERS.setBuyOrder;
      return new Response(JSON.stringify(answer), { status });
    };
    Object.assign(window, { dataLayer: [], orderBridgeOptions: { ocular: { baseUrl: OCULAR }, fetch } });
    await import('/pkg/tag.js');
    for (const id of ['taken', 'refused']) {
      window.dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: id, currency: 'CLP', items: [{ item_name: 'Crema', price: 23990 }] } });
      while (localStorage.getItem('order_bridge_purchases') !== null) await new Promise((done) => { setTimeout(done, 20); });
    }
    attention.remove();
    // These belong to the page, not to the tag.
    for (const name of ['dataLayer', 'orderBridgeOptions']) delete window[name];
    note();
  };

  const written = await writtenDuring(async () => {
    await checkOut();
    await withoutIndexedDb(checkOut);
    await checkOutInTheElement();
    await reportByTheTag();
  });
  for (const table of await tables()) written.add(table);
  await import('/pkg/stub.js');
  note();
  // Without its script tag it has no options, but it still defines its globals.
  await import('/pkg/global.js');
  note();

  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name)).filter(({ pathname }) => pathname.startsWith('/pkg/'));
  if (!loaded.some(({ pathname }) => pathname.endsWith('.wasm'))) wrong.push('no wasm was loaded: this check has nothing to inspect');
  for (const { origin } of loaded) if (origin !== location.origin) wrong.push(`${origin} was asked for a file`);
  compare('host', new Set([new URL(PROJECT).origin, new URL(OCULAR).origin]), hosts);
  if (manifest.hosts.length !== hosts.size + 1) wrong.push(`${manifest.hosts.length} hosts are listed, ${hosts.size} and the page's own are asked`);
  compare('storage', new Set(manifest.storage.map((row) => `${row.in} ${row.key}`)), written);
  compare('global', new Set(manifest.globals.map(({ name }) => name)), added);
  if (manifest.cookies.length || document.cookie) wrong.push('there are cookies');
  return { hosts: hosts.size, storage: written.size, globals: added.size, wrong };
}
