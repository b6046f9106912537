import { loadOrderBridge } from 'order-bridge/inline';
import { placeOne } from './order.js';
import { show } from './page.js';

show((options) => placeOne(loadOrderBridge, options));
