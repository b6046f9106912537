// What a server's program does, in Node, Bun and Deno alike.
import { checkout } from './checkout.js';

const [services, token] = process.argv.slice(2);
console.log(await checkout({ services, token }));
