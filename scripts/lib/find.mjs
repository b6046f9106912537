// Finds programs by name, as a shell does, without starting them.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { cargoBin } from './paths.mjs';

const windows = process.platform === 'win32';

/** The folders to search: PATH, then Cargo's folder, which is missing from PATH in a shell that was opened before rustup ran. */
const searchPath = () => [...(process.env.PATH ?? '').split(delimiter), cargoBin].filter(Boolean);

/** The path of the first of `names` that exists. Plain names are searched for; absolute paths are used as they are. */
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
