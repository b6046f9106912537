/** The examples of the documentation: fenced blocks, with where they stand and what their info string says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';

/** Written by tests of the crate, which know what is in them. */
const GENERATED = ['docs/failures.md', 'docs/matrix.md'];

const pages = (folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).sort().map((name) => `${folder}/${name}`) : []);

export const FILES = ['README.md', 'CONTRIBUTING.md', ...pages('docs'), ...pages('docs/recipes')].filter((file) => !GENERATED.includes(file));

export const read = (file) => readFileSync(join(root, file), 'utf8');

/**
 * @typedef {{ file: string, line: number, where: string, lang: string, info: string[], code: string }} Block
 * @returns {Block[]} `line`: that of the fence; `where`: `file:line`, for people
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

export const BLOCKS = FILES.flatMap(blocksOf);

/** The scripts of an HTML page or a component. @returns {{ attributes: string, code: string }[]} */
export const scriptsOf = (code) => [...code.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].map(([, attributes, body]) => ({ attributes, code: body }));

/** Blocks that run by themselves, in Node. */
export const runsInNode = ({ lang, info }) => lang === 'js' && !info.includes('no-run');
/** Blocks that run by themselves, in a browser. */
export const runsInBrowser = ({ lang, info }) => lang === 'html' && !info.includes('no-run');
