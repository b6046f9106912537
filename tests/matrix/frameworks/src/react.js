import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';

window.mount = (target, given) => {
  const root = createRoot(target);
  // React 19 sets a prop as a property if the element has that property.
  const update = (props) => flushSync(() => root.render(h('div', null, h('p', null, 'My shop'), h('guest-checkout', { form: 'guest_order', 'reference-marker': 'order_reference', ...props }))));
  update(given);
  return { update, unmount: () => root.unmount() };
};
