/** Built-ins replaced by earlier scripts: old libraries, polyfills, zone.js, a test's clock. Each test runs in its own process. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('../../', import.meta.url));

/** The replacements, shortened from the originals. */
const REPLACED = {
  "Prototype.js: Array.from requires a length": 'Array.from = (x) => { const list = []; for (let i = 0; i < (x.length || 0); i += 1) list[i] = x[i]; return list; };',
  'MooTools: Array.from wraps its argument in a list': 'Array.from = (x) => (x == null ? [] : Array.isArray(x) ? x : [x]);',
  'Object.values and keys with for…in, and functions on Array.prototype': `
    for (const name of ['each', 'include', 'pluck']) Array.prototype[name] = () => {};
    Object.values = (o) => { const list = []; for (const key in o) list.push(o[key]); return list; };
    Object.keys = (o) => { const list = []; for (const key in o) list.push(key); return list; };
    Object.entries = (o) => Object.keys(o).map((key) => [key, o[key]]);`,
  'toJSON on Array.prototype': "Array.prototype.toJSON = () => 'x';",
  'Object.fromEntries that assigns': 'Object.fromEntries = (pairs) => { const object = {}; for (const [key, value] of pairs) object[key] = value; return object; };',
  'Object.assign with for…in': 'Object.assign = (to, ...from) => { for (const one of from) for (const key in one) to[key] = one[key]; return to; };',
  'another Promise': 'globalThis.Promise = class ZoneAwarePromise extends Promise {};',
  'a Promise that does not extend the platform\'s': `
    const Native = Promise;
    globalThis.Promise = class { constructor(run) { const inner = new Native(run); this.then = (...how) => inner.then(...how); this.catch = (how) => inner.catch(how); this.finally = (how) => inner.finally(how); }
      static resolve(value) { return new this((done) => done(value)); } static reject(value) { return new this((_, fail) => fail(value)); }
      static race(all) { return new this((done, fail) => { for (const one of all) Native.resolve(one).then(done, fail); }); } static all(all) { return new this((done, fail) => Native.all(all).then(done, fail)); } };`,
  'subtle.digest that requires a view': `
    const { digest } = crypto.subtle;
    Object.defineProperty(crypto.subtle, 'digest', { value: (name, data) => { if (!ArrayBuffer.isView(data)) throw new TypeError('view wanted'); return digest.call(crypto.subtle, name, data); } });`,
  'WebAssembly.Module of another realm': "globalThis.foreign = true;",
};

for (const [name, replace] of Object.entries(REPLACED)) {
  for (const entry of ['inline', 'ocular-inline']) {
    test(`${name}: ${entry}`, async () => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', `
        import { createStandIn, samples } from './www/standin/index.mjs';
        const standIn = createStandIn();
        const wasm = ${name.includes('realm')} ? (await import('node:vm')).runInNewContext('new WebAssembly.Module(bytes)', { bytes: (await import('node:fs')).readFileSync('pkg/order_bridge${entry.startsWith('ocular') ? '_ocular' : ''}_bg.wasm') }) : undefined;
        ${replace}
        // The services are not part of the page.
        const { toJSON } = Array.prototype;
        const fetch = async (...how) => {
          delete Array.prototype.toJSON;
          try {
            return await standIn.fetch(...how);
          } finally {
            if (toJSON) Array.prototype.toJSON = toJSON;
          }
        };
        const { loadOrderBridge } = await import('./pkg/${entry}.mjs');
        const bridge = await loadOrderBridge({ ${entry === 'inline' ? "oneEntry: { url: 'https://shop.example', token: standIn.token }," : ''} ocular: { sessionId: 1 }, fetch, wasm });
        const items = []; for (let i = 0; i < 251; i += 1) items.push({ name: 'a', quantity: 1, price: 1, currency: 'CLP' });
        const said = [bridge.validateBuyOrder({ items }).valid, bridge.validateBuyOrder({ items: 7 }).valid, (await bridge.ocularOrderTrack.setBuyOrder({ items })).message, standIn.state.reports[0]?.body.items.length];
        if (bridge.guestCheckout) {
          const accounts = await bridge.guestCheckout.getAccounts();
          const placed = await bridge.guestCheckout.placeOrder({ storage: 'guest_orders', ...samples.guestOrder() }, { track: { items: items.slice(0, 1) } });
          said.push(accounts.ok, placed.outcome, placed.order.raw.id === placed.order.id, placed.tracking.message, standIn.state.orders.length);
        }
        delete Array.prototype.toJSON;
        process.stdout.write(JSON.stringify(said), () => process.exit());
      `], { cwd, timeout: 30_000 });
      const reported = [true, false, 'Success', 251];
      assert.deepEqual(JSON.parse(stdout), entry === 'inline' ? [...reported, true, 'accepted', true, 'Success', 1] : reported);
    });
  }
}

/** What a fake clock replaces. The answer is a plain object, because Node's own Response needs some of these. */
const CLOCK = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'setImmediate', 'requestAnimationFrame'];

test('a fake clock that a test stops and starts again: calls before, during and after', async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', `
    const { loadOrderBridge } = await import('./pkg/inline.mjs');
    const fetch = async () => ({ status: 200, headers: { get: () => null }, text: async () => '{"statusCode":0,"message":"Success"}' });
    const bridge = await loadOrderBridge({ ocular: { sessionId: 1 }, fetch });
    const report = async (external_id) => (await bridge.ocularOrderTrack.setBuyOrder({ external_id, items: [{ name: 'a', quantity: 1, price: 1, currency: 'CLP' }] })).message;
    const said = [await report('A')];
    const real = Object.fromEntries(${JSON.stringify(CLOCK)}.map((name) => [name, globalThis[name]]));
    const now = Date.now;
    for (const name of ${JSON.stringify(CLOCK)}) globalThis[name] = () => 0;
    Date.now = () => 0;
    said.push(await report('B'));
    Object.assign(globalThis, real);
    Date.now = now;
    said.push(await report('C'));
    process.stdout.write(JSON.stringify(said), () => process.exit());
  `], { cwd, timeout: 30_000 });
  assert.deepEqual(JSON.parse(stdout), ['Success', 'Success', 'Success']);
});
