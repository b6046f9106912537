import { inTurns } from '../lib/browser.mjs';
import { within } from '../lib/lines.mjs';

export const name = 'tag';
export const title = 'The tag: a page view without attention or purchase, and a purchase on its way';

const MOST_TASK_MS = 5;
const MOST_ON_ITS_WAY_MS = 150;

export async function measure({ engines, pageUrl, services, rounds, report }) {
  const lines = [];
  for (const engine of engines) {
    const view = () => engine.page(pageUrl, ({ call }) => call('tagView'));
    const { view: views } = await inTurns(['view'], rounds, view, (line) => report(`${engine.title}, page view, ${line}`));
    lines.push(within(`${engine.title}, page view, longest task of the tag`, 'ms', views, { most: MOST_TASK_MS }));
    const send = () => engine.page(pageUrl, ({ call }) => call('tagPurchase', { services: services.url }));
    // A buyer has visited other pages of the shop before, so the files are in the cache.
    await send();
    const { purchase } = await inTurns(['purchase'], rounds, send, (line) => report(`${engine.title}, purchase, ${line}`));
    lines.push(within(`${engine.title}, purchase pushed to request sent, warm cache`, 'ms', purchase, { most: MOST_ON_ITS_WAY_MS }));
  }
  return { lines };
}
