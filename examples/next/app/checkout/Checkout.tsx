'use client';
import { useEffect, useState } from 'react';
import { loadOrderBridge, type OrderBridge } from 'order-bridge';
// The element, with types for JSX. On the server it does nothing.
import 'order-bridge/element/react';
import { options } from '../../lib/config';

export function Checkout({ quantity }: { quantity: number }) {
  const [bridge, setBridge] = useState<OrderBridge | null>(null);
  const [hasFailed, setHasFailed] = useState(false);

  // Orders are placed in the browser: it keeps the guest's id and the orders whose answer was lost.
  useEffect(() => {
    loadOrderBridge(options()).then(setBridge, () => setHasFailed(true));
  }, []);

  return (
    <>
      {hasFailed && <p role="alert">The checkout could not be loaded. Nothing was ordered. Please reload the page.</p>}
      <guest-checkout
        storage="guest_orders"
        form="guest_order"
        reference-marker="order_reference"
        bridge={bridge}
        products={[{ productId: 10, quantity }]}
        items={[{ name: 'Face cream', quantity, price: 2990, unit_price: true, currency: 'CLP' }]}
      />
    </>
  );
}
