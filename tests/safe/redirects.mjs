/** Following a redirect would send token and order to whatever host it names. */
import { CALLS, optionsOf } from './calls.mjs';
import { each } from './kit.mjs';

export const STATUSES = [301, 302, 303, 307, 308];

/**
 * @param {(options: object) => Promise<any>} loadOrderBridge
 * @param {string} server  Redirects everything under /STATUS/ to another server; under /STATUS/lost/ it drops the order's connection.
 */
export async function redirects(loadOrderBridge, server) {
  const wrong = [];
  const cells = STATUSES.flatMap((status) => CALLS.map((call) => [status, call]));
  await each(cells, 11, async ([status, call]) => {
    const url = `${server}/${status}${call.lost ? '/lost' : ''}`;
    const bridge = await loadOrderBridge(optionsOf(call, { timeoutMs: 5000, oneEntry: { url }, ocular: { baseUrl: `${url}/api`, headers: { 'x-api-key': 'key' } } }));
    const result = await call.run(bridge).catch((error) => ({ error: String(error.stack) }));
    bridge.dispose();
    const received = result.error ?? result.outcome ?? result.code ?? result.problem?.code;
    const expected = { createOrder: 'unknown', listOrders: 'unknown' }[call.route] ?? 'NETWORK';
    if (received !== expected) wrong.push(`${status} at ${call.route}: ${received} instead of ${expected}`);
  });
  return { cells: cells.length, wrong };
}
