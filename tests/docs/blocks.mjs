/** The examples in the documentation: its fenced code blocks, and which of them run in Node or in a browser. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { blocksOf } from './fences.mjs';

export { blocksOf, read } from './fences.mjs';

/** Excluded: the crate's tests generate these pages. */
const GENERATED = ['docs/failures.md', 'docs/matrix.md'];

const pages = (folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).sort().map((name) => `${folder}/${name}`) : []);

export const FILES = ['README.md', 'CONTRIBUTING.md', ...pages('docs'), ...pages('docs/recipes')].filter((file) => !GENERATED.includes(file));

export const BLOCKS = FILES.flatMap(blocksOf);

/** The scripts of an HTML page or component. @returns {{ attributes: string, code: string }[]} */
export const scriptsOf = (code) => [...code.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].map(([, attributes, body]) => ({ attributes, code: body }));

/** Recipes for shop systems: tests/e2e/recipes.test.mjs runs their blocks in the context they are written for. */
const isOfShop = ({ file }) => file.startsWith('docs/recipes/tag-');

/** Blocks that run on their own in Node. */
export const runsInNode = ({ lang, info }) => lang === 'js' && !info.includes('no-run');
/** Blocks that run on their own in a browser. */
export const runsInBrowser = (block) => block.lang === 'html' && !block.info.includes('no-run') && !isOfShop(block);
