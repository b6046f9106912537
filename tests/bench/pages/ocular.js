/** A shop's script with order-bridge/ocular, which only reports. */
import { loadOrderBridge } from '../../../pkg/ocular.mjs';

export async function open({ services, fetch, wasm }) {
  const bridge = await loadOrderBridge({ ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' }, fetch, wasm });
  return { bridge, report: bridge.ocularOrderTrack.setBuyOrder };
}
