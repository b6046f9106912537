/** Documentation and declarations have the same options, calls, codes, events and warnings. The README is short and links to every page. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { entries } from '../../scripts/lib/api-page.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { FILES, read } from '../docs/blocks.mjs';

const { declarations } = entries().find(({ name }) => name === 'order-bridge');
const declared = (name) => declarations.find((one) => one.name === name);
const membersOf = (name) => declared(name).members.map((member) => member.name);
const quoted = (text) => [...text.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code);
const CODES = quoted(declared('ProblemCode').signature);
const WARNINGS = declared('Warning').members.find(({ name }) => name === 'code').doc.text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g);

const OPTIONS = 'docs/options.md';
const CODES_PAGE = 'docs/codes.md';
const MOST_WORDS = 1200;

/** The names in backticks in the first column of the table under a heading. */
function table(file, heading) {
  const section = read(file).split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  assert.ok(section, `${file} has a section "${heading}"`);
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name.replace(/\(.*\)$/, '')));
}

const same = (found, wanted) => assert.deepEqual([...found].sort(), [...wanted].sort());

test('all options of loadOrderBridge', () => {
  const grouped = { ocular: 'OcularOptions', oneEntry: 'OneEntryOptions' };
  same(table(OPTIONS, 'Options of `loadOrderBridge`'), membersOf('BridgeOptions').flatMap((name) => (grouped[name] ? membersOf(grouped[name]).map((inner) => `${name}.${inner}`) : [name])));
});

test('all options of placeOrder', () => same(table(OPTIONS, 'Options of `placeOrder` and `resume`'), membersOf('PlaceOrderOptions')));
test('all calls of guestCheckout', () => same(table(OPTIONS, 'Calls of `guestCheckout`'), membersOf('GuestCheckout')));
test('all events', () => same(table(CODES_PAGE, 'Events'), membersOf('BridgeEvents')));
test('all codes of problems', () => same(table(CODES_PAGE, 'Problems by code'), CODES));

test('the codes documented as retryable are those of the crate', () => {
  const [, list] = /fn retryable[\s\S]*?matches!\(([\s\S]*?)\)/.exec(read('src/domain/problem.rs'));
  const told = [...list.matchAll(/Code::(\w+)/g)].map(([, name]) => name.replace(/\B[A-Z]/g, '_$&').toUpperCase());
  const rows = read(CODES_PAGE).split('\n').filter((row) => /^\| `[A-Z_]+`/.test(row) && row.split('|').length === 6);
  same(rows.filter((row) => row.split('|')[4].includes('yes')).flatMap((row) => row.split('|')[1].match(/[A-Z_]+/g)), told);
});

test('CONTRIBUTING lists every command, and no other', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = [...read('CONTRIBUTING.md').matchAll(/npm (?:run )?([a-z-]+)/g)].map(([, script]) => script).filter((script) => !['publish', 'pack'].includes(script));
  same(new Set(named), Object.keys(scripts).filter((name) => name !== 'prepublishOnly'));
});

test('the outcomes are in the README, and in full in docs/orders.md', () => {
  const outcomes = [...declared('CheckoutResult').signature.matchAll(/outcome: '(\w+)'/g)].map(([, outcome]) => outcome);
  for (const file of ['README.md', 'docs/orders.md']) same(table(file, 'The four outcomes'), outcomes);
});

test('all calls of the bridge', () => {
  for (const { name } of declared('OrderBridge').members.filter(({ isCall }) => isCall)) assert.match(FILES.map(read).join('\n'), new RegExp(`\\b${name}\\(`), name);
});

