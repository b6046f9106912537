// Finds traces of the build machine in a file: folders, user name, host name.
import { homedir, hostname, userInfo } from 'node:os';
import { cargoBin } from './paths.mjs';

/** Traces in `bytes`. `folders`: more folders that must not appear. */
export function traces(bytes, folders = []) {
  const text = bytes.toString('latin1');
  const user = userInfo().username;
  const wanted = [
    homedir(),
    cargoBin.replace(/[/\\]bin$/, ''),
    ...folders,
    // Short names would match ordinary text.
    ...[user, hostname()].filter((name) => name.length > 6),
    '/home/',
    '/Users/',
    'C:\\Users',
    'registry/src',
    'index.crates.io',
    '.cargo',
    '.rustup',
  ];
  return [...new Set(wanted)].filter((trace) => trace.length > 4 && text.includes(trace));
}
