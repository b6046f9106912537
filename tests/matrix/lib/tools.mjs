/** Installs the pinned tools of a project once per lock file, and keeps them in the user's cache. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../../../scripts/lib/paths.mjs';
import { Problem } from '../../../scripts/lib/problem.mjs';
import { run } from '../../../scripts/lib/run.mjs';
import { step } from '../../../scripts/lib/step.mjs';

const LIMIT_SECONDS = 600;

/**
 * The path of the `node_modules` for `folder`, or undefined if it has no lock file.
 * @param {string} folder holds the lock file @param {string} name @param {string} [manifests] holds package.json, if another folder does
 */
export async function installedTools(folder, name, manifests = folder) {
  if (!existsSync(join(folder, 'package-lock.json'))) return undefined;
  const files = { 'package.json': manifestOf(manifests), 'package-lock.json': readFileSync(join(folder, 'package-lock.json'), 'utf8') };
  const hash = createHash('sha256');
  for (const text of Object.values(files)) hash.update(text);
  const kept = join(cache, 'matrix', `${name}-${hash.digest('hex').slice(0, 12)}`);
  const modules = join(kept, 'node_modules');
  if (existsSync(modules)) return modules;

  const fresh = `${kept}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(fresh, file), text);
    await step(`Installing the tools of ${name}`, {}, (report) => npm(['ci'], fresh, report));
    rmSync(kept, { recursive: true, force: true });
    renameSync(fresh, kept);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return modules;
}

/** A package.json without order-bridge, which is installed from the tarball. @param {string} folder */
function manifestOf(folder) {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const { dependencies, ...manifest } = JSON.parse(text);
  if (!dependencies?.['order-bridge']) return text;
  const { 'order-bridge': _, ...others } = dependencies;
  return JSON.stringify({ ...manifest, dependencies: others });
}

/** Runs npm without install scripts, and uses the network only for packages that are not cached. */
export async function npm(args, cwd, report) {
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code, output } = await run('npm', [...args, ...quiet], { cwd, onLine: report, limit: LIMIT_SECONDS });
  if (code !== 0) throw new Problem(`npm ${args[0]} failed:\n${output.trim()}`);
  return output;
}
