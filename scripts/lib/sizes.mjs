// Download sizes: each file raw, and with gzip and brotli at their highest levels.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { table } from './table.mjs';

export function printSizes(folder, names) {
  const rows = names.map((name) => [name, ...sizes(readFileSync(join(folder, name)))]);
  table(['file', 'bytes', 'gzip', 'brotli'], rows, { right: [1, 2, 3] }).forEach((line) => console.log(`  ${line}`));
}

/** The sizes raw, with gzip 9 and with brotli 11. @param {Uint8Array} bytes */
export const sizes = (bytes) => [
  bytes.length,
  gzipSync(bytes, { level: 9 }).length,
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
];
