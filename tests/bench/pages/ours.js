/** A shop's script with order-bridge: guest order, payment session, report. */
import { loadOrderBridge } from '../../../pkg/index.mjs';

export async function open({ services, token, guest, fetch, wasm }) {
  const bridge = await loadOrderBridge({
    oneEntry: { url: services, token, guest },
    ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' },
    fetch,
    wasm,
  });
  const { guestCheckout, ocularOrderTrack } = bridge;
  return {
    bridge,
    prepare: () => guestCheckout.prepare({ storage: 'guest_orders' }),
    async order({ storage, ...order }, lines) {
      const placed = await guestCheckout.placeOrder({ storage, ...order }, lines && { track: { items: lines } });
      if (placed.outcome !== 'accepted') throw new Error(`${placed.outcome}: ${placed.problem.message} ${JSON.stringify(placed.detail)}`);
      return placed.paymentUrl;
    },
    report: ocularOrderTrack.setBuyOrder,
    encode: bridge.encodeBuyOrder,
  };
}
