// `npm test -- --changed`: selects the suites and test files that changed files can affect, and says why.
// Imports of test files are followed. Files that tests read without importing them are listed below. A changed file that matches
// nothing selects everything.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../lib/paths.mjs';
import { Problem } from '../lib/problem.mjs';
import { ask } from '../lib/run.mjs';
import { INPUTS as PACKAGE_INPUTS } from '../build.mjs';

const PACKAGE = 'pkg/';
/** The suites that test the packed package in real projects. */
const TABLE = { paths: /^(tests\/matrix\/|examples\/|www\/(standin|serve)|package\.json|scripts\/matrix\.mjs|tests\/e2e\/lib\/(browser|launch|processes|notes)\.mjs)/, takesPackage: true };
/** What command suites read: a pattern of paths, and whether they use the built package. */
const READ_BY_COMMANDS = {
  format: { paths: /\.rs$|^rustfmt\.toml$/ },
  lints: { paths: /^(src|tests)\/.*\.rs$|^(Cargo\.|clippy\.toml|rust-toolchain|\.cargo\/)/ },
  domain: { paths: /^(src\/.*\.rs|tests\/[^/]+\.rs|tests\/(common|domain|simulator|corpus)\/|docs\/(failures|matrix)\.md)|^(Cargo\.|rust-toolchain)/ },
  types: { paths: /^(src\/js\/|tests\/types\/|package-lock\.json)/ },
  fuzz: { paths: /^(fuzz\/|src\/.*\.rs|Cargo\.)/ },
  'supply-chain': { paths: /^(fuzz\/)?Cargo\.|^deny\.toml$/ },
  matrix: TABLE,
  neighbours: TABLE,
  frameworks: TABLE,
  runtimes: TABLE,
  bindings: { paths: /^(src\/(domain|bindings|lib|js)|tests\/(browser|common)|Cargo\.|webdriver\.json)/ },
};
/** Files that modules imported by tests read at run time: the module, then path prefixes. */
const READ_BY_MODULES = [
  ['tests/e2e/lib/serve.mjs', [PACKAGE, 'tests/e2e/pages/']],
  ['tests/e2e/lib/shop.mjs', ['www/']],
  ['tests/e2e/lib/safe-server.mjs', [PACKAGE, 'tests/safe/', 'tests/corpus/']],
  ['tests/e2e/lib/kill.mjs', ['tests/e2e/lib/sturdy-firefox.sh']],
  ['tests/node/runner.test.mjs', ['tests/node/runner/']],
  ['tests/e2e/lib/recipes.mjs', [PACKAGE, 'docs/recipes/tag-', 'tests/e2e/recipes/', 'examples/woocommerce/']],
  ['tests/docs/blocks.mjs', ['docs/', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']],
];
/** Files that no test reads. */
const UNTESTED = /^(docs\/screenshots\/|LICENSE|\.gitignore$|tests\/bench\/)/;

/** Files changed since a commit, and untracked files. @param {string} [since] */
export async function changedFiles(since) {
  const base = since ?? (await ask('git', ['merge-base', 'HEAD', 'main'], { cwd: root }));
  const listed = base && (await ask('git', ['diff', '--name-only', base], { cwd: root }));
  if (listed === undefined) throw new Problem(`git cannot find the commit "${since ?? 'main'}" to compare with.`);
  const untracked = (await ask('git', ['ls-files', '--others', '--exclude-standard'], { cwd: root })) ?? '';
  return [...new Set(`${listed}\n${untracked}`.split('\n').filter(Boolean))].sort();
}

/**
 * Returns the suites with only the affected files, and a line of explanation for each changed file.
 * @param {object[]} suites @param {string[]} changed
 */
export async function reached(suites, changed) {
  const imports = await importsOf(suites.flatMap(({ files = [] }) => files));
  const wanted = new Map(suites.map((suite) => [suite, new Set()]));
  const reasons = changed.map((path) => {
    if (UNTESTED.test(path)) return `${path}: no test reads it`;
    const paths = isOfPackage(path) ? [path, PACKAGE] : [path];
    const hits = suites.map((suite) => [suite, reachedIn(suite, paths, imports)]).filter(([, files]) => files.length);
    const all = hits.length === 0;
    for (const [suite, files] of all ? suites.map((suite) => [suite, suite.files ?? ['all']]) : hits) files.forEach((file) => wanted.get(suite).add(file));
    const names = all ? 'everything, because nothing is known to read it' : hits.map(([{ name, files }, some]) => (files ? `${name} (${some.length} of ${files.length} files)` : name)).join(', ');
    return `${path}${paths.length > 1 ? ', an input of the package' : ''}: ${names}`;
  });
  const chosen = suites.map((suite) => ({ ...suite, ...(suite.files && { files: suite.files.filter((file) => wanted.get(suite).has(file)) }), reached: wanted.get(suite).size }));
  return { chosen: chosen.filter((suite) => suite.reached > 0), reasons };
}

const isOfPackage = (path) => PACKAGE_INPUTS.some((input) => path === input || path.startsWith(`${input}/`));

/** The files of a suite that read one of the paths, or `['all']` for a suite of commands. */
function reachedIn(suite, paths, imports) {
  if (suite.files) return suite.files.filter((file) => paths.some((path) => reads(imports.get(file), path)));
  const rule = READ_BY_COMMANDS[suite.name] ?? READ_BY_COMMANDS[suite.name.split('-')[0]];
  const hit = paths.some((path) => (path === PACKAGE ? rule?.takesPackage : rule?.paths.test(path)));
  return hit ? ['all'] : [];
}

/** Whether a test with these imported modules reads a path: it imports the path, is listed as reading it, or mentions it in its source. */
function reads(modules, path) {
  if (modules.has(path) || (path === PACKAGE && [...modules].some((module) => module.startsWith(PACKAGE)))) return true;
  if (READ_BY_MODULES.some(([module, starts]) => modules.has(module) && starts.some((start) => path.startsWith(start)))) return true;
  return path !== PACKAGE && [...modules].some((module) => /^tests\//.test(module) && textOf(module).includes(path));
}

const texts = new Map();
function textOf(path) {
  if (!texts.has(path)) texts.set(path, existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
  return texts.get(path);
}

/** The modules that each test file imports, directly or indirectly, including itself. Works without a built package. */
async function importsOf(files) {
  // Imported late: set-up may have just installed it.
  const { build } = await import('esbuild');
  const unbuilt = {
    name: 'unbuilt',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/pkg\// }, ({ path }) => ({ path: path.slice(path.indexOf(PACKAGE)), external: true }));
      // Files that scripts/lib/bundle.mjs generates next to the sources.
      onResolve({ filter: /\/(order_bridge\.js|wasm-text\.mjs)$/ }, () => ({ path: 'pkg/', external: true }));
      // esbuild follows an import with a computed path to every file that matches, so these are loaded as empty modules.
      onLoad({ filter: /\/pkg\/[^/]+$|\.d\.ts$/ }, () => ({ contents: '' }));
    },
  };
  const unique = [...new Set(files)];
  if (unique.length === 0) return new Map();
  const { metafile } = await build({
    entryPoints: unique.map((file) => join(root, file)), absWorkingDir: root, bundle: true, write: false, metafile: true, outdir: 'unused',
    platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent', plugins: [unbuilt],
  });
  const direct = new Map(Object.entries(metafile.inputs).map(([path, { imports }]) => [path, imports.map((one) => one.path)]));
  return new Map(unique.map((file) => [file, closure(file, direct)]));
}

function closure(file, direct) {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path)) return;
    found.add(path);
    (direct.get(path) ?? []).forEach(visit);
  };
  visit(relative(root, join(root, file)));
  return found;
}
