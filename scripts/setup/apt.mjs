// Installs missing Debian packages. Does nothing on other systems.
import { spawnSync } from 'node:child_process';
import { find } from '../lib/find.mjs';
import { Problem } from '../lib/problem.mjs';
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';

/**
 * Installs those of `packages` that the system's archive offers. The caller checks afterwards what is still missing.
 * @param {string[]} packages @param {{ reads?: boolean }} [options]  `reads: false`: skips `apt-get update`.
 */
export async function apt(packages, { reads = true } = {}) {
  const apt = find('apt-get');
  if (!apt || packages.length === 0 || (!reads && (await available(packages)).length === 0)) return;
  const byHand = `\`apt-get update && apt-get install ${packages.join(' ')}\` as root`;
  const [command, ...words] = [...asRoot(byHand), 'env', 'LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive', apt];
  const get = (label, estimate, args, log) =>
    install({
      label,
      estimate,
      command,
      args: [...words, ...args],
      // Another set-up or the system's own update holds the lock.
      busy: /Could not get lock/,
      byHand,
      log,
      stdin: 'inherit',
    });
  if (reads) await get('Updating the list of Debian packages', 10, ['update'], 'apt-update');
  const offered = await available(packages);
  if (offered.length === 0) return;
  await get(`Installing ${offered.join(', ')}`, 40, ['install', '--yes', '--no-install-recommends', ...offered], 'apt-install');
}

async function available(packages) {
  const policy = (await ask('apt-cache', ['policy', ...packages], { env: { ...process.env, LC_ALL: 'C' } })) ?? '';
  return packages.filter((name) => new RegExp(`^${name}:\\n.*\\n  Candidate: (?!\\(none\\))`, 'm').test(policy));
}

/** The prefix for a command that needs root. Asks for the sudo password up front, before any progress display starts. */
function asRoot(byHand) {
  if (process.getuid() === 0) return [];
  const sudo = find('sudo');
  if (!sudo) throw new Problem(`Debian packages are missing, and only root can install them. To install them yourself: ${byHand}.`);
  const askable = process.stdin.isTTY ? [] : ['-n'];
  if (spawnSync(sudo, [...askable, '-v'], { stdio: 'inherit' }).status !== 0) {
    throw new Problem(`sudo refused to install Debian packages. To install them yourself: ${byHand}.`);
  }
  return [sudo, ...askable];
}
