#!/usr/bin/env node
// A WebDriver server without a browser, for the tests of the test runner. FAKE_DRIVER is the fault to simulate:
// "hangs": it never answers a quit. "crashes": it exits when a page's script is run for the first time.
// "freezes": from the first script on, it answers nothing. "loops": scripts get no answer, everything else does.
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { FAKE_DRIVER: wrong = '', FAKE_DRIVER_MARK: mark } = process.env;
const port = Number(process.argv.find((text) => text.startsWith('--port=')).split('=')[1]);
let isFrozen = false;
const WINDOW = { x: 0, y: 0, width: 800, height: 600 };

createServer((request, response) => {
  const answer = (value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value }));
  const path = request.url.replace(/^\/session\/[^/]+/, '');
  if (path === '/execute/sync' && wrong === 'freezes' && !existsSync(mark)) {
    writeFileSync(mark, '');
    isFrozen = true;
  }
  if (isFrozen || (path === '/execute/sync' && wrong === 'loops')) return undefined;
  if (request.method === 'DELETE') return wrong === 'hangs' ? undefined : answer(null);
  if (path === '/execute/sync' && wrong === 'crashes' && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.exit(1);
  }
  const values = { '/status': { ready: true }, '/session': { sessionId: 'fake', capabilities: {} }, '/window/handles': ['one'], '/window/rect': WINDOW, '/execute/sync': 1, '/screenshot': 'aGVsbG8=' };
  return answer(values[path] ?? null);
}).listen(port, '127.0.0.1');
