// `npm run docs`: generates docs/api.md and src/js/editor from the declarations, and the CDN line in docs/tag.md.
// tests/node/docs-api.test.mjs checks that all are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './lib/api-page.mjs';
import { withCdnLine } from './lib/cdn-line.mjs';
import { editorData } from './lib/editor-data.mjs';
import { root } from './lib/paths.mjs';
import { main } from './lib/problem.mjs';

await main(async () => {
  writeFileSync(join(root, 'docs/api.md'), apiPage());
  const tag = join(root, 'docs/tag.md');
  writeFileSync(tag, withCdnLine(readFileSync(tag, 'utf8')));
  for (const [name, text] of Object.entries(await editorData())) writeFileSync(join(root, 'src/js/editor', name), text);
  console.log('✓ Wrote docs/api.md, src/js/editor and the CDN line of docs/tag.md');
});
