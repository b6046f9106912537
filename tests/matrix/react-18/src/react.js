import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';

window.mount = (target, given) => {
  const root = createRoot(target);
  // React 18 sets only attributes on custom elements, so properties are set by hand at each rendering.
  const update = (props) => flushSync(() => root.render(h('div', null, h('p', null, 'My shop'), h('guest-checkout', { storage: 'guest_orders', form: 'guest_order', 'reference-marker': 'order_reference', ref: (element) => element && Object.assign(element, props) }))));
  update(given);
  return { update, unmount: () => root.unmount() };
};
