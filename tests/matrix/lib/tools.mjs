/** Installs the pinned tools of a project once per lock file, and keeps them in the user's cache. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../../../scripts/lib/paths.mjs';
import { Problem } from '../../../scripts/lib/problem.mjs';
import { run } from '../../../scripts/lib/run.mjs';
import { step } from '../../../scripts/lib/step.mjs';

const FILES = ['package.json', 'package-lock.json'];
const LIMIT_SECONDS = 600;

/** The path of the `node_modules` for `folder`, or undefined if the project has no tools. */
export async function installedTools(folder, name) {
  if (!existsSync(join(folder, 'package-lock.json'))) return undefined;
  const hash = createHash('sha256');
  for (const file of FILES) hash.update(readFileSync(join(folder, file)));
  const kept = join(cache, 'matrix', `${name}-${hash.digest('hex').slice(0, 12)}`);
  const modules = join(kept, 'node_modules');
  if (existsSync(modules)) return modules;

  const fresh = `${kept}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    for (const file of FILES) copyFileSync(join(folder, file), join(fresh, file));
    await step(`Installing the tools of ${name}`, {}, (report) => npm(['ci'], fresh, report));
    rmSync(kept, { recursive: true, force: true });
    renameSync(fresh, kept);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return modules;
}

/** Runs npm without install scripts, and uses the network only for packages that are not cached. */
export async function npm(args, cwd, report) {
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code, output } = await run('npm', [...args, ...quiet], { cwd, onLine: report, limit: LIMIT_SECONDS });
  if (code !== 0) throw new Problem(`npm ${args[0]} failed:\n${output.trim()}`);
  return output;
}
