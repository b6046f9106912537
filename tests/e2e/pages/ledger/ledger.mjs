/** A shop's page without a UI: the test calls its functions to place orders, and it records every event. */
import { loadOrderBridge } from '/pkg/index.mjs';

const { settings } = window;
window.services = await (await fetch('/services.json')).json();
const url = settings.servicesUrl ?? window.services.servicesUrl;
window.session = (value) => {
  document.querySelector('input[name="ocular_session_id"]')?.remove();
  if (value === null) return;
  const input = Object.assign(document.createElement('input'), { type: 'hidden', name: 'ocular_session_id', value });
  document.body.append(input);
};
window.session(settings.session ?? null);

window.events = [];
window.newBridge = async (options) => {
  const bridge = await loadOrderBridge({
    timeoutMs: settings.timeoutMs ?? 4000,
    oneEntry: { url, token: window.services.token, guest: settings.guest },
    ocular: { baseUrl: `${url}/api/product-management/v1` },
    ...options,
  });
  for (const type of ['step', 'found', 'tracked', 'warning']) bridge.on(type, (event) => window.events.push({ type, at: Date.now(), ...event }));
  return bridge;
};
window.bridge = await window.newBridge();

const field = (marker, value) => ({ marker, type: 'string', value });
window.formData = [field('guest_name', 'Kim Guest'), field('guest_phone', '+18005000500'), field('guest_email', 'kim@guest.example')];

/** The number of notebooks identifies a cart. */
window.order = (notebooks) => ({
  storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: settings.account ?? 'cash', formData: window.formData,
  products: [{ productId: 2, quantity: notebooks }],
});
const items = (quantity) => [{ name: 'Dotted notebook', quantity, price: '9.99', unit_price: true, currency: 'USD' }];
const chosen = (notebooks, options) => ({
  ...(settings.marker !== false && { referenceMarker: 'order_reference' }),
  ...(settings.track && { track: { items: items(notebooks) } }),
  onStep: ({ step, state }) => window.point?.(`step ${step} ${state}`),
  ...options,
});

/** The part of a result that a page would show, small enough to compare. */
const brief = ({ outcome, reference, order, session, problem, warnings, tracking, paymentUrl }) => ({
  outcome, reference, orderId: order?.id ?? null, sessionId: session?.id ?? null, code: problem?.code ?? null, retryable: problem?.retryable ?? null,
  message: problem?.message ?? null, warnings: warnings?.map(({ code }) => code) ?? [], tracking: tracking?.statusCode ?? null, paymentUrl: paymentUrl ?? null,
});
window.place = async (notebooks, options, bridge = window.bridge) => {
  const result = await bridge.guestCheckout.placeOrder(window.order(notebooks), chosen(notebooks, options));
  window.point?.('the page has the result');
  return brief(result);
};
window.resume = async (reference, notebooks, options) => brief(await window.bridge.guestCheckout.resume(reference, chosen(notebooks, options)));
window.pending = () => window.bridge.guestCheckout.pending();

const done = (request, event = 'success') => new Promise((resolve, reject) => {
  request.addEventListener(event, () => resolve(request.result));
  for (const bad of ['error', 'abort', 'blocked']) request.addEventListener(bad, () => reject(request.error ?? new Error(bad)));
});
/** Accesses the bridge's table directly, without the bridge. */
window.table = async (mode, act) => {
  const database = await done(indexedDB.open('order-bridge'));
  try {
    const transaction = database.transaction('rows', mode);
    const finished = done(transaction, 'complete');
    const result = await act(transaction.objectStore('rows'), done);
    await finished;
    return result;
  } finally {
    database.close();
  }
};
/** [key, text] of the records whose key starts with the prefix. */
window.rows = (prefix = '') => window.table('readonly', async (store) => {
  const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
  return keys.map((key, index) => [key, values[index]?.[1] ?? values[index]]).filter(([key]) => key.startsWith(prefix));
});
window.write = (rows) => window.table('readwrite', (store) => Promise.all(rows.map(([key, value]) => done(store.put(value, key)))));
window.forget = () => window.table('readwrite', (store) => done(store.clear()));

document.documentElement.dataset.ready = '1';
