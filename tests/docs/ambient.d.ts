/** Globals that the examples use without defining them: a shop has its own. prelude.mjs has their values. */
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
  /** The promise that global.js sets. */
  const orderBridge: Promise<OrderBridge>;
  /** A shop's data layer. */
  var dataLayer: any[];
  /** The API that Shopify passes to a pixel. */
  const analytics: { subscribe(name: string, handle: (event: any) => unknown): Promise<void> };
  const browser: { sessionStorage: { getItem(key: string): Promise<string | null> } };
  /** Only service workers have `waitUntil`. */
  interface MessageEvent<T> { waitUntil(work: Promise<unknown>): void }
  function show(...what: unknown[]): void;
}
