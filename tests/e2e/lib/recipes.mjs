/**
 * Serves a shop that follows a recipe: takes the code blocks from the documentation page, puts them where that page says, and
 * serves them as the shop's system would. Requests to Ocular's address go to the stand-in.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { find } from '../../../scripts/lib/find.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import { blocksOf } from '../../docs/fences.mjs';
import { newPort, newPorts } from './ports.mjs';
import { serve } from './serve.mjs';

const run = promisify(execFile);
const OCULAR = 'https://api.ocularsolution.com';
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const STUBS = fileURLToPath(new URL('../recipes/', import.meta.url));
const IMITATIONS = fileURLToPath(new URL('../pages/', import.meta.url));

/** The names of the recipes. */
export const RECIPES = ['consent', 'google-tag-manager', 'gtag', 'jumpseller', 'magento', 'prestashop', 'shopify', 'vtex', 'woocommerce'];
const pageOf = (recipe) => `docs/recipes/tag-${recipe}.md`;

/** A recipe's code blocks of one language, in order. */
export const blocks = (recipe, lang) => blocksOf(pageOf(recipe)).filter((block) => block.lang === lang).map(({ code }) => code);
export const text = (recipe) => readFile(join(root, pageOf(recipe)), 'utf8');

/** The path of PHP, or undefined if it is not installed. */
export const php = process.env.PHP ?? find('php');

/** Writes the contents to temporary files and calls `use` with their paths. @template T @param {string[]} codes @param {(paths: string[]) => Promise<T>} use @returns {Promise<T>} */
async function inFiles(codes, use) {
  const folder = await mkdtemp(join(tmpdir(), 'order-bridge-recipe-'));
  try {
    const paths = codes.map((_, i) => join(folder, `${i}.php`));
    await Promise.all(paths.map((path, i) => writeFile(path, asFile(codes[i]))));
    return await use(paths);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Snippets for functions.php have no opening tag. */
const asFile = (code) => (code.startsWith('<?php') ? code : `<?php\n${code}`);

/** The output of `php -l`; empty if the syntax is right. @param {string} code */
export const syntaxFaults = (code) => inFiles([code], async ([path]) => {
  const { stdout } = await run(php, ['-l', path]).catch((error) => error);
  return /^No syntax errors detected/.test(stdout) ? '' : stdout;
});

/** What snippets print when run with a stub of their system. @param {string} stub @param {string[]} codes @param {Record<string, string>} [env] */
export const rendered = (stub, codes, env = {}) => inFiles(codes, async (paths) => {
  const { stdout } = await run(php, ['-d', 'display_errors=stderr', join(STUBS, stub), ...paths], { env: { ...process.env, ...env } });
  return stdout;
});

/**
 * The part of Liquid that the recipes use: `if` with a name, `for`, and values with filters.
 * @param {string} template @param {Record<string, any>} values @param {Record<string, (value: any, ...more: any[]) => unknown>} [filters]
 */
export function liquid(template, values, filters = {}) {
  const known = {
    default: (value, other) => value ?? other,
    url_encode: (value) => encodeURIComponent(value).replace(/%20/g, '+').replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
    ...filters,
  };
  const valueOf = (word, scope) => /^'(.*)'$/.exec(word)?.[1] ?? word.split('.').reduce((value, name) => value?.[name], scope);
  function evaluated(expression, scope) {
    const [first, ...chain] = expression.split('|').map((part) => part.trim());
    return chain.reduce((value, filter) => {
      const [, name, argument] = /^(\w+)(?::\s*(.+))?$/.exec(filter);
      if (!known[name]) throw new Error(`unknown filter ${name}`);
      return known[name](value, argument && valueOf(argument, scope));
    }, valueOf(first, scope));
  }
  function part(code, scope) {
    const tag = /\{%\s*(if|for)\s+(.+?)\s*%\}/.exec(code);
    if (!tag) return code.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, expression) => String(evaluated(expression, scope) ?? ''));
    const [start, kind, condition] = tag;
    const end = `{% end${kind} %}`;
    const from = tag.index + start.length;
    // The recipes do not nest tags of the same kind.
    const to = code.indexOf(end, from);
    const inner = code.slice(from, to);
    const [, name, list] = /^(\w+) in (\S+)$/.exec(condition) ?? [];
    const done = kind === 'if'
      ? (valueOf(condition, scope) == null ? '' : part(inner, scope))
      : (valueOf(list, scope) ?? []).map((one) => part(inner, { ...scope, [name]: one })).join('');
    return part(code.slice(0, tag.index), scope) + done + part(code.slice(to + end.length), scope);
  }
  return part(template, values);
}

