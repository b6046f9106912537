/** One guest order, reported to Ocular. Every project of the matrix runs this. */

export const ORDER = {
  storage: 'guest_orders',
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'cash',
  formData: [
    { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
    { marker: 'guest_phone', type: 'string', value: '+18005000500' },
    { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
  ],
  products: [{ productId: 10, quantity: 1 }],
};

const ITEMS = [{ name: 'Crema facial', quantity: 2, price: 2990, unit_price: true, currency: 'CLP' }];

/** Returns the result in one line. `services`: URL of the stand-in services. */
export async function placeOne(loadOrderBridge, { services, token, wasm }) {
  const bridge = await loadOrderBridge({
    oneEntry: { url: services, token },
    ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' },
    wasm,
  });
  const result = await bridge.guestCheckout.placeOrder(ORDER, { track: { items: ITEMS } });
  bridge.dispose();
  return result.outcome === 'accepted' ? `accepted, reported: ${result.tracking?.message}` : `${result.outcome}: ${JSON.stringify(result.problem)}`;
}
