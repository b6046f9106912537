// `npm run verify [FOLDER]`: checks that every file of the built package, or of an installed copy in FOLDER, is unchanged since the build.
import { join, resolve } from 'node:path';
import { faults, MANIFEST } from './lib/integrity.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

await main(() => {
  const folder = process.argv[2] ? resolve(process.argv[2]) : join(root, 'pkg');
  const found = faults(folder);
  if (found.length) throw new Problem(`The package differs from the one that was built:\n${found.map((fault) => `  ${fault}`).join('\n')}`);
  console.log(`✓ Every file matches ${MANIFEST}`);
});
