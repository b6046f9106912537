import { h, render } from 'preact';

window.mount = (target, given) => {
  const update = (props) => render(h('div', null, h('p', null, 'My shop'), h('guest-checkout', { form: 'guest_order', 'reference-marker': 'order_reference', ...props })), target);
  update(given);
  return { update, unmount: () => render(null, target) };
};
