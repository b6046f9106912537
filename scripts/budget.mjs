// `npm run budget`: compares the download size of each entry, including every file it loads, with budget.json. Fails when an
// entry is over budget. `-- --set` writes the current sizes plus two per cent as the new budget: use it after sizes have
// shrunk, or when growth is intended.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { sizes } from './lib/sizes.mjs';
import { table } from './lib/table.mjs';

const FILE = join(root, 'scripts/budget.json');
const ROOM = 1.02;
const KINDS = ['raw', 'gzip', 'brotli'];

/** For each entry: its `files`, their combined size (`costs`) and the allowed size (`limits`), both per compression kind. */
export function costs(folder = join(root, 'pkg'), budget = JSON.parse(readFileSync(FILE, 'utf8'))) {
  /** Sizes by file name. Each file is compressed separately, as it is served, and once: brotli 11 is slow. @type {Map<string, number[]>} */
  const measured = new Map();
  const measure = (name) => measured.get(name) ?? measured.set(name, sizes(readFileSync(join(folder, name)))).get(name);
  return Object.entries(budget).map(([entry, { files, ...limits }]) => {
    const each = files.map(measure);
    return { entry, files, limits, costs: Object.fromEntries(KINDS.map((kind, i) => [kind, each.reduce((sum, size) => sum + size[i], 0)])) };
  });
}

/** One sentence for each size that is over budget. */
export const overruns = (rows) => rows.flatMap(({ entry, costs: now, limits }) => KINDS.filter((kind) => !(now[kind] <= limits[kind]))
  .map((kind) => `${entry} is ${now[kind]} bytes ${kind}, its budget is ${limits[kind]}.`));

function print(rows) {
  const cells = rows.map(({ entry, files, costs: now, limits }) => [entry, files.join(' + '), ...KINDS.flatMap((kind) => [now[kind], limits[kind]])]);
  table(['entry', 'loads', ...KINDS.flatMap((kind) => [kind, 'budget'])], cells, { right: [2, 3, 4, 5, 6, 7] }).forEach((line) => console.log(`  ${line}`));
}

function set(rows) {
  const budget = rows.map(({ entry, files, costs: now }) => [entry, { files, ...Object.fromEntries(KINDS.map((kind) => [kind, Math.ceil(now[kind] * ROOM)])) }]);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(budget), null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(() => {
    if (process.argv.includes('--set')) set(costs());
    const rows = costs();
    print(rows);
    const over = overruns(rows);
    if (over.length) throw new Problem(`${over.join('\n  ')}\n  What grew? See docs/performance.md. If the growth is intended, run \`npm run budget -- --set\`.`);
  });
}
