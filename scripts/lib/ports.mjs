// Finds the first free port from a preferred one upwards.
import { createServer } from 'node:net';
import { Problem } from './problem.mjs';

const TRIES = 100;

export async function freePort(wished, host, taken = []) {
  for (let port = wished; port < wished + TRIES && port <= 65535; port += 1) {
    if (!taken.includes(port) && (await isFree(port, host))) return port;
  }
  throw new Problem(`No free port from ${wished} upwards. Choose another with --port.`);
}

export const isFree = (port, host) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
