import { createApp, h, nextTick, shallowRef } from 'vue';

window.mount = (target, given) => {
  const props = shallowRef(given);
  const app = createApp({ render: () => h('div', [h('p', 'My shop'), h('guest-checkout', { form: 'guest_order', referenceMarker: 'order_reference', ...props.value })]) });
  app.config.errorHandler = (error) => { throw error; };
  app.mount(target);
  return { update: (next) => { props.value = next; return nextTick(); }, unmount: () => app.unmount() };
};
