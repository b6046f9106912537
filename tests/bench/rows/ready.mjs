import { inTurns } from '../lib/browser.mjs';
import { SCRIPTS, settings } from '../lib/contestants.mjs';
import { against } from '../lib/lines.mjs';
import { OCULAR, OURS } from '../lib/peers.mjs';

export const name = 'ready';
export const title = 'Ready: dynamic import to usable, nothing cached';

const MOST_ON_SLOW_4G = 0.72;
const MOST_OF_OCULAR_ON_SLOW_4G = 0.45;

const CASES = {
  // As docs/install.md recommends: the page requests script and wasm in parallel.
  ours: { script: SCRIPTS.ours, wasm: OURS.wasm },
  'ours in turn': { script: SCRIPTS.ours },
  ocular: { script: OCULAR.script, wasm: OCULAR.wasm },
  SDK: { script: SCRIPTS.SDK },
};

export async function measure({ engines, pageUrl, services, rounds, report }) {
  const lines = [];
  for (const engine of engines) {
    const time = async (what, isSlow, reach, reachOfOcular) => {
      const load = (contestant) => engine.page(pageUrl, async (page) => {
        if (isSlow) await page.slow4G();
        return page.call('ready', { ...CASES[contestant], settings: settings(services) });
      });
      const results = await inTurns(Object.keys(CASES), rounds, load, (line) => report(`${engine.title}, ${what}, ${line}`));
      const line = (more, ours, most) => lines.push(against(`${engine.title}, ${what}${more}`, 'ms', results[ours], { name: 'SDK', values: results.SDK }, most));
      line('', 'ours', reach);
      line(', the wasm asked for by the script', 'ours in turn');
      line(', order-bridge/ocular', 'ocular', reachOfOcular);
    };
    if (engine.name === 'chromium') await time('slow 4G', true, { most: MOST_ON_SLOW_4G }, { most: MOST_OF_OCULAR_ON_SLOW_4G });
    await time('unthrottled', false);
  }
  return { lines };
}
