/** The fenced code blocks of a documentation page, with their position and info string. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';

export const read = (file) => readFileSync(join(root, file), 'utf8');

/**
 * @typedef {{ file: string, line: number, where: string, lang: string, info: string[], code: string }} Block
 * @returns {Block[]} `line`: line number of the fence; `where`: `file:line`, for messages
 */
export function blocksOf(file) {
  const found = [];
  const fence = /^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm;
  for (const { index, 1: indent, 2: said, 3: body } of read(file).matchAll(fence)) {
    const line = read(file).slice(0, index).split('\n').length;
    const [lang = '', ...info] = said.trim().split(/\s+/);
    found.push({ file, line, where: `${file}:${line}`, lang, info, code: body.replace(new RegExp(`^${indent}`, 'gm'), '') });
  }
  return found;
}
