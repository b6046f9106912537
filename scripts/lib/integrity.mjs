// The integrity data of a built package: each loader contains the hash of its wasm, and integrity.json lists every file with its
// hash and purpose.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './fingerprint.mjs';
import { INVENTORY, purposeOf } from './inventory.mjs';
import { Problem } from './problem.mjs';

export const MANIFEST = 'integrity.json';
// These scripts contain the hash of their wasm: the two belong together, and a separate hash file would be one more request.
const LOADERS = { 'index.mjs': 'order_bridge_bg.wasm', 'inline.mjs': 'order_bridge_bg.wasm', 'global.js': 'order_bridge_bg.wasm', 'ocular.mjs': 'order_bridge_ocular_bg.wasm', 'ocular-global.js': 'order_bridge_ocular_bg.wasm', 'ocular-inline.mjs': 'order_bridge_ocular_bg.wasm' };

/** The hash in the format of a script's `integrity` attribute. */
export const sri = (bytes) => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/** Writes the manifest. */
export function seal(folder, version) {
  const files = packed(folder).map((file) => ({ file, ...purposeOf(file), ...measure(folder, file) }));
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify({ package: 'order-bridge', version, ...INVENTORY, files }, null, 2)}\n`);
}

/** One sentence for each mismatch between a folder and its manifest. Empty when every file is unchanged since the build. */
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
