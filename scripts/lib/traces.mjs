// What of the building machine a file tells: its folders, its user.
import { homedir, hostname, userInfo } from 'node:os';
import { cargoBin } from './paths.mjs';

/** Traces in `bytes`; `folders`: further ones that must not be named. */
export function traces(bytes, folders = []) {
  const text = bytes.toString('latin1');
  const user = userInfo().username;
  const wanted = [
    homedir(),
    cargoBin.replace(/[/\\]bin$/, ''),
    ...folders,
    // Short or common names are words of any text.
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
