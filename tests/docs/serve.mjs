/**
 * Serves an example as the page that a reader would build from it: the block at `/`, the package in the folder that the text
 * names, and both services on another origin. The example keeps its hosts; a script that runs first sends their requests to
 * the stand-in.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { newPort } from '../e2e/lib/ports.mjs';
import { serve } from '../e2e/lib/serve.mjs';

const HOSTS = ['my-project.oneentry.cloud', 'api.ocularsolution.com'];
/** The package on a public CDN: the same files, so the same hashes. */
const CDN = /https:\/\/cdn\.jsdelivr\.net\/npm\/order-bridge@[\d.]+\/pkg\//g;
const TYPES = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm' };

/** @param {string} code  The block. */
export async function servePage(code) {
  const services = await serve({ standIn: { tokens: ['your-app-token'] } });
  const server = createServer(async (request, response) => {
    const path = request.url.split('?')[0];
    const send = (type, body) => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (path === '/') return send('text/html; charset=utf-8', page(code.replace(CDN, '/vendor/order-bridge/')));
    if (path === '/network.js') return send(TYPES.js, `(${network})(${JSON.stringify([services.servicesUrl, HOSTS])});`);
    const ours = /^\/(?:vendor\/order-bridge|node_modules\/order-bridge\/pkg)\/([\w.-]+\.(js|mjs|wasm))$/.exec(path);
    if (ours) return send(TYPES[ours[2]], await readFile(join(root, 'pkg', basename(ours[1]))));
    response.writeHead(404).end();
  });
  server.listen(await newPort(), '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}/`;
  services.standIn.configure({ successUrl: url, cancelUrl: url });
  return {
    url,
    standIn: services.standIn,
    async close() {
      server.close();
      server.closeAllConnections();
      await services.close();
    },
  };
}

/** Completes a block that is only part of a page, and adds a video attention. */
function page(code) {
  const start = '<!doctype html>\n<script src="/network.js"></script>\n';
  if (/^<!doctype html>\n/.test(code)) return code.replace(/^<!doctype html>\n/, start);
  return `${start}<meta charset="utf-8">\n<body>\n<input type="hidden" name="ocular_session_id" value="1536">\n${code}`;
}

/** Runs in the page. @param {[string, string[]]} args */
function network([services, hosts]) {
  const real = window.fetch;
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { hostname, pathname, search } = new URL(request.url);
    if (!hosts.includes(hostname)) return real(input, init);
    const { method, headers, signal, redirect } = request;
    const body = method === 'GET' ? undefined : await request.arrayBuffer();
    return real(services + pathname + search, { method, headers, body, signal, redirect, credentials: 'omit' });
  };
}
