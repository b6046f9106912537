/** A script that needs only the types and one function: the bundle must not contain the bridge or its wasm. */
import { isOrderBridgeError } from 'order-bridge';

console.log(isOrderBridgeError(new Error('of another make')));
