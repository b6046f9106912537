/** Copies and links folders, and counts their files. */
import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Copies a folder without using disk space: hard links its files where the system supports that. */
export function linkFolder(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source, target) {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target);
  }
}

export const copyFolder = (from, to) => cpSync(from, to, { recursive: true });

/** Counts scripts and wasm files below a folder, without installed packages: `{ wasm, wasmBytes, scriptBytes }`. */
export function count(folder) {
  const found = { wasm: 0, wasmBytes: 0, scriptBytes: 0 };
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  for (const name of names.filter((path) => !/(^|[\\/])node_modules[\\/]/.test(path))) {
    const size = () => statSync(join(folder, name)).size;
    if (name.endsWith('.wasm')) {
      found.wasm += 1;
      found.wasmBytes += size();
    } else if (/\.[mc]?js$/.test(name)) found.scriptBytes += size();
  }
  return found;
}
