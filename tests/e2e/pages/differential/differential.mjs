/** Runs the same checkout through the unmodified SDK and through the bridge, call by call, each against separate services. */
import { loadOrderBridge } from '/pkg/index.mjs';
import { defineOneEntry } from '/sdk.mjs';

const authData = () => [{ marker: 'email_reg', value: 'guest@onnentry.cloud' }, { marker: 'password_reg', value: '12345121334' }];

/** @param {{ url: string, token: string, langCode?: string }} service @param {'shared' | 'anonymous'} guest */
async function bridge({ url, token, langCode }, guest) {
  const { guestCheckout } = await loadOrderBridge({ oneEntry: { url, token, langCode, guest: guest === 'shared' ? { authData: authData() } : undefined } });
  return {
    auth: () => guestCheckout.auth(),
    preview: (order) => guestCheckout.preview(order),
    createOrder: (order) => guestCheckout.createOrder(order),
    createSession: (...values) => guestCheckout.createSession(...values),
    getSessionByOrderId: (id) => guestCheckout.getSessionByOrderId(id),
    getAccounts: () => guestCheckout.getAccounts(),
    getForm: (marker) => guestCheckout.getForm(marker),
  };
}

function sdk({ url, token, langCode }) {
  const { AuthProvider, Orders, Payments, Forms } = defineOneEntry(url, { token, langCode });
  return {
    auth: () => AuthProvider.auth('email', { authData: authData() }),
    preview: ({ products, couponCode, additionalDiscountsMarkers, bonusAmount }) => Orders.previewOrder(
      Object.fromEntries(Object.entries({ products, couponCode, additionalDiscountsMarkers, bonusAmount }).filter(([, value]) => value !== undefined)),
    ),
    createOrder: ({ storage, ...body }) => Orders.createOrder(storage, body),
    createSession: (orderId, type = 'session', automaticTaxEnabled = false) => Payments.createSession(orderId, type, automaticTaxEnabled),
    getSessionByOrderId: (id) => Payments.getSessionByOrderId(id),
    getAccounts: () => Payments.getAccounts(),
    getForm: (marker) => Forms.getFormByMarker(marker),
  };
}

/** `open_` creates a client; `call` makes one call with it and returns the result as JSON. */
window.open_ = async (which, service, guest) => { window.client = which === 'sdk' ? sdk(service) : await bridge(service, guest); };
window.call = async (name, values) => JSON.stringify(await window.client[name](...structuredClone(values)).catch((error) => ({ threw: String(error) })) ?? null);
document.documentElement.dataset.ready = '1';
