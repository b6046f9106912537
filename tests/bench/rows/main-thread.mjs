import { inTurns } from '../lib/browser.mjs';
import { SCRIPTS, settings } from '../lib/contestants.mjs';
import { within } from '../lib/lines.mjs';

export const name = 'main-thread';
export const title = 'Main thread: longest time in which nothing else could run';

const MOST_LOAD_MS = 50;
const MOST_CALL_MS = 5;
const ITEMS = 1_000;
const WARM_UP = 5;
/** The whole call of `setBuyOrder`, from the argument to the answer. For the peers only check and body are measured. */
const CALL = 'the call';

export async function measure({ engines: [engine], pageUrl, services, rounds, report }) {
  const load = await inTurns(['ours', 'SDK'], rounds, (who) => engine.page(pageUrl, ({ call }) => call('blockOfLoad', { script: SCRIPTS[who], settings: settings(services) })), (line) => report(`load, ${line}`));
  const block = (warmUp) => inTurns([CALL, 'zod'], rounds, (who) => engine.page(pageUrl, ({ call }) => call('blockOfCall', { name: who, size: ITEMS, warmUp, token: services.token })), (line) => report(`call, ${line}`));
  const [cold, warm] = [await block(0), await block(WARM_UP)];
  const line = (what, { ours, [CALL]: own = ours, ...peers }, most) => within(what, 'ms', own, { most, peer: { name: Object.keys(peers)[0], values: Object.values(peers)[0] } });
  return {
    lines: [
      line('load', load, MOST_LOAD_MS),
      line(`setBuyOrder of ${ITEMS} items, first call`, cold, MOST_CALL_MS),
      line(`setBuyOrder of ${ITEMS} items, after ${WARM_UP} calls`, warm, MOST_CALL_MS),
    ],
  };
}
