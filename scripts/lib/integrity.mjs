// The seal of a built package: the loader knows its wasm by hash, and integrity.json tells of every file what it is for.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './fingerprint.mjs';
import { INVENTORY, purposeOf } from './inventory.mjs';
import { Problem } from './problem.mjs';

export const MANIFEST = 'integrity.json';
// These hold the hash of the wasm, because script and wasm are one pair, and because a file of its own would be one more to fetch.
const LOADERS = { 'index.mjs': 'order_bridge_bg.wasm', 'inline.mjs': 'order_bridge_bg.wasm', 'global.js': 'order_bridge_bg.wasm', 'ocular.mjs': 'order_bridge_ocular_bg.wasm', 'ocular-global.js': 'order_bridge_ocular_bg.wasm', 'ocular-inline.mjs': 'order_bridge_ocular_bg.wasm' };

/** As in the attribute `integrity` of a script. */
export const sri = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Writes the manifest. */
export function seal(folder, version) {
  const files = packed(folder).map((file) => ({ file, ...purposeOf(file), ...measure(folder, file) }));
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ package: 'order-bridge', version, ...INVENTORY, files }, null, 2)}\n`);
}

/** What is wrong with a folder, one sentence each; none when every file is the one that was built. */
export function faults(folder) {
  const { files } = readManifest(folder);
  const there = new Set(packed(folder));
  const known = new Set(files.map(({ file }) => file));
  const found = [...there].filter((file) => !known.has(file)).map((file) => `${file} does not belong to the package.`);
  for (const { file, integrity, bytes } of files) {
    if (!there.has(file)) {
      found.push(`${file} is missing.`);
      continue;
    }
    const now = measure(folder, file);
    if (now.integrity !== integrity || now.bytes !== bytes) found.push(`${file} was changed.`);
  }
  for (const [loader, of] of Object.entries(LOADERS).filter(([name]) => there.has(name))) {
    const wasm = files.find(({ file }) => file === of)?.integrity;
    if (!wasm || !readFileSync(join(folder, loader), 'utf8').includes(wasm)) found.push(`${loader} was built for another ${of}.`);
  }
  return found;
}

function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
  } catch (error) {
    throw new Problem(`${MANIFEST} cannot be read: ${error.message}`);
  }
}

const packed = (folder) => filesBelow(folder, '.').map((name) => name.replace('./', '')).filter((name) => name !== MANIFEST).sort();

function measure(folder, file) {
  const bytes = readFileSync(join(folder, file));
  return { bytes: bytes.length, integrity: sri(bytes) };
}
