import { loadOrderBridge } from 'order-bridge/ocular';

/** Places no order: the shop's own checkout has done that, and the page only reports it. */
export async function checkout({ services }) {
  const bridge = await loadOrderBridge({ ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' } });
  const items = [{ name: 'Crema facial', quantity: 2, price: 2990, unit_price: true, currency: 'CLP' }];
  const { message } = await bridge.ocularOrderTrack.setBuyOrder({ external_id: 'ORDER-8454', items });
  bridge.dispose();
  return `reported: ${message}`;
}
