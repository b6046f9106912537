/** Commands start in a bare clone: until set-up has run, nothing but Node itself can be imported. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../../scripts/lib/paths.mjs';

/** Those that set up by themselves. */
const COMMANDS = readdirSync(`${root}/scripts`).filter((name) => name.endsWith('.mjs') && name !== 'docs.mjs').map((name) => `scripts/${name}`);

test('no command imports a package before it has set up', async () => {
  const { metafile } = await build({ entryPoints: COMMANDS, absWorkingDir: root, bundle: true, write: false, metafile: true, outdir: 'unused', platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' });
  const found = [];
  const seen = new Set();
  /** Follows what is imported at once. */
  const follow = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, external } of metafile.inputs[file].imports.filter((one) => one.kind === 'import-statement')) {
      if (!external) follow(path);
      else if (!path.startsWith('node:')) found.push(`${file} imports ${path}`);
    }
  };
  COMMANDS.forEach(follow);
  assert.ok(seen.size > 30, 'the scripts import each other, or this test sees nothing');
  assert.deepEqual(found, []);
});
