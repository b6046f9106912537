import { SCRIPTS, settings } from '../lib/contestants.mjs';
import { within } from '../lib/lines.mjs';

export const name = 'memory';
export const title = 'Memory: growth after the first 1,000 validations and 100 checkouts, one page, garbage collected';

const VALIDATIONS = { first: 1_000, all: 10_000, items: 3 };
const CHECKOUTS = { first: 100, all: 1_000 };
// Every call reads all records of orders in the browser. Memory for them is not growth of the page, so it is reported separately.
const REMEMBERED = { first: 1_000, all: 1_500 };
const LESS = 10;
// The engine's own bookkeeping varies by some KB between two collections. A leak of 16 bytes per validation would be 144 KB.
const HEAP_NOISE_KB = 128;
const STEPS = 10;
const SETTLE_MS = 500;
// Longer than any timer that a finished checkout leaves behind.
const REST_MS = 25_000;

export async function measure({ engines: [engine], pageUrl, services, quick, report }) {
  const counts = ({ first, all }) => ({ first: first / (quick ? LESS : 1), all: all / (quick ? LESS : 1) });
  const ours = await engine.page(pageUrl, async (page) => {
    if ((await page.call('hold', { script: SCRIPTS.ours, settings: settings(services) })) === 0) throw new Error('no wasm instance was seen');
    const validations = await grown(page, 'validateMany', counts(VALIDATIONS), { size: VALIDATIONS.items }, 0, report);
    const checkouts = await grown(page, 'orderMany', counts(CHECKOUTS), {}, quick ? 0 : REST_MS, report, { forgets: true });
    const remembered = await grown(page, 'orderMany', counts(REMEMBERED), {}, 0, report, { goesOn: true });
    return { validations, checkouts, remembered };
  });
  report('the SDK');
  const sdk = await engine.page(pageUrl, async (page) => {
    await page.call('hold', { script: SCRIPTS.SDK, settings: settings(services) });
    return grown(page, 'orderMany', counts(CHECKOUTS), {}, 0, report);
  });
  const { remembered, ...kinds } = ours;
  const lines = Object.entries(kinds).flatMap(([what, { heap, pages, handles }]) => [
    within(`${what}: wasm pages`, '', [pages], { most: 0 }),
    within(`${what}: handles in use`, '', [handles], { most: 0 }),
    within(`${what}: JS heap`, 'KB', [heap / 1000], { most: HEAP_NOISE_KB, ...(what === 'checkouts' && { peer: { name: 'SDK', values: [sdk.heap / 1000] } }) }),
  ]);
  const { all, first } = counts(REMEMBERED);
  lines.push(within(`${all - first} checkouts that are all remembered: wasm pages`, '', [remembered.pages]));
  return { lines, ours, sdk, notes: notes(ours.checkouts) };
}

function notes({ series, rested }) {
  const list = ['heap', 'pages', 'handles'].map((name) => `${name} ${series.map((one) => (name === 'heap' ? Math.round(one[name] / 1000) : one[name])).join(' ')}`);
  return [
    `"No growth" of the JS heap: at most ${HEAP_NOISE_KB} KB, which is noise.`,
    `Checkouts, at ${series.map(({ calls }) => calls).join(' ')}: ${list.join('; ')}.`,
    ...(rested ? [`Left after a rest of ${REST_MS / 1000} s: ${Math.round(rested.heap / 1000)} KB of heap, ${rested.handles} handles, ${rested.pages} pages.`] : []),
  ];
}

/** The memory growth caused by all calls after the first ones, and the growth that remains after a rest. */
async function grown({ call, heap }, what, { first, all }, values, restMs, report, { forgets = false, goesOn = false } = {}) {
  const series = [];
  const look = async (calls) => series.push({ calls, heap: await heap(), ...(await call('held')) });
  const work = async (from, to) => {
    const wrong = await call(what, { from, to, ...values });
    if (wrong) throw new Error(`${wrong} answers of ${what} are wrong`);
    await wait(SETTLE_MS);
    if (forgets) await call('forget');
    await look(to);
  };
  if (goesOn) await look(first);
  else await work(0, first);
  for (let i = 0; i < STEPS; i += 1) {
    const [from, to] = [i, i + 1].map((step) => Math.round(first + ((all - first) * step) / STEPS));
    report(`${what}, ${to} of ${all}`);
    await work(from, to);
  }
  const since = (name) => series.at(-1)[name] - series[0][name];
  const growth = { heap: since('heap'), pages: since('pages'), handles: since('handles') };
  if (!restMs) return { ...growth, series };
  report(`a rest of ${restMs / 1000} s`);
  await wait(restMs);
  await look('after a rest');
  return { ...growth, rested: { heap: since('heap'), pages: since('pages'), handles: since('handles') }, series };
}

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
