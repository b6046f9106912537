import { html, nothing, render } from 'lit';

window.mount = (target, given) => {
  const update = ({ storage, accounts, bridge, products, items, direct }) => render(html`<div><p>My shop</p>
    <guest-checkout storage=${storage} form="guest_order" reference-marker="order_reference" .accounts=${accounts} .bridge=${bridge} .products=${products} .items=${items} .direct=${direct}></guest-checkout></div>`, target);
  update(given);
  return { update, unmount: () => render(nothing, target) };
};
