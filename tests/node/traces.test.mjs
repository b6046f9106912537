/** The published files contain nothing about the machine that built them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { traces } from '../../scripts/lib/traces.mjs';

test('no file of the package contains a folder or the user name of this machine', () => {
  const pkg = join(root, 'pkg');
  const files = readdirSync(pkg, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.some(({ name }) => name.endsWith('.wasm')));
  for (const { parentPath, path, name } of files) assert.deepEqual(traces(readFileSync(join(parentPath ?? path, name)), [root]), [], name);
});

test('a folder of this machine is detected', () => {
  assert.deepEqual(traces(Buffer.from(`panicked at ${join(homedir(), 'x')}/src/lib.rs`)).includes(homedir()), homedir().length > 4);
  assert.deepEqual(traces(Buffer.from('/crates/serde-1.0.0/src/lib.rs')), []);
});
