// A server program, the same in Node, Bun and Deno.
import { checkout } from './checkout.js';

const [services, token] = process.argv.slice(2);
console.log(await checkout({ services, token }));
