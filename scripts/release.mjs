// Pre-publish checks, run by `npm publish` (`prepublishOnly`): what must hold for a release but cannot hold earlier. Changes nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { ask } from './lib/run.mjs';

/** Placeholder in package.json until the repository's address is known. `npm publish --provenance` fails without the real one. */
const PLACEHOLDER = 'REPOSITORY-OWNER';

/**
 * Returns one sentence for each reason not to publish.
 * @param {{ manifest: any, changelog: string, changed: string | null }} now  `changed`: git's list of changes, null without git.
 */
export function reasons({ manifest, changelog, changed }) {
  const places = ['repository', 'homepage', 'bugs'].filter((name) => JSON.stringify(manifest[name] ?? PLACEHOLDER).includes(PLACEHOLDER));
  return [
    ...places.map((name) => `package.json: ${name} does not have the repository's address yet.`),
    ...(changelog.includes(`## [${manifest.version}]`) ? [] : [`CHANGELOG.md has no section [${manifest.version}].`]),
    ...(changed === '' ? [] : ['The working tree has changes that are not committed, or git is not available.']),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const text = (name) => readFileSync(join(root, name), 'utf8');
    const changed = await ask('git', ['status', '--porcelain'], { cwd: root });
    const found = reasons({ manifest: JSON.parse(text('package.json')), changelog: text('CHANGELOG.md'), changed });
    if (found.length) throw new Problem(`Not ready to publish:\n${found.map((reason) => `  ${reason}`).join('\n')}`);
    console.log('✓ Ready to publish');
  });
}
