// One hash over file contents and extra strings. The same inputs give the same hash on every machine.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export function fingerprint(folder, names, words) {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const name of names.flatMap((name) => filesBelow(folder, name)).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

/** `name` itself if it is a file, otherwise every file below it, as paths relative to `folder` with forward slashes. */
export function filesBelow(folder, name) {
  try {
    return readdirSync(join(folder, name), { withFileTypes: true }).flatMap((entry) => filesBelow(folder, `${name}/${entry.name}`));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name.split(sep).join('/')];
    throw error;
  }
}
