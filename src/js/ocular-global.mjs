/** Entry `order-bridge/ocular/global`: one classic script for pages that only report orders. */
import { startOnce } from './classic.mjs';

startOnce('ocular-global.js');
