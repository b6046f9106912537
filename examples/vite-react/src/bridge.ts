import { loadOrderBridge, type OrderBridge } from 'order-bridge';
import { options } from './config';

let loading: Promise<OrderBridge> | undefined;

/** One bridge for the whole page. A load that failed is tried again at the next call. */
export function getBridge(): Promise<OrderBridge> {
  loading ??= loadOrderBridge(options).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
