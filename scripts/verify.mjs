// `npm run verify [FOLDER]`: whether every file of the built package, or of an installed copy, is the one that was built.
import { join, resolve } from 'node:path';
import { faults, MANIFEST } from './lib/integrity.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';

await main(() => {
  const folder = process.argv[2] ? resolve(process.argv[2]) : join(root, 'pkg');
  const found = faults(folder);
  if (found.length) throw new Problem(`The package is not the one that was built:\n${found.map((fault) => `  ${fault}`).join('\n')}`);
  console.log(`✓ Every file is as ${MANIFEST} says`);
});
