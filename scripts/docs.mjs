// `npm run docs`: generates docs/api.md from the shipped declarations, and the CDN line in docs/tag.md.
// tests/node/docs-api.test.mjs checks that both are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './lib/api-page.mjs';
import { withCdnLine } from './lib/cdn-line.mjs';
import { root } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';

await main(() => {
  writeFileSync(join(root, 'docs/api.md'), apiPage());
  const tag = join(root, 'docs/tag.md');
  writeFileSync(tag, withCdnLine(readFileSync(tag, 'utf8')));
  console.log('✓ Wrote docs/api.md and the CDN line of docs/tag.md');
});
