/** Serves the checks of tests/safe under a policy that the test chooses, and the wasm with any one bit flipped. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flipped } from '../../safe/flips.mjs';
import { newPort } from './ports.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };

/** @param {{ policies: Record<string, string> }} options  The page `/NAME/` is served with the policy of that name. */
export async function servePages({ policies }) {
  const wasm = await readFile(`${ROOT}pkg/order_bridge_bg.wasm`);

  async function answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const send = (status, type, body, headers = {}) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
    const page = /^\/([\w-]+)\/$/.exec(pathname)?.[1];
    if (page in policies) return send(200, TYPES['.html'], await readFile(`${ROOT}tests/safe/page.html`), { 'content-security-policy': policies[page] });
    if (pathname === '/flipped.wasm') return send(200, TYPES['.wasm'], flipped(wasm, { at: Number(searchParams.get('at')), mask: Number(searchParams.get('mask')) }));
    // Served as cacheable, to measure how long loading takes.
    if (pathname === '/kept.wasm') return send(200, TYPES['.wasm'], wasm, { 'cache-control': 'max-age=600' });
    if (!/^\/(pkg|tests\/(safe|corpus))\/[\w./-]+$/.test(pathname) || pathname.includes('..')) return send(404, 'text/plain', 'Not found.');
    return readFile(ROOT + pathname.slice(1)).then((body) => send(200, TYPES[extname(pathname)] ?? 'text/plain', body), () => send(404, 'text/plain', 'Not found.'));
  }

  return listen((request, response) => void answer(request, response));
}

/** An origin that must never receive a request. It accepts and records every request. */
export async function serveStranger() {
  const received = [];
  const server = await listen((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; }).on('end', () => {
      received.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(request.method === 'OPTIONS' ? 204 : 201, {
        'access-control-allow-origin': '*', 'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*', 'access-control-allow-methods': '*',
        'content-type': 'application/json',
      }).end(request.method === 'OPTIONS' ? undefined : '{"id":666,"statusCode":0,"accessToken":"taken"}');
    });
  });
  return { ...server, received };
}

async function listen(handler) {
  const server = createServer(handler).listen(await newPort(), '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}`,
    close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }),
  };
}

/** Redirects everything under /STATUS/ to `stranger`. Under /STATUS/lost/ the connection of each POST, so of the order, is dropped. */
export async function serveRedirects(stranger) {
  const received = [];
  const server = await listen((request, response) => {
    const [, status, lost] = request.url.split('/');
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*', 'access-control-allow-methods': 'GET, POST, PUT' };
    if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
    received.push(`${request.method} ${request.url}`);
    if (lost === 'lost' && request.method === 'POST') return response.writeProcessing(() => request.socket.destroy());
    return response.writeHead(Number(status), { ...cors, location: `${stranger}/taken` }).end();
  });
  return { ...server, received };
}
