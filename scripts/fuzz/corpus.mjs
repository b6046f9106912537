// The kept inputs of the fuzz targets: one file a target, one input a line, as a JSON text. libFuzzer wants a folder.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const file = (target) => join(root, 'fuzz', 'corpus', `${target}.jsonl`);

export const keptInputs = (target) => readFileSync(file(target), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Shortest first, so that the same inputs always make the same file. */
export function keepInputs(target, inputs) {
  const order = (a, b) => a.length - b.length || (a < b ? -1 : 1);
  writeFileSync(file(target), [...new Set(inputs)].sort(order).map((input) => `${JSON.stringify(input)}\n`).join(''));
}

export function unpack(target, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const input of keptInputs(target)) writeFileSync(join(folder, createHash('sha1').update(input).digest('hex')), input);
}

/** Targets read text, so what is no UTF-8 may as well be kept as what they make of it. */
export const packed = (folder) => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
