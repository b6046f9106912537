import { inTurns } from '../lib/browser.mjs';
import { within } from '../lib/lines.mjs';

export const name = 'tag';
export const title = 'The tag: a page view without attention or purchase, and a purchase on its way';

const MOST_TASK_MS = 5;
const MOST_ON_ITS_WAY_MS = 150;

export async function measure({ engines, pageUrl, services, rounds, report }) {
  const lines = [];
  for (const engine of engines) {
    const view = (who) => engine.page(pageUrl, ({ call }) => call('tagView', { withTag: who === 'tag' }));
    const views = await inTurns(['tag', 'no tag'], rounds, view, (line) => report(`${engine.title}, page view, ${line}`));
    lines.push(within(`${engine.title}, page view, longest task`, 'ms', views.tag, { most: MOST_TASK_MS, peer: { name: 'without', values: views['no tag'] } }));
    const send = () => engine.page(pageUrl, ({ call }) => call('tagPurchase', { services: services.url }));
    // A buyer has visited other pages of the shop before, so the files are in the cache.
    await send();
    const { purchase } = await inTurns(['purchase'], rounds, send, (line) => report(`${engine.title}, purchase, ${line}`));
    lines.push(within(`${engine.title}, purchase pushed to request sent, warm cache`, 'ms', purchase, { most: MOST_ON_ITS_WAY_MS }));
  }
  return { lines };
}
