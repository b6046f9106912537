/** Process trees as Linux lists them in /proc; on other systems the lists are empty. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ pid: number, parent: number, ticks: number, command: string }} Process */

/** All descendants of the process `root`, without `root` itself. @param {number} root @returns {Process[]} */
export function descendants(root) {
  const all = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(read).filter(Boolean) : [];
  const found = [];
  for (let parents = [root]; parents.length;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found;
}

/** Kills `root` and its descendants. Returns the ids of those that were still running. @param {number} root */
export function endTree(root) {
  return [...descendants(root).map(({ pid }) => pid), root].filter((pid) => {
    try {
      return process.kill(pid, 'SIGKILL');
    } catch {
      return false;
    }
  });
}

/** The processor time that a process has used so far; 0 if it has ended. @param {number} pid */
export const ticksOf = (pid) => read(pid)?.ticks ?? 0;

/** Returns undefined if the process has just ended. `ticks`: processor time used so far. */
function read(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), command };
  } catch {
    return undefined;
  }
}
