/** Entry `order-bridge/element`: defines `<guest-checkout>`. On a server, and where the name is taken, it does nothing. */
import { GuestCheckoutElement } from './element/host.mjs';

export { GuestCheckoutElement };

const { customElements } = globalThis;
if (customElements && !customElements.get('guest-checkout')) customElements.define('guest-checkout', GuestCheckoutElement);
