// `npm run docs`: writes docs/api.md from the declarations that are shipped. tests/node/docs-api.test.mjs compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './lib/api-page.mjs';
import { root } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';

await main(() => {
  writeFileSync(join(root, 'docs/api.md'), apiPage());
  console.log('✓ Wrote docs/api.md');
});
