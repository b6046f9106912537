/** Commands start in a bare clone: until setup has run, only Node's own modules can be imported. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../../scripts/lib/paths.mjs';

/** The commands that run setup themselves. */
const COMMANDS = readdirSync(`${root}/scripts`).filter((name) => name.endsWith('.mjs') && name !== 'docs.mjs').map((name) => `scripts/${name}`);

test('no command imports a package before setup has run', async () => {
  const { metafile } = await build({ entryPoints: COMMANDS, absWorkingDir: root, bundle: true, write: false, metafile: true, outdir: 'unused', platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' });
  const found = [];
  const seen = new Set();
  /** Follows static imports. */
  const follow = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, external } of metafile.inputs[file].imports.filter((one) => one.kind === 'import-statement')) {
      if (!external) follow(path);
      else if (!path.startsWith('node:')) found.push(`${file} imports ${path}`);
    }
  };
  COMMANDS.forEach(follow);
  assert.ok(seen.size > 30, 'too few scripts were followed for this test to find anything');
  assert.deepEqual(found, []);
});
