import { useEffect, useState } from 'react';
import type { OrderBridge } from 'order-bridge';
// The element, with types for JSX.
import 'order-bridge/element/react';
import { getBridge } from './bridge';

export function App() {
  const [bridge, setBridge] = useState<OrderBridge | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [quantity, setQuantity] = useState(1);

  useEffect(() => {
    getBridge().then(setBridge, () => setHasFailed(true));
  }, []);

  return (
    <main>
      <h1>Face cream</h1>
      <p>CLP 2,990 each</p>
      <label>
        Quantity <input type="number" min={1} max={99} value={quantity} onChange={({ target }) => setQuantity(Math.max(1, target.valueAsNumber || 1))} />
      </label>
      <h2>Checkout</h2>
      {hasFailed && <p role="alert">The checkout could not be loaded. Nothing was ordered. Please reload the page.</p>}
      <guest-checkout
        storage="guest_orders"
        form="guest_order"
        reference-marker="order_reference"
        bridge={bridge}
        products={[{ productId: 10, quantity }]}
        items={[{ name: 'Face cream', quantity, price: 2990, unit_price: true, currency: 'CLP' }]}
        onorder-new={() => setQuantity(1)}
      />
    </main>
  );
}
