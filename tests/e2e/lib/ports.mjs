/**
 * Ports that no server of this process has had before: a browser keeps storage, preflights and connections by them, so that a
 * test that got an earlier one's would begin with what that one left. Below the range that systems give out by themselves.
 */
import { isFree } from '../../../scripts/lib/ports.mjs';

const HOST = '127.0.0.1';
const [LOWEST, HIGHEST] = [20_000, 32_000];
/** PORTS is set where files share a browser: then each file has its own range. */
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
