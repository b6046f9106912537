// Import maps work only in pages, so a worker has to import the file by its path.
import { loadOrderBridge } from '/node_modules/order-bridge/pkg/index.mjs';
import { placeOne } from './order.js';

addEventListener('message', (event) => {
  const [port] = event.ports;
  event.waitUntil(placeOne(loadOrderBridge, event.data).catch(String).then((result) => port.postMessage(result)));
});
