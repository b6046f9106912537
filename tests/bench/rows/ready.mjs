import { inTurns } from '../lib/browser.mjs';
import { SCRIPTS, settings } from '../lib/contestants.mjs';
import { against } from '../lib/lines.mjs';

export const name = 'ready';
export const title = 'Ready: dynamic import to usable, nothing cached';

const MOST_ON_SLOW_4G = 0.4;

export async function measure({ engines, pageUrl, services, rounds, report }) {
  const lines = [];
  for (const engine of engines) {
    const load = (isSlow) => (contestant) => engine.page(pageUrl, async (page) => {
      if (isSlow) await page.slow4G();
      return page.call('ready', { script: SCRIPTS[contestant], settings: settings(services) });
    });
    const time = async (what, isSlow, reach) => {
      const { ours, SDK } = await inTurns(['ours', 'SDK'], rounds, load(isSlow), (line) => report(`${engine.title}, ${what}, ${line}`));
      lines.push(against(`${engine.title}, ${what}`, 'ms', ours, { name: 'SDK', values: SDK }, reach));
    };
    if (engine.name === 'chromium') await time('slow 4G', true, { most: MOST_ON_SLOW_4G });
    await time('unthrottled', false);
  }
  return { lines };
}
