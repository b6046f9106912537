// Code that must compile.
import { isOrderBridgeError, loadOrderBridge, type BuyOrder, type CheckoutResult, type GuestOrder } from 'order-bridge';

const order: GuestOrder = {
  storage: 'guest_orders',
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'cash',
  formData: { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
  products: [{ productId: 10, quantity: 1 }],
};
const buyOrder: BuyOrder = { items: [{ name: 'a', quantity: 1, price: '39000.00', currency: 'CLP', image: null }] };

/** Handles every outcome: otherwise it would not compile. */
export function sentence(result: CheckoutResult): string {
  switch (result.outcome) {
    case 'accepted':
      return `${result.order.id} ${result.paymentUrl ?? ''} ${result.problem?.code ?? ''}`;
    case 'rejected':
      return `${result.reference} ${Object.keys(result.detail).length}`;
    case 'notSent':
      return result.problem.message;
    case 'unknown':
      return result.reference;
  }
}

export async function use(): Promise<void> {
  const bridge = await loadOrderBridge({
    oneEntry: { url: 'https://p.example', token: 't', guest: { authData: [{ marker: 'm', value: 'v' }] } },
    ocular: { sessionId: () => null },
    wasm: new URL('https://cdn.example/order_bridge_bg.wasm'),
  });
  const { placeOrder, getSessionByOrderId } = bridge.guestCheckout;
  sentence(await placeOrder(order, { session: false, track: { items: buyOrder.items }, onStep: ({ step }) => void step }));
  const session = await getSessionByOrderId(1);
  if (session.ok) session.value.paymentUrl?.startsWith('https:');
  else session.problem.retryable satisfies boolean;
  const answer = await bridge.ocularOrderTrack.setBuyOrder([buyOrder]);
  if (answer.statusCode === 2) answer.detail['items.0.name']?.join();
  const stop: () => void = bridge.on('tracked', ({ externalId }) => void externalId);
  stop();
  bridge.install();
  bridge.install(window);
  const quote = bridge.quoteBuyOrder(buyOrder);
  const body: string | null = bridge.encodeBuyOrder(buyOrder).body;
  bridge.encodeBuyOrder(undefined).detail satisfies Record<string, string[]>;
  quote.totals.map(({ currency, total }) => `${currency} ${total}`).join();
  await loadOrderBridge({ ocular: { transport: 'widget', widget: { setBuyOrder: () => undefined, setBuyOrderState: () => undefined } } });
}

export const isOurs = (error: unknown): string => (isOrderBridgeError(error) ? error.code : '');
