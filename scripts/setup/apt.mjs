// Debian packages, for whatever is missing; on other systems this does nothing.
import { spawnSync } from 'node:child_process';
import { find } from '../lib/find.mjs';
import { Problem } from '../lib/problem.mjs';
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';

/**
 * Installs those of `packages` that this system's archive offers; the others are left to the caller's search.
 * @param {string[]} packages @param {{ reads?: boolean }} [options]  `reads: false`: by the list that is there.
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
      // Another set-up, or the system's own updates.
      busy: /Could not get lock/,
      byHand,
      log,
      stdin: 'inherit',
    });
  if (reads) await get('Reading the list of Debian packages', 10, ['update'], 'apt-update');
  const offered = await available(packages);
  if (offered.length === 0) return;
  await get(`Installing ${offered.join(', ')}`, 40, ['install', '--yes', '--no-install-recommends', ...offered], 'apt-install');
}

async function available(packages) {
  const policy = (await ask('apt-cache', ['policy', ...packages], { env: { ...process.env, LC_ALL: 'C' } })) ?? '';
  return packages.filter((name) => new RegExp(`^${name}:\\n.*\\n  Candidate: (?!\\(none\\))`, 'm').test(policy));
}

/** The words to put before a command that needs root. Asks for sudo's password now, not below a ticking clock. */
function asRoot(byHand) {
  if (process.getuid() === 0) return [];
  const sudo = find('sudo');
  if (!sudo) throw new Problem(`Debian packages are missing and only root can install them. By hand: ${byHand}.`);
  const askable = process.stdin.isTTY ? [] : ['-n'];
  if (spawnSync(sudo, [...askable, '-v'], { stdio: 'inherit' }).status !== 0) {
    throw new Problem(`sudo did not let us install Debian packages. By hand: ${byHand}.`);
  }
  return [sudo, ...askable];
}
