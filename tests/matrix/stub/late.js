import { loadOrderBridge } from 'order-bridge';
import { ORDER } from './order.js';

const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
const bridge = await loadOrderBridge({
  oneEntry: { url: services, token },
  ocular: { baseUrl: `${services}/api/product-management/v1` },
});
bridge.install();
const { outcome } = await bridge.guestCheckout.placeOrder(ORDER);
document.title = `${outcome}, reported: ${(await reported).message}`;
