// Each entry under its package name, and the globals that the classic scripts define.
import { loadOrderBridge, isOrderBridgeError, OrderBridgeError, type BridgeOptions, type OrderBridge, type OcularResponse } from 'order-bridge/inline';
import * as main from 'order-bridge';
import * as ocular from 'order-bridge/ocular';
import ocularWasm from 'order-bridge/ocular/wasm';
import 'order-bridge/global';
import 'order-bridge/stub';
import wasm from 'order-bridge/wasm';
import { GuestCheckoutElement } from 'order-bridge/element';

type IsAny<T> = 0 extends 1 & T ? true : false;
export const typed: [IsAny<typeof loadOrderBridge>, IsAny<typeof wasm>, IsAny<Window['orderBridge']>, IsAny<Window['ocularOrderTrack']>] = [false, false, false, false];

export async function use(options: BridgeOptions): Promise<OcularResponse> {
  window.orderBridgeOptions = { ...options, wasm };
  const installed: OrderBridge = await window.orderBridge;
  const inline: main.OrderBridge = await loadOrderBridge(options);
  inline.dispose();
  installed.install();
  const error: unknown = new OrderBridgeError();
  if (isOrderBridgeError(error)) error.code satisfies main.OrderBridgeError['code'];
  return window.ocularOrderTrack.setBuyOrderState({ payment_status: 0 });
}

export async function report(): Promise<ocular.OcularResponse> {
  const bridge: ocular.OcularBridge = await ocular.loadOrderBridge({ language: 'es', wasm: ocularWasm });
  // @ts-expect-error this entry places no orders
  bridge.guestCheckout;
  // @ts-expect-error this entry takes no OneEntry project
  await ocular.loadOrderBridge({ oneEntry: { url: 'https://my-project.oneentry.cloud', token: 't' } });
  return bridge.ocularOrderTrack.setBuyOrder({ items: [{ name: 'a', quantity: 1, price: 10, currency: 'CLP' }] });
}

export function place(bridge: main.OrderBridge): void {
  const checkout: GuestCheckoutElement = document.createElement('guest-checkout');
  Object.assign(checkout, { bridge });
  checkout.bridge = bridge;
  checkout.products = [{ productId: 10, quantity: 1 }];
  checkout.direct = { cash: 'guest_completed', bank: null };
  checkout.addEventListener('order-accepted', ({ detail }) => detail.order.id satisfies number);
  checkout.addEventListener('order-not-sent', ({ detail }) => detail.outcome satisfies 'notSent');
  checkout.addEventListener('click', (event) => event.clientX satisfies number);
  // @ts-expect-error no such event
  checkout.addEventListener('order-lost', ({ detail }) => detail);
  // @ts-expect-error read only
  checkout.state = 'ready';
  // @ts-expect-error a product needs a quantity
  checkout.products = [{ productId: 10 }];
}

// @ts-expect-error only the script sets this promise
window.orderBridge = Promise.reject(new Error());
// @ts-expect-error timeoutMs is a number
window.orderBridgeOptions = { timeoutMs: '10' };
