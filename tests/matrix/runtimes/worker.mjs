import wasm from 'order-bridge/wasm';
import { checkout } from './checkout.js';

export default {
  fetch: (request, { SERVICES: services, TOKEN: token }) => checkout({ services, token, wasm }).then((result) => new Response(result), (error) => new Response(`${error.code}: ${error.message}`)),
};
