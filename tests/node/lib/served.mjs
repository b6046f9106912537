/** A stand-in behind loopback HTTP, so that tests compare what was on the wire. */
import { serve } from '../../../www/serve.mjs';
import { createStandIn } from '../../../www/standin/index.mjs';

/** The time in the documentation's own results. */
export const SEEDED_AT = Date.parse('2025-04-30T21:47:45.344Z');

/** @param {import('node:test').TestContext} t  The servers close when it ends. */
export async function servedStandIn(t, options) {
  const standIn = createStandIn({ now: () => SEEDED_AT, ...options });
  const served = await serve({ pagePort: 0, servicesPort: 0, standIn });
  t.after(() => served.close());
  return { standIn, url: served.servicesUrl };
}
