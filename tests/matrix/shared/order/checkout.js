import { loadOrderBridge } from 'order-bridge';
import { placeOne } from './order.js';

export const checkout = (options) => placeOne(loadOrderBridge, options);
