/** Entry `order-bridge/element`: defines `<guest-checkout>`. Does nothing on a server, or if the name is already taken. */
import { GuestCheckoutElement } from './element/host.mjs';

export { GuestCheckoutElement };

const { customElements } = globalThis;
if (customElements && !customElements.get('guest-checkout')) customElements.define('guest-checkout', GuestCheckoutElement);
