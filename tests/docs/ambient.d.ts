/** Names that examples use without saying where they come from: a shop's own. prelude.mjs has their values. */
import type { BuyOrderItem, CheckoutResult, GuestOrder, OcularOrderTrack, OrderBridge } from 'order-bridge';

declare global {
  /** The project's app token. */
  const APP_TOKEN: string;
  const bridge: OrderBridge;
  const order: GuestOrder;
  const items: BuyOrderItem[];
  const placed: Extract<CheckoutResult, { outcome: 'accepted' }>;
  /** The vendor's global. */
  const ocularOrderTrack: OcularOrderTrack;
  /** That of global.js. */
  const orderBridge: Promise<OrderBridge>;
  /** What a service worker's have besides. */
  interface MessageEvent<T> { waitUntil(work: Promise<unknown>): void }
  function show(...what: unknown[]): void;
}
