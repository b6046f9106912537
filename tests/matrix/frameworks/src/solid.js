import { createSignal } from 'solid-js';
import html from 'solid-js/html';
import { render } from 'solid-js/web';

window.mount = (target, given) => {
  const [props, update] = createSignal(given);
  const of = (name) => () => props()[name];
  const unmount = render(() => html`<div><p>My shop</p><guest-checkout storage="guest_orders" form="guest_order" reference-marker="order_reference" prop:accounts=${of('accounts')} prop:bridge=${of('bridge')} prop:products=${of('products')} prop:items=${of('items')} prop:direct=${of('direct')}></guest-checkout></div>`, target);
  return { update, unmount };
};
