/** A script that needs the types and one function: the bridge and its wasm stay out of it. */
import { isOrderBridgeError } from 'order-bridge';

console.log(isOrderBridgeError(new Error('of another make')));
