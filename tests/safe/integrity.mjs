/** A wasm with one flipped bit is refused, as a URL, a response and bytes. */
import { flipped, flips } from './flips.mjs';

const WASM = '/pkg/order_bridge_bg.wasm';

/** @param {(options: object) => Promise<any>} loadOrderBridge  Must not have loaded a wasm yet. */
export async function flipsRefused(loadOrderBridge, count) {
  const wasm = new Uint8Array(await (await fetch(WASM)).arrayBuffer());
  const wrong = [];
  let loads = 0;
  for (const flip of flips(wasm.length, count)) {
    const bytes = flipped(wasm, flip);
    const sources = {
      address: `/flipped.wasm?at=${flip.at}&mask=${flip.mask}`,
      response: new Response(bytes, { headers: { 'content-type': 'application/wasm' } }),
      bytes,
    };
    for (const [name, source] of Object.entries(sources)) {
      loads += 1;
      const received = await loadOrderBridge({ wasm: source }).then(() => 'loaded', (error) => `${error.name} ${error.code}`);
      if (received !== 'OrderBridgeError INTEGRITY') wrong.push(`${name}, bit ${flip.mask} of byte ${flip.at}: ${received}`);
    }
  }
  const bridge = await loadOrderBridge();
  if (!bridge.validateBuyOrderState({ payment_status: 0 }).valid) wrong.push('the intact wasm does not load any more');
  return { flips: count, loads, wrong };
}
