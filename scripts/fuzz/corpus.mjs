// The saved inputs of the fuzz targets: one file per target, one input per line as a JSON string. libFuzzer needs a folder of files.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const file = (target) => join(root, 'fuzz', 'corpus', `${target}.jsonl`);

export const keptInputs = (target) => readFileSync(file(target), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Sorted, shortest first, so that the same inputs always produce the same file. */
export function keepInputs(target, inputs) {
  const order = (a, b) => a.length - b.length || (a < b ? -1 : 1);
  writeFileSync(file(target), [...new Set(inputs)].sort(order).map((input) => `${JSON.stringify(input)}\n`).join(''));
}

export function unpack(target, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const input of keptInputs(target)) writeFileSync(join(folder, createHash('sha1').update(input).digest('hex')), input);
}

/** Targets decode their input as text, so invalid UTF-8 is saved as the text that it decodes to. */
export const packed = (folder) => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
