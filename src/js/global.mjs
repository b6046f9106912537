/** Entry `order-bridge/global`: everything as one classic script. */
import { startOnce } from './classic.mjs';
import { guestCheckout } from './guest-checkout.mjs';

startOnce('global.js', guestCheckout);
