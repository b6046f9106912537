/** Serves the page and its files, compressed as a good host would, and the services with a simulated latency. */
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { serve } from '../../../www/serve.mjs';
import { createStandIn } from '../../../www/standin/index.mjs';
import { TAG } from './peers.mjs';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html; charset=utf-8' };
const PAGE = '<!doctype html><title>bench</title><link rel="icon" href="data:,">';

/** Compresses with the best brotli quality. @param {Uint8Array} bytes */
export const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

/** Cross-origin isolated, for full clock resolution; only the tag's files are cacheable. @param {Record<string, Uint8Array>} files */
export async function servePages(files) {
  const ready = new Map(Object.entries({ '/': Buffer.from(PAGE), ...files }).map(([path, bytes]) => [path, { type: TYPES[extname(path) || '.html'], br: brotli(bytes), gzip: gzipSync(bytes, { level: 9 }) }]));
  const server = createServer(({ url, headers }, response) => {
    const file = ready.get(url.split('?')[0]);
    if (!file) return void response.writeHead(404).end();
    const encoding = /\bbr\b/.test(headers['accept-encoding']) ? 'br' : 'gzip';
    response.writeHead(200, {
      'content-type': file.type, 'content-encoding': encoding, 'content-length': file[encoding].length, 'cache-control': url.startsWith(TAG) ? 'max-age=3600' : 'no-store',
      'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp',
    }).end(file[encoding]);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return { url: `http://localhost:${server.address().port}/`, close: () => closed(server) };
}

const closed = (server) => new Promise((done) => {
  server.close(done);
  server.closeAllConnections();
});

/**
 * Starts services on a new port, for which the browser has nothing cached, not even a preflight.
 * @param {number} [roundTripMs] duration of each request, preflights included
 */
export async function serveServices(roundTripMs = 0) {
  const standIn = createStandIn();
  const far = { ...standIn, exchange: async (request) => (await wait(roundTripMs), standIn.exchange(request)) };
  const { servicesUrl, close } = await serve({ pagePort: 0, servicesPort: 0, standIn: far, keepAlive: true });
  return { url: servicesUrl, token: standIn.token, state: standIn.state, close };
}

const wait = (ms) => ms && new Promise((done) => { setTimeout(done, ms); });
