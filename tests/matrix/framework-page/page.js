/** A shop built with one framework, which keeps re-rendering the element with equal values while the test types. */
import { loadOrderBridge } from 'order-bridge';
import 'order-bridge/element';

const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
const faults = [];
addEventListener('error', (event) => faults.push(event.message));
addEventListener('unhandledrejection', (event) => faults.push(String(event.reason?.message ?? event.reason)));
let accepted;
addEventListener('order-accepted', ({ detail }) => { accepted = detail; });

const bridge = await loadOrderBridge({ oneEntry: { url: services, token }, ocular: { baseUrl: `${services}/api/product-management/v1`, sessionId: '1536' } });
/** Returns new objects for each rendering, as is usual in frameworks. */
const props = () => ({
  bridge, storage: 'guest_orders', accounts: ['cash', 'stripe'], direct: { cash: null },
  products: [{ productId: 10, quantity: 1 }], items: [{ name: 'Crema facial', quantity: 2, price: 2990, unit_price: true, currency: 'CLP' }],
});
const shop = await window.mount(document.getElementById('root'), props());
const rerender = setInterval(() => shop.update(props()), 20);

window.shop = {
  faults,
  element: () => document.querySelector('guest-checkout'),
  /** @returns the result in one line */
  async end() {
    clearInterval(rerender);
    await shop.unmount();
    await new Promise((done) => { setTimeout(done, 50); });
    if (document.querySelector('guest-checkout')) faults.push('the element is still there');
    return faults.length > 0 ? `faults on the page: ${faults.join(' | ')}` : `accepted, reported: ${accepted?.tracking?.message}`;
  },
};
