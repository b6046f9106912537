/**
 * Serves the shop page and the stand-in services on two ports of this machine, so that the page's
 * calls are really cross-origin. `node www/serve.mjs` prints the addresses.
 */
import { createServer } from 'node:http';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createStandIn } from './standin/index.mjs';

const PAGE_ROOT = fileURLToPath(new URL('.', import.meta.url));
const PACKAGE_ROOT = fileURLToPath(new URL('../pkg/', import.meta.url));
/** Libraries that the page loads, by their path. */
const VENDOR = { '/vendor/json5.mjs': fileURLToPath(new URL('../node_modules/json5/dist/index.min.mjs', import.meta.url)) };
const MOST_BODY_BYTES = 4 * 1024 * 1024;

const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** /tag.html shows the shop with the tag in a frame, and the shop's bank has another origin. */
const HERE = "'self' http://127.0.0.1:* http://localhost:*";
/** Allows inline scripts, as shops with a tag manager must. */
const FRAMED_CSP = PAGE_CSP.replace("frame-ancestors 'none'", `frame-ancestors ${HERE}`).replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace("; require-trusted-types-for 'script'", '');
const FRAMING_CSP = `${PAGE_CSP}; frame-src ${HERE}`;

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.cjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * @param {object} [options]
 * @param {number} [options.pagePort]  0 for any free port.
 * @param {number} [options.servicesPort]
 * @param {string} [options.host]
 * @param {ReturnType<typeof createStandIn>} [options.standIn]
 * @param {string} [options.pageRoot]  The folder of the page's files.
 * @param {string} [options.packageRoot]  The folder served under /pkg/.
 * @param {string | null} [options.policy]  The page's Content-Security-Policy; null for none.
 * @param {boolean} [options.keepAlive]  Services keep connections open, and drop them without sending anything. Browsers
 *   then repeat a request automatically (docs/orders.md), so a test would not see the fault that it asked for.
 * @param {(path: string, file: { type: string, bytes: Uint8Array | string } | null) => unknown} [options.alter]  Lets a test
 *   replace or add a page's file; the result may have `headers`.
 */
export async function serve({
  pagePort = 8080, servicesPort = 8081, host = '127.0.0.1', standIn = createStandIn(), pageRoot = PAGE_ROOT, packageRoot = PACKAGE_ROOT, policy = PAGE_CSP, keepAlive = false,
  alter = (path, file) => file,
} = {}) {
  const services = createServer((request, response) => {
    response.shouldKeepAlive = keepAlive;
    void answerFromStandIn(standIn, request, response);
  });
  const page = createServer((request, response) => void answerPage(request, response));
  await listen(services, servicesPort, host);
  try {
    await listen(page, pagePort, host);
  } catch (error) {
    await end(services);
    throw error;
  }
  const servicesUrl = `http://localhost:${services.address().port}`;
  const pageUrl = `http://localhost:${page.address().port}`;
  const { successUrl, cancelUrl } = standIn.settings;
  standIn.configure({ successUrl: successUrl ?? `${pageUrl}/?payment=success`, cancelUrl: cancelUrl ?? `${pageUrl}/?payment=cancel` });

  async function answerPage(request, response) {
    const path = pathOf(request.url);
    const own = policy === PAGE_CSP ? policyOf(path) : policy;
    const headers = { 'cache-control': 'no-store', ...(own && { 'content-security-policy': own }), 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
    const send = (status, type, body, more) => response.writeHead(status, { ...headers, 'content-type': type, ...more }).end(request.method === 'HEAD' ? undefined : body);
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, TYPES['.txt'], 'Only GET.');
    if (path === '/services.json') return send(200, TYPES['.json'], JSON.stringify({ servicesUrl, token: standIn.token }));
    if (path === '/services.js') return send(200, TYPES['.js'], `window.orderBridgeOptions = ${JSON.stringify({ ocular: { baseUrl: `${servicesUrl}/api/product-management/v1` } })};`);
    const file = path === null ? null : await alter(path, await readServed(path, pageRoot, packageRoot));
    return file === null ? send(404, TYPES['.txt'], 'Not found.') : send(200, file.type, file.bytes, file.headers);
  }

  return {
    pageUrl,
    servicesUrl,
    standIn,
    async close() {
      standIn.close();
      await Promise.all([end(page), end(services)]);
    },
  };
}

function policyOf(path) {
  if (path === '/tag.html') return FRAMING_CSP;
  return path?.startsWith('/tag/') ? FRAMED_CSP : PAGE_CSP;
}

/** The decoded path, or null if it is invalid. */
function pathOf(url) {
  try {
    return decodeURIComponent(url.split('?')[0]);
  } catch {
    return null;
  }
}

async function readServed(path, pageRoot, packageRoot) {
  if (Object.hasOwn(VENDOR, path)) return { type: TYPES['.mjs'], bytes: await readFile(VENDOR[path]) };
  const [root, inside] = path.startsWith('/pkg/') ? [packageRoot, path.slice('/pkg/'.length)] : [pageRoot, path.slice(1)];
  const wanted = inside === '' || inside.endsWith('/') ? `${inside}index.html` : inside;
  const type = TYPES[extname(wanted)];
  const isHidden = wanted.split(/[/\\]/).some((part) => part.startsWith('.')) || wanted.includes('\0');
  if (type === undefined || isHidden) return null;
  try {
    const [from, to] = await Promise.all([realpath(root), realpath(join(root, wanted))]);
    if (!to.startsWith(from.endsWith(sep) ? from : from + sep)) return null;
    return { type, bytes: await readFile(to) };
  } catch {
    return null;
  }
}

async function answerFromStandIn(standIn, request, response) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    const body = await readBody(request);
    const url = `http://${request.headers.host ?? 'localhost'}${request.url}`;
    const { end: ending, response: answer } = await standIn.exchange(new Request(url, {
      method: request.method,
      headers: headersOf(request),
      body: request.method === 'GET' || request.method === 'HEAD' ? undefined : body,
    }));
    if (ending === 'hang') return;
    if (ending === 'reset') return reset(request, response);
    await send(answer, request, response);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!response.headersSent) response.writeHead(500, { 'content-type': TYPES['.txt'] });
    response.end(String(error?.stack ?? error));
  }
}

/**
 * Drops the connection. Chromium repeats a request even on a connection that was preconnected and not kept alive, unless it has
 * received something on it. "102 Processing" is the smallest response that a page never sees.
 */
function reset(request, response) {
  if (response.shouldKeepAlive) request.socket.destroy();
  else response.writeProcessing(() => request.socket.destroy());
}

/** Sends the answer. If its body fails, the connection is dropped. */
async function send(answer, request, response) {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body === null) return void response.end();
  try {
    for await (const part of answer.body) await new Promise((done) => { response.write(part, done); });
    response.end();
  } catch {
    request.socket.destroy();
  }
}

function headersOf({ rawHeaders }) {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i], rawHeaders[i + 1]);
  return headers;
}

async function readBody(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BODY_BYTES) throw new RangeError('the body is too large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function end(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(await realpath(process.argv[1]).catch(() => process.argv[1])).href) {
  const { pageUrl, servicesUrl } = await serve({ pagePort: Number(process.env.PAGE_PORT ?? 8080), servicesPort: Number(process.env.SERVICES_PORT ?? 8081) });
  process.stdout.write(`Shop page:         ${pageUrl}\nStand-in services: ${servicesUrl}\nInspector:         ${servicesUrl}/standin\n`);
}
