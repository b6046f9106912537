/** `<guest-checkout>` on a third-party page: three lines, a strict policy, an event for every outcome, custom styles. */
import assert from 'node:assert/strict';
import { elementTests } from './lib/element-page.mjs';
import { eventually } from './lib/eventually.mjs';

const on = elementTests();

on('under the strictest policy: an order, its event, and starting over', async (page) => {
  const policy = (await fetch(await page.inPage('return location.href;'))).headers.get('content-security-policy');
  assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src data:; connect-src 'self' http:/);
  await page.place();
  await page.is('accepted');
  assert.deepEqual(await page.events(), ['accepted accepted']);
  assert.equal(page.standIn.state.orders.length, 1);
  await page.inPage(`q('#new-order').click();`);
  await page.is('ready');
  assert.equal((await page.events()).at(-1), 'new ');
});

on('an event for every other outcome: invalid, rejected, not sent, unknown', async (page) => {
  await page.inPage(`q('#place-order').click();`);
  assert.deepEqual(await page.events(), ['invalid guest_name,guest_phone,guest_email']);
  page.standIn.faults.add({ route: 'createOrder', fault: 'rejected' });
  await page.place();
  await eventually(page.events, 'there are not two events', { until: ({ length }) => length === 2 });
  await page.is('ready');
  // `navigator.onLine` is only a hint: the page counts as offline if a request fails as well.
  await page.inPage(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });`);
  page.standIn.faults.add({ route: 'getAccounts', fault: 'offline-like' });
  await page.place();
  await eventually(page.events, 'there are not three events', { until: ({ length }) => length === 3 });
  await page.is('ready');
  await page.inPage(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true });`);
  page.standIn.change({ guestOrderList: false });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await page.place();
  await page.is('checking');
  assert.deepEqual((await page.events()).slice(1), ['rejected rejected', 'not-sent notSent', 'unknown unknown']);
});

on('a page sets its colours, styles its parts and sets its language; values are stored only on request', async (page) => {
  const looks = await page.inPage(`const { backgroundColor, textTransform } = getComputedStyle(q('#place-order')); return [backgroundColor, textTransform];`);
  assert.deepEqual(looks, ['rgb(1, 2, 3)', 'uppercase']);
  await page.inPage(`document.querySelector('guest-checkout').lang = 'pt-BR';`);
  assert.equal(await page.inPage(`return q('#place-order').textContent;`), 'Fazer o pedido');
  await page.place();
  await page.is('accepted');
  const kept = await page.inPage('return JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);');
  assert.doesNotMatch(kept, /Christina|18005000500|yourmail/);
  assert.match(kept, /order_bridge_checkout:placed/);
});

on('removed from the page and inserted again, it continues', async (page) => {
  await page.inPage(`const own = document.querySelector('guest-checkout'); own.remove(); document.body.append(own);`);
  await page.is('ready');
  await page.place();
  await page.is('accepted');
  assert.equal(page.standIn.state.orders.length, 1);
});

on('a storage that holds something else: the form appears, and an order is placed', { element: '<guest-checkout storage="guest_orders" form="guest_order" reference-marker="order_reference" keep-values></guest-checkout>' }, async (page) => {
  await page.inPage(`type({ guest_name: 'Kim' }); q('#account-stripe').click();`);
  const keys = await page.inPage(`return Object.keys(sessionStorage).filter((key) => key.startsWith('order_bridge_checkout:'));`);
  assert.deepEqual(keys.sort(), ['order_bridge_checkout:account', 'order_bridge_checkout:values']);
  for (const other of ['5', '"text"', '{}', '[null]', '{"id":5}', '{"a":{"at":1e15}}', 'not JSON']) {
    await page.inPage(`
      for (const name of ['account', 'values', 'placed:guest_orders/guest_order']) sessionStorage.setItem('order_bridge_checkout:' + name, arguments[0]);
      localStorage.setItem('order_bridge_checkout:notes', arguments[0]);`, other);
    await page.reload();
    await page.is('ready');
    await page.inPage(`type({ guest_name: 'Kim' });`);
    assert.deepEqual(await page.inPage('return wrong;'), [], `with ${other} in the storage`);
  }
  await page.place('cash');
  await page.is('accepted');
});
