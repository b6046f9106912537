/** The entry with the wasm inside: the same bridge, and no file is fetched. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { textOf } from '../../scripts/lib/inline-text.mjs';
import { bytesOf, CHARACTERS, PAIRS } from '../../src/js/text.mjs';
import { createStandIn, samples } from '../../www/standin/index.mjs';

const PACKAGE = fileURLToPath(new URL('../../pkg/', import.meta.url));
const WASM = await readFile(join(PACKAGE, 'order_bridge_bg.wasm'));

test('alone in its folder it places an order, and fetches only what the order needs', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'order-bridge-inline-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(join(PACKAGE, 'inline.mjs'), join(folder, 'inline.mjs'));
  const fetched = t.mock.method(globalThis, 'fetch', async () => { throw new TypeError('nothing may be fetched'); });
  const { loadOrderBridge } = await import(pathToFileURL(join(folder, 'inline.mjs')).href);
  const standIn = createStandIn();
  const bridge = await loadOrderBridge({ fetch: standIn.fetch, oneEntry: { url: 'https://shop.example', token: standIn.token } });
  t.after(() => bridge.dispose());
  assert.equal((await bridge.guestCheckout.placeOrder({ storage: 'guest_orders', ...samples.guestOrder() })).outcome, 'accepted');
  assert.deepEqual([standIn.state.orders.length, fetched.mock.callCount()], [1, 0]);
});

test('a changed character is found before any of the wasm runs', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'order-bridge-inline-'));
  t.after(() => rm(folder, { recursive: true }));
  const code = await readFile(join(PACKAGE, 'inline.mjs'), 'utf8');
  const at = code.indexOf('=', code.length / 2);
  await writeFile(join(folder, 'inline.mjs'), `${code.slice(0, at)}|${code.slice(at + 1)}`);
  const { loadOrderBridge } = await import(pathToFileURL(join(folder, 'inline.mjs')).href);
  await assert.rejects(loadOrderBridge(), { name: 'OrderBridgeError', code: 'INTEGRITY' });
});

test('the option wasm still applies', async () => {
  const { loadOrderBridge } = await import('../../pkg/inline.mjs?other');
  await assert.rejects(loadOrderBridge({ wasm: new TextEncoder().encode('<!doctype html>') }), { code: 'BAD_RESPONSE' });
});

test('any bytes are restored exactly, from characters that no tool has to escape', () => {
  const every = Uint8Array.from({ length: 256 }, (_, i) => i);
  const skewed = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 7) % 256 >> (i % 5));
  for (const bytes of [new Uint8Array(), every, every.slice().reverse(), skewed, new Uint8Array(1000), WASM]) {
    const { order, text } = textOf(bytes);
    assert.ok(Buffer.from(bytesOf(text, order)).equals(Buffer.from(bytes)));
    assert.doesNotMatch(text, /[^\x20-\x7e]|["'`\\$<]/);
  }
  // Enough for all values: single characters and pairs.
  assert.ok(CHARACTERS.length - PAIRS + PAIRS * CHARACTERS.length >= 256);
});
