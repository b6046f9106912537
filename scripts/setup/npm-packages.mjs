// Installs the packages of package-lock.json, only when node_modules does not match the lock file.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { find } from '../lib/find.mjs';
import { root } from '../lib/paths.mjs';
import { install } from './install.mjs';

export async function npmPackages() {
  if (upToDate()) return;
  await install({
    label: 'Installing the npm packages',
    estimate: 10,
    ...npm(['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']),
    byHand: '`npm ci --ignore-scripts` in this folder',
    log: 'npm',
  });
}

/** Compares the lock file with npm's record of installed packages. Optional packages (programs for other systems) may be missing. */
function upToDate() {
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const installed = present[path];
    if (path === '') return true;
    return installed ? installed.version === version && installed.integrity === integrity : optional;
  });
}

function packages(name) {
  try {
    return JSON.parse(readFileSync(join(root, name), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** The npm command. On Windows `npm` is a batch file, which cannot be spawned directly, so the current Node runs npm's script. */
function npm(args) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  if (process.platform === 'win32') return { command: process.execPath, args: [beside, ...args] };
  return { command: find('npm') ?? 'npm', args };
}
