// `npm run reproduce`: builds the package from the repository's files in two folders whose paths differ in name and length, and
// compares every file. The same sources, compiler and lock files must produce the same bytes in any folder.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from './lib/fingerprint.mjs';
import { root } from './lib/paths.mjs';
import { main, Problem } from './lib/problem.mjs';
import { ask, run } from './lib/run.mjs';
import { step } from './lib/step.mjs';
import { table } from './lib/table.mjs';
import { traces } from './lib/traces.mjs';
import { setUp } from './setup.mjs';

await main(async () => {
  // Set up once here, so that the two builds have nothing to install.
  await setUp({ for: 'start' });
  const work = mkdtempSync(join(tmpdir(), 'order-bridge-'));
  try {
    const builds = [];
    const places = ['a', 'another/folder/with-a-longer-name'].map((place) => join(work, place));
    // Copy both before the first build: files that are edited meanwhile must not end up in only one of them.
    for (const place of places) await copy(place);
    for (const place of places) builds.push(await build(place));
    return compare(builds, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

/** Copies the files that git tracks, in their current state. */
async function copy(folder) {
  const files = await ask('git', ['ls-files', '-z'], { cwd: root });
  if (files === undefined) throw new Problem('git cannot list the files of the repository.');
  for (const name of files.split('\0').filter((name) => name && existsSync(join(root, name)))) cpSync(join(root, name), join(folder, name));
  mkdirSync(folder, { recursive: true });
  // For wasm-opt. A symlink is enough: no path of node_modules gets into the build.
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
}

/** Builds in `folder` and returns the files of its pkg/ by name. */
async function build(folder) {
  const env = { ...process.env };
  delete env.CARGO_TARGET_DIR;
  await step(`Building in ${folder}`, { estimate: 60 }, async (report) => {
    const { code, output } = await run(process.execPath, ['scripts/build.mjs', '--force'], { cwd: folder, env, onLine: report });
    if (code !== 0) throw new Problem(`The build failed:\n${output.trimEnd().split('\n').slice(-20).join('\n')}`);
  });
  const pkg = join(folder, 'pkg');
  return new Map(filesBelow(pkg, '.').map((name) => name.replace('./', '')).sort().map((name) => [name, readFileSync(join(pkg, name))]));
}

function compare([first, second], work) {
  const hash = (bytes) => createHash('sha384').update(bytes ?? '').digest('base64');
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  const same = names.filter((name) => first.has(name) && second.has(name) && hash(first.get(name)) === hash(second.get(name)));
  console.log();
  const rows = names.map((name) => [name, hash(first.get(name)), same.includes(name) ? 'same' : 'DIFFERENT']);
  table(['file', 'sha384', 'second build'], rows).forEach((line) => console.log(line));
  const found = [...first].flatMap(([name, bytes]) => traces(bytes, [work, root]).map((trace) => `${name} contains ${trace}`));
  found.forEach((line) => console.log(`✗ ${line}`));
  const failed = names.length - same.length + found.length;
  console.log(`\n${same.length} passed, ${failed} failed`);
  return failed ? 1 : 0;
}
