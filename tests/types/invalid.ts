// What must not compile: an unused expectation is an error.
import { loadOrderBridge, type BuyOrder, type BuyOrderState, type CheckoutResult, type GuestOrder } from 'order-bridge';

// @ts-expect-error url and token are needed
void loadOrderBridge({ oneEntry: { url: 'https://p.example' } });
// @ts-expect-error milliseconds are a number
void loadOrderBridge({ timeoutMs: '10' });
// @ts-expect-error an order has items
export const empty: BuyOrder = {};
// @ts-expect-error the currency is one of three
export const pounds: BuyOrder = { items: [{ name: 'a', quantity: 1, price: 1, currency: 'GBP' }] };
// @ts-expect-error 0 or 1
export const state: BuyOrderState = { payment_status: 2 };
// @ts-expect-error products are needed
export const order: GuestOrder = { storage: 's', formIdentifier: 'f', paymentAccountIdentifier: 'p', formData: [] };

export function order_id(result: CheckoutResult): number {
  // @ts-expect-error an order is there only when the outcome was looked at
  return result.order.id;
}