test('warnings are in docs/codes.md, in the declarations and in the crate', () => {
  const sources = readdirSync(join(root, 'src/domain'), { recursive: true }).filter((name) => name.endsWith('.rs')).map((name) => readFileSync(join(root, 'src/domain', name), 'utf8'));
  const given = sources.flatMap((text) => [...text.matchAll(/\b(?:code: |warn\(\s*)"([A-Z_]+)"/g)].map(([, code]) => code));
  same(table(CODES_PAGE, 'Warnings'), new Set(given));
  same(WARNINGS, new Set(given));
});

test('the documented engines are those that the loader requires', async () => {
  const { OLDEST } = await import('../../src/js/engine.mjs');
  for (const [name, version] of Object.entries(OLDEST)) {
    assert.ok(read('docs/limits.md').includes(`${name} ${version}`), `${name} ${version}`);
    assert.match(read('README.md'), new RegExp(`\\b${name}( and \\w+)? ${version}\\b`), `${name} ${version}`);
  }
});

test('every entry is documented, and every documented entry exists', () => {
  const { name, exports } = JSON.parse(read('package.json'));
  const paths = Object.keys(exports).filter((path) => !['.', './package.json'].includes(path)).map((path) => name + path.slice(1));
  const text = FILES.map(read).join('\n');
  same(new Set([...text.matchAll(/[`'](order-bridge\/[\w./-]+)[`']/g)].map(([, path]) => path)), paths);
});

test('the documented attributes of global.js are options', () => {
  const { doc } = entries().find(({ name }) => name === 'order-bridge/global');
  const options = table(OPTIONS, 'Options of `loadOrderBridge`').flatMap((name) => (name === 'oneEntry.guest' ? ['oneEntry.guestId'] : [name]));
  const attribute = (option) => `data-${option.replace('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const named = new Set([...`${doc.text} ${FILES.map(read).join(' ')}`.matchAll(/(?<![\w-])data-[a-z-]*[a-z]/g)].map(([found]) => found));
  // Attributes of the stub, of the tag (docs/tag.md), and of consent banners (docs/recipes/tag-consent.md).
  const others = ['data-limit', 'data-currency', 'data-layer', 'data-remember-hours', 'data-cookieconsent', 'data-category', 'data-cmplz-src'];
  assert.deepEqual([...named].filter((name) => !others.includes(name) && !options.map(attribute).includes(name)), []);
});

test('no page of the documentation names a code that does not exist', () => {
  const known = new Set([...CODES, ...WARNINGS]);
  const other = new Set(['APP_TOKEN', 'UPDATE_DOCS', 'OBJECT', 'CLP', 'USD', 'EUR', 'PUT', 'ENGINE', 'SEED', 'SEEDS', 'NAME', 'GUEST_ID', 'DEVICE', 'FAULTS', 'ROUTES', 'REFUSALS', 'WIDGET_BEHAVIOURS', 'SECURITY', 'POST', 'GET', 'FOLDER', 'PATCH', 'ORDER-8454']);
  const named = FILES.flatMap((file) => [...read(file).replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`([A-Z][A-Z_]{2,})`/g)].map(([, name]) => `${file}: ${name}`));
  assert.deepEqual(named.filter((text) => !known.has(text.split(': ')[1]) && !other.has(text.split(': ')[1])), []);
});

/** The links of a page to files of the repository: path, anchor and target file. */
const linksOf = (file) => [...read(file).replace(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)]
  .map(([, path, anchor]) => ({ path, anchor, target: path ? join(file, '..', path).replaceAll('\\', '/') : file }));

test('no link is broken', () => {
  const heads = (file) => [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, head]) => head.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
  for (const file of [...FILES, 'CHANGELOG.md', 'SECURITY.md']) {
    for (const { path, anchor, target } of linksOf(file)) {
      assert.doesNotThrow(() => readFileSync(join(root, target)), `${file} links to ${path}`);
      if (anchor) assert.ok(heads(target).includes(anchor), `${file} links to ${path}#${anchor}`);
    }
  }
});

test('links lead from the README to every page', () => {
  const pages = readdirSync(join(root, 'docs'), { recursive: true }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name.replaceAll('\\', '/')}`);
  const found = new Set(['README.md']);
  for (const file of found) for (const { target } of linksOf(file)) if (target.endsWith('.md')) found.add(target);
  assert.deepEqual([...pages, 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'].filter((page) => !found.has(page)), []);
});

test(`the README has at most ${MOST_WORDS} words`, () => {
  const words = read('README.md').split(/\s+/).filter(Boolean).length;
  assert.ok(words <= MOST_WORDS, `${words} words`);
});

test('the files that docs/architecture.md names exist', () => {
  const named = [...read('docs/architecture.md').matchAll(/`((?:src|tests|www|scripts|fuzz)(?:\/[\w.-]+)*)`/g)].map(([, path]) => path);
  assert.ok(named.length > 30, String(named.length));
  assert.deepEqual(named.filter((path) => !existsSync(join(root, path))), []);
});

test('scripts/README.md has a line for each script, and no other', () => {
  const page = read('scripts/README.md');
  const files = ['.', 'lib', 'setup', 'test', 'fuzz'].flatMap((folder) => readdirSync(join(root, 'scripts', folder))).filter((name) => name.endsWith('.mjs'));
  const named = [...page.matchAll(/`(?:fuzz\/)?([\w-]+\.mjs)`/g)].map(([, name]) => name).filter((name) => name !== 'inline.mjs');
  assert.deepEqual([...new Set(named)].sort(), [...new Set(files)].sort());
});

/** Words that only the authors understood, and what to say instead. */
const OLD_WORDS = {
  desk: 'queue',
  told: 'gets, is reported, is delivered',
  noted: 'saved, recorded',
  witness: 'reference implementation',
  rooms: 'layers',
  'comes to': 'adds up to, results in',
  'come to': 'add up to, result in',
  '(?<!there )is none': 'does not exist, is not',
};

test('no page, comment or name has a private word', () => {
  const written = ['src', 'scripts', 'www', 'tests', 'fuzz/src', 'examples'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
    // A product of the stand-in is a desk lamp; this file names the words.
    .filter((name) => /\.(rs|m?js|ts|tsx|html|md)$/.test(name) && !/\bnode_modules\b|standin\/data\/products|docs-names/.test(name));
  const pages = [...FILES, 'CHANGELOG.md', 'SECURITY.md', 'docs/api.md', 'docs/failures.md', 'docs/matrix.md', 'scripts/README.md', 'Cargo.toml'];
  const found = [...new Set([...pages, ...written])].flatMap((page) => read(page).split('\n').flatMap((line, at) => Object.entries(OLD_WORDS)
    .filter(([word]) => new RegExp(`(?<![\\w])${word}\\b`, 'i').test(line)).map(([word, instead]) => `${page}:${at + 1}: "${word}": ${instead}`)));
  assert.ok(written.length > 400, String(written.length));
  assert.deepEqual(found, []);
});
