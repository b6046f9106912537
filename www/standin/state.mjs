/** The state of the services, for tests: always current and unmasked. */
import { passTime } from './oneentry/sessions.mjs';

/** @param {import('./world.mjs').World} world */
export function createState(world) {
  const latest = (kept) => {
    passTime(world);
    return [...kept.values()].map(({ versions, owner, storage, account }) => ({ ...versions.latest, owner, ...(storage && { storage }), ...(account && { account }) }));
  };
  return {
    /** Orders with their owner: `user:16` or `guest:<uuid>`. */
    get orders() { return latest(world.orders); },
    get paymentSessions() { return latest(world.sessions); },
    /** Everything that was reported to Ocular, as received. */
    get reports() { return [...world.reports]; },
    /** The orders in Ocular that result from these reports. */
    get ocularOrders() { return [...world.ocularOrders.values()]; },
    /** Every request to the services, oldest first. */
    get requests() { return [...world.requests]; },
    get revision() { return world.revision; },
  };
}
