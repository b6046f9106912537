import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../www/serve.mjs';
import { samples } from '../../www/standin/index.mjs';

const ORDERS = '/api/content/orders-storage/marker/guest_orders/orders';
let folder;
let served;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'order-bridge-serve-'));
  await mkdir(join(folder, 'page'));
  await mkdir(join(folder, 'pkg'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Shop</title>');
  await writeFile(join(folder, 'page', '.hidden.txt'), 'secret');
  await writeFile(join(folder, 'pkg', 'order_bridge_bg.wasm'), new Uint8Array([0, 97, 115, 109]));
  await writeFile(join(folder, 'pkg', 'index.mjs'), 'export {};');
  await symlink(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'));
  served = await serve({ pagePort: 0, servicesPort: 0, pageRoot: join(folder, 'page'), packageRoot: join(folder, 'pkg') });
});
after(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

const call = (method, path, body, headers) => fetch(served.servicesUrl + path, {
  method, body: body && JSON.stringify(body),
  headers: { 'content-type': 'application/json', 'x-app-token': served.standIn.token, 'x-guest-id': samples.GUEST_ID, ...headers },
});

test('the page server serves files with their types, under a strict policy', async () => {
  for (const [path, type] of [['/', 'text/html; charset=utf-8'], ['/index.html', 'text/html; charset=utf-8'], ['/pkg/order_bridge_bg.wasm', 'application/wasm'], ['/pkg/index.mjs', 'text/javascript; charset=utf-8']]) {
    const response = await fetch(served.pageUrl + path);
    assert.deepEqual([response.status, response.headers.get('content-type')], [200, type], path);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(response.headers.get('content-security-policy'), /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';.*require-trusted-types-for 'script'$/);
    await response.arrayBuffer();
  }
  assert.deepEqual(await (await fetch(`${served.pageUrl}/services.json`)).json(), { servicesUrl: served.servicesUrl, token: served.standIn.token });
  assert.match(served.pageUrl, /^http:\/\/localhost:\d+$/);
  assert.equal((await fetch(served.pageUrl, { method: 'POST' })).status, 405);
});

test('a HEAD is a GET without the body', async () => {
  for (const path of [ORDERS, '/api/content/payments/sessions', '/api/content/nothing']) {
    const [get, head] = [await call('GET', path), await call('HEAD', path)];
    assert.deepEqual([head.status, head.headers.get('content-type'), await head.text()], [get.status, get.headers.get('content-type'), '']);
    assert.notEqual(await get.text(), '');
  }
});

test('nothing outside the folders is served', async () => {
  const port = Number(new URL(served.pageUrl).port);
  const raw = (path) => new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`));
    socket.on('data', (part) => { text += part; });
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
  for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/pkg/../../secret.txt', '/pkg/..%2f..%2fsecret.txt', '/link.txt', '/.hidden.txt', '//secret.txt', '/%00', '/%', '/..%5csecret.txt', '/nothing.html']) {
    const answer = await raw(path);
    assert.match(answer, /^HTTP\/1\.1 404 /, path);
    assert.doesNotMatch(answer, /secret$/);
  }
});

test('the services answer over HTTP, with real preflights', async () => {
  const preflight = await call('OPTIONS', ORDERS, undefined, { origin: served.pageUrl, 'access-control-request-method': 'POST' });
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, served.pageUrl]);
  const made = await call('POST', ORDERS, samples.guestOrder({ paymentAccountIdentifier: 'stripe' }));
  assert.equal(made.status, 201);
  const { id } = await made.json();
  const session = await (await call('POST', '/api/content/payments/sessions', { orderId: id, type: 'session' })).json();
  assert.equal(session.paymentUrl, `${served.servicesUrl}/standin/pay/${session.id}`);
  const paid = await fetch(session.paymentUrl, { method: 'POST', body: new URLSearchParams({ action: 'pay' }), redirect: 'manual' });
  assert.deepEqual([paid.status, paid.headers.get('location')], [303, `${served.pageUrl}/?payment=success`]);
});

test('a lost connection is a destroyed socket', async () => {
  const before = served.standIn.state.orders.length;
  served.standIn.faults.add({ route: 'createOrder', fault: 'reset-before' });
  await assert.rejects(call('POST', ORDERS, samples.guestOrder()), TypeError);
  assert.equal(served.standIn.state.orders.length, before);
  served.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await assert.rejects(call('POST', ORDERS, samples.guestOrder()), TypeError);
  assert.equal(served.standIn.state.orders.length, before + 1);
});

test('a broken body is a broken connection', async () => {
  served.standIn.faults.add({ route: 'createOrder', fault: 'truncated', broken: true });
  const response = await call('POST', ORDERS, samples.guestOrder());
  assert.equal(response.status, 201);
  await assert.rejects(response.text());
});

test('answers without CORS headers, and redirects, are sent unchanged', async () => {
  served.standIn.faults.add({ route: 'createOrder', fault: 'no-cors' });
  assert.equal((await call('POST', ORDERS, samples.guestOrder(), { origin: served.pageUrl })).headers.get('access-control-allow-origin'), null);
  served.standIn.faults.add({ route: 'createOrder', fault: 'redirect', to: served.pageUrl, status: 302 });
  const redirected = await fetch(served.servicesUrl + ORDERS, { method: 'POST', redirect: 'manual' });
  assert.deepEqual([redirected.status, redirected.headers.get('location')], [302, served.pageUrl]);
});

test('faults can be set over HTTP, and closing ends hanging calls', async () => {
  const own = await serve({ pagePort: 0, servicesPort: 0 });
  await fetch(`${own.servicesUrl}/standin/faults`, { method: 'POST', body: JSON.stringify({ route: 'createOrder', fault: 'hang' }) });
  const hanging = assert.rejects(fetch(own.servicesUrl + ORDERS, { method: 'POST' }), TypeError);
  while (own.standIn.state.requests.at(-1)?.end !== 'hang') await new Promise((done) => { setTimeout(done, 5); });
  await own.close();
  await hanging;
  await assert.rejects(fetch(own.pageUrl));
});

test('a port in use is reported, and nothing is left open', async () => {
  const port = Number(new URL(served.pageUrl).port);
  await assert.rejects(serve({ pagePort: port, servicesPort: 0 }), { code: 'EADDRINUSE' });
});
