// The script line in docs/tag.md for shops that load the tag from a public CDN, with the version and hash of the built file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const LINE = /^<script async src="https:\/\/cdn\.[^>]*><\/script>$/m;

/** The line for the current build. */
export function cdnLine() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { files } = JSON.parse(readFileSync(join(root, 'pkg/integrity.json'), 'utf8'));
  const { integrity } = files.find(({ file }) => file === 'tag.js');
  return `<script async src="https://cdn.jsdelivr.net/npm/order-bridge@${version}/pkg/tag.js" crossorigin="anonymous" integrity="${integrity}" data-currency="CLP"></script>`;
}

/** Replaces the line in a page of the docs with the current one. @param {string} page */
export const withCdnLine = (page) => page.replace(LINE, cdnLine());
