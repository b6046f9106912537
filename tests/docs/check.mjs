/** Type-checks examples in memory, with TypeScript 5.0, against the declarations of the package. */
import { join } from 'node:path';
import ts from 'typescript-5.0';
import { entries } from '../../scripts/lib/api-page.mjs';
import { root } from '../../scripts/lib/paths.mjs';

const declared = Object.fromEntries(entries().map(({ name, file }) => [name, join(root, file)]));
const AMBIENT = [...['ambient.d.ts', 'frameworks.d.ts'].map((name) => join(root, 'tests/docs', name)), declared['order-bridge/global'], declared['order-bridge/stub']];

/** Errors that are ignored in JavaScript, which cannot say which type of element a query returns. */
const DOM = /HTML\w*Element|'(EventTarget|Element)'|possibly 'null'/;

/** The entry of each package file, whatever URL a page loads it from. */
const FILE_OF = { 'index.mjs': 'order-bridge', 'element.mjs': 'order-bridge/element', 'testing.mjs': 'order-bridge/testing', 'inline.mjs': 'order-bridge/inline' };
const moduleOf = (name) => declared[name] ?? (/\border-bridge\//.test(name) ? declared[FILE_OF[name.split('/').at(-1)]] : undefined);

/**
 * @param {{ name: string, code: string }[]} files  The file extension determines the language; files in the same folder see each other.
 * @param {{ strict: boolean }} options  Not strict: JavaScript, with untyped parameters and without element types.
 * @returns {string[]} the errors, as `name:line text`
 */
export function mistakes(files, { strict }) {
  // `export {}` makes each file a module with its own scope.
  const mine = new Map(files.map(({ name, code }) => [join('/examples', name), `${code}\nexport {};\n`]));
  const options = {
    strict: true, noImplicitAny: strict, allowJs: true, checkJs: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, resolveJsonModule: true,
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: [], experimentalDecorators: true,
  };
  const host = ts.createCompilerHost(options);
  const resolve = (name, from) => {
    if (moduleOf(name)) return moduleOf(name);
    if (!name.startsWith('.')) return undefined;
    const path = join(from, '..', name);
    return [path, `${path}.ts`, `${path}.tsx`].find((candidate) => mine.has(candidate) || /\.d\.ts$/.test(candidate) && host.fileExists(candidate)) ?? (host.fileExists(path.replace(/\.js$/, '.d.ts')) ? path.replace(/\.js$/, '.d.ts') : undefined);
  };
  const { getSourceFile, fileExists, readFile } = host;
  Object.assign(host, {
    fileExists: (path) => mine.has(path) || fileExists(path),
    readFile: (path) => mine.get(path) ?? readFile(path),
    getSourceFile: (path, ...more) => (mine.has(path) ? ts.createSourceFile(path, mine.get(path), ts.ScriptTarget.ES2022, true) : getSourceFile(path, ...more)),
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => {
      const path = resolve(text, from);
      return { resolvedModule: path && { resolvedFileName: path, extension: path.endsWith('.d.ts') ? '.d.ts' : path.slice(path.lastIndexOf('.')), isExternalLibraryImport: false } };
    }),
  });
  const program = ts.createProgram([...mine.keys(), ...AMBIENT], options, host);
  return ts.getPreEmitDiagnostics(program).filter(({ messageText }) => strict || !DOM.test(ts.flattenDiagnosticMessageText(messageText, ' '))).map(({ file, start, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.replace('/examples/', '') ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** Describes a tag that an HTML parser would complain about, because it is not closed or closed twice. Returns '' if there is none. */
export function unbalanced(code) {
  const VOID = new Set(['meta', 'link', 'input', 'br', 'img', 'hr']);
  const open = [];
  const text = code.replace(/<!--[\s\S]*?-->/g, '').replace(/(<script\b[^>]*>)[\s\S]*?(<\/script>)/g, '$1$2').replace(/<!doctype[^>]*>/gi, '');
  for (const [, slash, name, self] of text.matchAll(/<(\/?)([a-zA-Z][\w-]*)(?:"[^"]*"|'[^']*'|\{(?:[^{}]|\{[^}]*\})*\}|[^>"'{])*?(\/?)>/g)) {
    if (VOID.has(name.toLowerCase()) || self) continue;
    if (!slash) open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return `</${name}> closes ${open.at(-1) ? `<${open.at(-1)}>` : 'nothing'}`;
  }
  // HTML allows these to stay open.
  const left = open.filter((name) => !['html', 'body', 'head', 'p', 'li', 'option'].includes(name));
  return left.length ? `<${left.at(-1)}> stays open` : '';
}

