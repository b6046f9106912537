// Code that must not compile: an unused expectation is an error.
import { loadOrderBridge, type BuyOrder, type BuyOrderState, type CheckoutResult, type GuestOrder } from 'order-bridge';

// @ts-expect-error url and token are required
void loadOrderBridge({ oneEntry: { url: 'https://p.example' } });
// @ts-expect-error timeoutMs is a number
void loadOrderBridge({ timeoutMs: '10' });
// @ts-expect-error an order has items
export const empty: BuyOrder = {};
// @ts-expect-error the currency is one of three
export const pounds: BuyOrder = { items: [{ name: 'a', quantity: 1, price: 1, currency: 'GBP' }] };
// @ts-expect-error payment_status is 0 or 1
export const state: BuyOrderState = { payment_status: 2 };
// @ts-expect-error products are required
export const order: GuestOrder = { storage: 's', formIdentifier: 'f', paymentAccountIdentifier: 'p', formData: [] };

export function order_id(result: CheckoutResult): number {
  // @ts-expect-error the order exists only after the outcome was checked
  return result.order.id;
}