const page = (head, body) => `<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>Tienda</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

/** Redirects requests for Ocular's address to the stand-in; all others stay as they are. */
const redirect = (services) => `(() => {
  const { fetch } = window;
  window.fetch = (input, init) => fetch(String(input).replace(${JSON.stringify(OCULAR)}, ${JSON.stringify(services)}), init);
})();`;

/**
 * @param {{ driver: any }} browser
 * @param {Record<string, { head?: string, body?: string, nonce?: string } | string>} pages  Pages by path; a string is a script.
 *   The package's files are served from every folder named order-bridge or orderbridge, on this origin and, for cross-origin use,
 *   on https://files.shop.example.
 * @param {{ policy?: (services: string) => string }} [options]
 */
export async function openRecipe(t, browser, pages, { policy } = {}) {
  const ports = await newPorts();
  const [own, services] = [ports.pagePort, ports.servicesPort].map((port) => `http://localhost:${port}`);
  const files = createServer(async (request, response) => {
    const file = await packageFile(request.url);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.type, 'access-control-allow-origin': '*', 'cache-control': 'no-store' }).end(file.bytes);
  });
  files.listen(await newPort(), '127.0.0.1');
  await once(files, 'listening');
  const foreign = `http://localhost:${files.address().port}`;
  /** Replaces the example addresses of the recipe by local ones. */
  const here = (code) => code.replaceAll('https://files.shop.example', foreign).replaceAll('https://shop.example', own);

  const front = '<script src="/watch.js"></script><script src="/network.js"></script>';
  const made = (one) => ({ type: 'text/html; charset=utf-8', bytes: here(page(front + (one.head ?? ''), one.body ?? '')) });
  const script = (code) => ({ type: TYPES['.js'], bytes: here(code) });
  const lenient = `default-src 'none'; script-src ${own} 'unsafe-inline' 'wasm-unsafe-eval' ${foreign}; img-src data:; frame-src ${own}; connect-src ${own} ${services} ${foreign}`;
  const served = await serve({
    ...ports,
    policy: policy?.(services) ?? lenient,
    async alter(path, file) {
      if (path === '/network.js') return script(redirect(services));
      const one = pages[path];
      if (typeof one === 'string') return script(one);
      return one ? made(one) : (await packageFile(path)) ?? file;
    },
  });
  t.after(async () => {
    files.close();
    files.closeAllConnections();
    await served.close();
  });

  const inPage = (code, ...values) => browser.driver.executeScript(code, ...values);
  return {
    standIn: served.standIn,
    inPage,
    go: (path) => browser.driver.get(served.pageUrl + path),
    reports: () => served.standIn.state.reports.map(shown),
    wrong: () => inPage('return wrong;'),
    said: () => inPage(`return consoleLines.filter((line) => line.includes('order-bridge: ')).map((line) => line.replace(/^console\\.\\w+: /, ''));`),
    asked: () => inPage(`return performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => /order-?bridge|\\/assets\\//.test(path));`),
  };
}

/** @param {string} path @returns the file at that path, or null if it is not a file of the package */
async function packageFile(path) {
  const [, name] = /\/(?:order-?bridge|assets)\/([\w.]+)(?:\?.*)?$/.exec(path) ?? [];
  if (!name || !TYPES[extname(name)]) return null;
  return readFile(join(root, 'pkg', name)).then((bytes) => ({ type: TYPES[extname(name)], bytes }), () => null);
}

/** A fake of a part of a shop's system. @param {string} name */
export const imitation = (name) => readFile(join(IMITATIONS, name), 'utf8');

/** A report as `1536 T1 | SKU-1:Crema x2 @23990 CLP ; … = 47980`. */
function shown({ session, body }) {
  const lines = body.items.map(({ external_id: id, name, quantity, price, discount = 0, currency }) => `${id}:${name} x${quantity} @${price}${discount ? ` -${discount}` : ''} ${currency}`);
  const total = body.items.reduce((sum, { quantity, price, unit_price: isUnit, discount = 0 }) => sum + (isUnit ? price * quantity : price) - discount, 0);
  return `${session} ${body.external_id} | ${lines.join(' ; ')} = ${Math.round(total * 10_000) / 10_000}`;
}
