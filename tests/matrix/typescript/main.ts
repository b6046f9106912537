import { isOrderBridgeError, loadOrderBridge, type BuyOrderItem, type CheckoutResult, type GuestOrder } from 'order-bridge';

declare const process: { argv: string[] };

const order: GuestOrder = {
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
const items: BuyOrderItem[] = [{ name: 'Crema facial', quantity: 2, price: 2990, unit_price: true, currency: 'CLP' }];

/** Handles every outcome, otherwise the function would not compile. */
function sentence(result: CheckoutResult): string {
  switch (result.outcome) {
    case 'accepted':
      return `accepted, reported: ${result.tracking?.message ?? 'no'}`;
    case 'rejected':
    case 'notSent':
      return `${result.outcome}: ${Object.keys(result.detail).join()}`;
    case 'unknown':
      return `unknown: ${result.reference}`;
  }
}

const [, , services = '', token = ''] = process.argv;
const stopped: string[] = [];
try {
  const bridge = await loadOrderBridge({
    oneEntry: { url: services, token },
    ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: () => '1536' },
    onWarning: ({ code }) => stopped.push(code),
  });
  const { placeOrder, getForm } = bridge.guestCheckout;
  const form = await getForm('guest_order');
  if (!form.ok) throw new Error(form.problem.message);
  const report = bridge.guestCheckout.validateForm(form.value, [{ marker: 'guest_name', type: 'string', value: 'Christina Thomas' }]);
  const off: () => void = bridge.on('step', ({ step, state }) => void (step === 'track' && state === 'failed' && stopped.push(step)));
  console.log(sentence(await placeOrder(order, { track: { items } })), report.valid, stopped.length);
  off();
  bridge.dispose();
} catch (error) {
  console.log(isOrderBridgeError(error) ? error.code : error);
}
