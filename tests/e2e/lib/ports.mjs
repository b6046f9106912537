/**
 * Returns ports that no server of this process has used before. A browser keeps storage, preflights and connections per port, so a
 * test on a reused port would inherit state of an earlier test. The ports are below the range that systems assign automatically.
 */
import { isFree } from '../../../scripts/lib/ports.mjs';

const HOST = '127.0.0.1';
const [LOWEST, HIGHEST] = [20_000, 32_000];
/** PORTS is set when files share a browser, and gives each file its own range. */
let next = Number(process.env.PORTS) || LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST - 2000));

export async function newPort() {
  for (;;) {
    next += 1;
    const port = next;
    if (await isFree(port, HOST)) return port;
  }
}

/** For `serve` of www/serve.mjs. */
export const newPorts = async () => ({ pagePort: await newPort(), servicesPort: await newPort() });
