import { table } from '../../../scripts/lib/table.mjs';
import { against, number, within } from '../lib/lines.mjs';
import { NAMED } from '../lib/peers.mjs';
import { timeShares } from '../lib/profile.mjs';
import { ratio, summary } from '../lib/statistics.mjs';
import { namesOf } from '../../../scripts/lib/wasm-sections.mjs';

export const name = 'validation';
export const title = 'Validation and wire body of a report, in one page, peers with JSON.stringify';

const SIZES = [1, 20, 100, 1_000, 10_000];
const MOST_FROM_20 = 1;
const MOST_AT_1 = 1.5;
const MOST_GROWTH = 11;
const NAMES = ['ours', 'zod', 'valibot', 'ajv'];
/** The whole call of `setBuyOrder`, to show the cost beyond check and body. */
const CALL = 'the call';
const ITEMS_A_ROUND = 2_000;
const CALLS_OF_ONE = 500;
const CHECKED_SIZE = 20;
const PROFILED = [
  { size: 1, isValid: true, calls: 20_000 },
  { size: 1_000, isValid: true, calls: 30 },
  { size: 1_000, isValid: false, calls: 30 },
];

export async function measure({ engines: [engine], files, pageUrl, services: { token }, rounds, report }) {
  const lines = [];
  const medians = [];
  let profiles;
  await engine.page(pageUrl, async ({ call, profile }) => {
    for (const isValid of [true, false]) agree(await call('agreement', { names: [...NAMES, CALL], size: CHECKED_SIZE, isValid, token }));
    for (const isValid of [true, false]) {
      const kind = isValid ? 'valid' : 'all invalid';
      const bySize = {};
      for (const size of SIZES) {
        report(`${size} ${kind}`);
        const calls = Math.min(CALLS_OF_ONE, Math.max(1, Math.floor(ITEMS_A_ROUND / size)));
        const names = isValid ? [...NAMES, CALL, 'request'] : [...NAMES, CALL];
        const results = await call('validation', { names, size, isValid, rounds, warmUp: 3, calls, token });
        bySize[size] = results.ours;
        lines.push(against(`${size} ${kind}`, 'ms', results.ours, { name: 'zod', values: results.zod }, { most: size === 1 ? MOST_AT_1 : MOST_FROM_20 }));
        lines.push(against(`${size} ${kind}, the whole call of setBuyOrder`, 'ms', results[CALL], { name: 'zod', values: results.zod }));
        medians.push({ size, kind, ...Object.fromEntries(names.map((name) => [name, summary(results[name])])) });
      }
      const growth = ratio(bySize[10_000], bySize[1_000]);
      lines.push({ ...within(`10,000 to 1,000, ${kind}`, 'times', [growth.median], { most: MOST_GROWTH }), ours: growth });
    }
    profiles = files[NAMED] && (await where(call, profile, token, namesOf(files[NAMED])));
  });
  return { lines, medians, profiles, notes: [...compared(medians), ...formatProfiles(profiles)] };
}

/** The medians of all contestants in one table. */
function compared(medians) {
  const cell = (figure) => (figure ? number(figure.median) : '');
  const columns = [...NAMES, CALL, 'request'];
  const rows = medians.map(({ size, kind, ...by }) => [size, kind, ...columns.map((name) => cell(by[name]))]);
  return ['All medians in ms; the call is setBuyOrder up to its request, of which the request is a part:', ...table(['items', '', ...columns], rows, { right: [0, 2, 3, 4, 5, 6, 7] })];
}

/** Profiles of our own time. */
async function where(call, profile, token, names) {
  const found = {};
  for (const { size, isValid, calls } of PROFILED) {
    const work = (count) => call('profiled', { wasm: NAMED, size, isValid, calls: count, token });
    await work(5);
    found[`${size} ${isValid ? 'valid' : 'all invalid'}`] = timeShares(await profile(() => work(calls)), names);
  }
  return found;
}

function formatProfiles(profiles = {}) {
  return Object.entries(profiles).flatMap(([kind, { parts }]) => [
    `Own time of ${kind}:`,
    ...parts.filter(({ share }) => share > 0.01).map(({ name, share }) => `  ${(100 * share).toFixed(1).padStart(5)} %  ${name}`),
  ]);
}

/** Fails unless all contestants return the same result; otherwise a comparison would be meaningless. */
function agree(found) {
  const [first, ...rest] = [...NAMES, CALL];
  for (const other of rest) if (found[other] !== found[first]) throw new Error(`${other} returns a different result than ${first}:\n${found[other].slice(0, 400)}\n${found[first].slice(0, 400)}`);
}
