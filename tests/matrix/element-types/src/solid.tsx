import type { OrderBridge } from 'order-bridge';
import 'order-bridge/element/solid';

export const Shop = ({ bridge }: { bridge: OrderBridge | null }) => (
  <main>
    <guest-checkout
      id="checkout"
      storage="guest_orders"
      form="guest_order"
      reference-marker="order_reference"
      accounts={['cash']}
      products={[{ productId: 10, quantity: 1 }]}
      bridge={bridge}
      on:order-accepted={({ detail }) => detail.order.id.toFixed()}
    />
    {/* @ts-expect-error: a number is not a marker */}
    <guest-checkout storage={1} />
    {/* @ts-expect-error: a line needs its product */}
    <guest-checkout products={[{ quantity: 1 }]} />
    {/* @ts-expect-error: an event's detail has its own type */}
    <guest-checkout on:order-invalid={({ detail }) => detail.order} />
  </main>
);
