/** The documentation's examples: every block is compiled, and those for Node are run. tests/e2e/docs.test.mjs runs the pages. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/lib/paths.mjs';
import { BLOCKS, runsInNode, scriptsOf } from '../docs/blocks.mjs';
import { mistakes, unbalanced } from '../docs/check.mjs';

const run = promisify(execFile);

/** Blocks marked `no-run`, identified by a part of their code, and the reason. */
const NOT_RUN = [
  { part: 'event.waitUntil(', why: 'a service worker: the matrix has one that places an order' },
  { part: "from '@rollup/", why: 'a Rollup configuration: the matrix builds with it' },
  { part: "from 'order-bridge/wasm'", why: 'an import that esbuild resolves: the matrix builds with it' },
  { part: 'analytics.subscribe(', why: "a Shopify pixel: tests/e2e/recipes.test.mjs runs it in a frame like Shopify's" },
];

/** Languages, and whether they are strict TypeScript. Others have no code of ours, or code of shop systems (tests/e2e/recipes.test.mjs). */
const STRICT = { ts: true, tsx: true, vue: true, svelte: true, js: false, html: false };
const OTHER = ['typescript', 'sh', 'http', 'text', 'json', 'css', 'php', 'liquid', 'xml'];

test('every block has a known language and info string', () => {
  assert.deepEqual(BLOCKS.filter(({ lang }) => !(lang in STRICT) && !OTHER.includes(lang)).map(({ where, lang }) => `${where} ${lang}`), []);
  assert.deepEqual(BLOCKS.flatMap(({ info }) => info).filter((word) => word !== 'no-run'), []);
});

test('blocks that are not run are listed with their reason, and no others are', () => {
  const blocks = BLOCKS.filter(({ info }) => info.includes('no-run'));
  assert.deepEqual(blocks.filter(({ code }) => !NOT_RUN.some(({ part }) => code.includes(part))).map(({ where }) => where), []);
  assert.deepEqual(NOT_RUN.filter(({ part }) => !blocks.some(({ code }) => code.includes(part))), []);
});

/** The blocks of a recipe are the files of one project: their first line is the file name. */
function fileOf({ lang, code, file, line, where }) {
  const named = /^(?:\/\/|<!--) ([\w./-]+)/.exec(code)?.[1];
  const folder = file.startsWith('docs/recipes/') ? file.replace(/\W/g, '_') : where.replace(/\W/g, '_');
  const ending = lang === 'js' ? 'mjs' : lang === 'tsx' ? 'tsx' : 'ts';
  return `${folder}/${(named ?? `block-${line}`).replace(/\.\w+$/, '').replace(/\.(component|service)$/, '.$1')}.${ending}`;
}

/** The files to compile: strict TypeScript, or JavaScript. */
const compiled = (strict) => BLOCKS.filter(({ lang }) => STRICT[lang] === strict).flatMap((block) => {
  if (!['html', 'vue', 'svelte'].includes(block.lang)) return [{ name: fileOf(block), code: block.code }];
  return scriptsOf(block.code).filter(({ code }) => code.trim()).map(({ code }, i) => ({ name: fileOf(block).replace(/\.ts$/, `-${i}.${strict ? 'ts' : 'mjs'}`), code }));
});

test('TypeScript 5.0 accepts every block, frameworks in strict mode', () => {
  const strict = compiled(true);
  // The Next.js recipe has React's components in its own folder.
  const components = strict.filter(({ name }) => /react_md\/(?!bridge)/.test(name)).map(({ name, code }) => ({ name: name.replace('docs_recipes_react_md', 'docs_recipes_next_md/components'), code }));
  const bridge = strict.filter(({ name }) => /react_md\/bridge/.test(name)).map(({ code }) => ({ name: 'docs_recipes_next_md/components/bridge.ts', code }));
  const next = strict.map(({ name, code }) => ({ name, code }));
  assert.ok(strict.length >= 12 && components.length === 2);
  assert.deepEqual(mistakes([...next, ...components, ...bridge], { strict: true }), []);
  assert.deepEqual(mistakes(compiled(false), { strict: false }), []);
});

test('the compiler finds a mistake in a block', () => {
  const wrong = [
    { name: 'wrong/outcome.ts', code: "import type { CheckoutResult } from 'order-bridge'; export const id = (result: CheckoutResult) => result.order.id;" },
    { name: 'wrong/option.ts', code: "import { loadOrderBridge } from 'order-bridge'; void loadOrderBridge({ token: 'a' });" },
  ];
  assert.deepEqual(mistakes(wrong, { strict: true }).map((text) => text.split(':')[0]).sort(), ['wrong/option.ts', 'wrong/outcome.ts']);
  assert.equal(mistakes(wrong.map(({ name, code }) => ({ name: name.replace('.ts', '.mjs'), code: code.replace(/import type.*; (.*)result: CheckoutResult\) => .*/, 'const result = await bridge.guestCheckout.placeOrder(order); show(result.order);') })), { strict: false }).length, 2);
  assert.equal(unbalanced('<p><b>a</p>'), '</p> closes <b>');
});

test('pages and templates close every tag that they open', () => {
  const wrong = BLOCKS.filter(({ lang }) => ['html', 'vue', 'svelte'].includes(lang)).map(({ where, code }) => [where, unbalanced(code)]).filter(([, what]) => what);
  assert.deepEqual(wrong, []);
});

for (const { where, code } of BLOCKS.filter(runsInNode)) {
  test(`${where} runs and reaches the services that it calls`, async () => {
    const prelude = pathToFileURL(join(root, 'tests/docs/prelude.mjs')).href;
    const { stdout } = await run(process.execPath, ['--import', prelude, '--input-type=module', '--eval', code], { cwd: root, timeout: 30_000 });
    const { orders, reports, shown } = JSON.parse(stdout.trim().split('\n').at(-1));
    if (/\bplaceOrder\(/.test(code) && !code.includes('standIn')) assert.ok(orders > 0, 'an order was placed');
    if (/\bsetBuyOrder(State)?\(|track: \{/.test(code) && !/standIn|[wW]idget/.test(code)) assert.ok(reports > 0, 'a report was made');
    // Neither a lost order that is found later nor a warning is waited for here.
    const onlyLater = /on\('(found|warning)'/.test(code) && !code.includes('pending()');
    if (/\bshow\b/.test(code) && !onlyLater) assert.ok(shown > 0, 'something is shown');
  });
}
