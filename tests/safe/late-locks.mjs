/** A lock that is granted, or a signal that fires, after its call has ended: nothing breaks, and the lock is released. */
import { guestOrder, options } from './kit.mjs';

const ORDER = [201, { id: 90, totalSum: 24.9, currency: 'USD' }];
const SESSION = [201, { id: 47, orderId: 90, type: 'session', status: 'waiting', paymentUrl: null }];
const fetch = async (url, { method }) => {
  const [status, body] = method !== 'POST' ? [404, {}] : url.endsWith('/orders') ? ORDER : SESSION;
  return new Response(JSON.stringify(body), { status });
};

/** @param {(options: object) => Promise<any>} loadOrderBridge */
export async function lateLocks(loadOrderBridge) {
  const wrong = [];
  let quantity = 0;
  const order = () => guestOrder({ products: [{ productId: 10, quantity: (quantity += 1) }] });
  const { request } = LockManager.prototype;
  /** Lock requests that are held back. */
  const kept = [];
  let holdsBack = false;
  LockManager.prototype.request = function ask(...args) {
    // The locks that the bridge itself takes between its rounds are not held back.
    return holdsBack && args[0].startsWith('order-bridge/order/') ? new Promise((done, fail) => { kept.push(() => request.apply(this, args).then(done, fail)); }) : request.apply(this, args);
  };
  // A failed wasm is replaced by a new one, and only the console says so.
  const { error } = console;
  console.error = (...received) => { wrong.push(received.join(' ')); };
  /** A signal that never removes a listener. */
  const stubborn = () => Object.assign(new EventTarget(), { aborted: false, removeEventListener() {} });
  const stays = stubborn();

  try {
    for (const end of ['dispose', 'abort', 'nothing']) {
      const bridge = await loadOrderBridge(options({ fetch, ocular: undefined }));
      const abort = new AbortController();
      holdsBack = true;
      const placing = bridge.guestCheckout.placeOrder(order(), { signal: abort.signal });
      while (!kept.length) await new Promise((done) => { setTimeout(done, 5); });
      holdsBack = false;
      if (end === 'dispose') bridge.dispose();
      if (end === 'abort') abort.abort();
      if (end === 'abort') await placing;
      await Promise.all(kept.splice(0).map((grant) => grant()));
      const { outcome } = await placing.catch(() => ({ outcome: 'rejects' }));
      // A call made before its bridge was disposed of still completes.
      if ((outcome === 'accepted') !== (end !== 'abort')) wrong.push(`${end}: ${outcome}`);
      bridge.dispose();
      const { held, pending } = await navigator.locks.query();
      if (held.length || pending.length) wrong.push(`${end}: ${held.length} locks are held, ${pending.length} are pending`);

      const next = await loadOrderBridge(options({ fetch }));
      const after = await next.guestCheckout.placeOrder(order(), { signal: stays });
      if (after.outcome !== 'accepted') wrong.push(`after ${end}: ${JSON.stringify(after)}`);
      stays.dispatchEvent(new Event('abort'));
      next.dispose();
    }
  } finally {
    LockManager.prototype.request = request;
    console.error = error;
  }
  return { orders: quantity, wrong };
}
