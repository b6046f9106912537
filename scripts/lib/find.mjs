// Looks for programs by name, the way a shell would, without starting them.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { cargoBin } from './paths.mjs';

const windows = process.platform === 'win32';

/** The folders to search: PATH, then Cargo's, which is missing from PATH in a shell opened before rustup. */
const searchPath = () => [...(process.env.PATH ?? '').split(delimiter), cargoBin].filter(Boolean);

/** The first of `names` that exists: plain names on the PATH, absolute ones as they are. */
export function find(...names) {
  for (const name of names.filter(Boolean)) {
    if (isAbsolute(name)) {
      if (existsSync(name)) return name;
      continue;
    }
    const found = findIn(searchPath(), name);
    if (found) return found;
  }
  return undefined;
}

export function findIn(folders, name) {
  return folders.map((folder) => join(folder, windows ? `${name}.exe` : name)).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, windows ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
