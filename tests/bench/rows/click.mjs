import { inTurns } from '../lib/browser.mjs';
import { SCRIPTS, settings } from '../lib/contestants.mjs';
import { against } from '../lib/lines.mjs';
import { serveServices } from '../lib/serve.mjs';

export const name = 'click';
export const title = 'Click to payment URL: sign-in, order, hosted payment session; 100 ms for each request, preflights included';

const ROUND_TRIP_MS = 100;
const MOST = 0.45;
const CASES = {
  ours: { who: 'ours', isPrepared: true },
  'ours unprepared': { who: 'ours' },
  'ours again': { who: 'ours', isPrepared: true, isSecond: true },
  SDK: { who: 'SDK' },
  'SDK signed in': { who: 'SDK', isPrepared: true },
  'SDK again': { who: 'SDK', isSecond: true },
};

export async function measure({ engines: [engine], pageUrl, rounds, report }) {
  const requests = {};
  const results = await inTurns(Object.keys(CASES), rounds, async (contestant) => {
    const { who, ...how } = CASES[contestant];
    // New services on a new port, an origin for which no preflight is cached.
    const services = await serveServices(ROUND_TRIP_MS);
    try {
      const ms = await engine.page(pageUrl, ({ call }) => call('click', { script: SCRIPTS[who], settings: settings(services), ...how }));
      requests[contestant] = services.state.requests.map(({ method, route, path }) => `${method} ${route ?? path.split('/').at(-1)}`);
      return ms;
    } finally {
      await services.close();
    }
  }, report);
  const beside = (what, ours, peer, reach) => against(what, 'ms', results[ours], { name: peer, values: results[peer] }, reach);
  return {
    requests,
    lines: [
      beside('prepare() before the click', 'ours', 'SDK', { most: MOST }),
      beside('prepare(), the SDK signed in, too', 'ours', 'SDK signed in'),
      beside('without prepare()', 'ours unprepared', 'SDK'),
      beside('a second order, preflights cached', 'ours again', 'SDK again'),
    ],
    notes: ['ours', 'SDK'].map((who) => `Requests of ${who}, before the click and after it: ${requests[who].join(', ')}`),
  };
}
