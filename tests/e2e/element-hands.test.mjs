/** `<guest-checkout>` in use: properties set by frameworks, values typed and pasted by shoppers, changes while an order is being placed. */
import assert from 'node:assert/strict';
import { elementTests } from './lib/element-page.mjs';
import { eventually } from './lib/eventually.mjs';

const on = elementTests();
const BARE = '<guest-checkout></guest-checkout>';
const text = (marker, more = {}) => ({ marker, type: 'string', position: 1, title: marker, validators: {}, ...more });
const REQUIRED = { requiredValidator: { strict: true } };
const formOf = (...attributes) => ({ forms: [{ id: 1, identifier: 'guest_order', type: 'order', title: 'x', set: 's', attributes }] });
const WITHOUT_REFERENCE = '<guest-checkout storage="guest_orders" form="guest_order"></guest-checkout>';

on('attributes are reflected properties, set in any order, also after the bridge', { element: BARE, state: 'loading' }, async (page) => {
  await page.inPage(`el().referenceMarker = 'order_reference'; el().keepValues = true; el().accounts = ['cash', 'stripe']; el().form = 'guest_order'; el().storage = 'guest_orders';`);
  await page.is('ready');
  assert.deepEqual(await page.inPage(`
    return [el().outerHTML, el().storage, el().form, el().referenceMarker, el().keepValues, el().accounts, [...el().shadowRoot.querySelectorAll('[name=account]')].map(({ value }) => value)];`), [
    '<guest-checkout reference-marker="order_reference" keep-values="" accounts="cash stripe" form="guest_order" storage="guest_orders"></guest-checkout>',
    'guest_orders', 'guest_order', 'order_reference', true, ['cash', 'stripe'], ['cash', 'stripe'],
  ]);
  await page.inPage(`el().keepValues = false; el().accounts = null;`);
  assert.deepEqual(await page.inPage(`return [el().hasAttribute('keep-values'), el().hasAttribute('accounts')];`), [false, false]);
  await page.place();
  await page.is('accepted');
});

on('another form: its fields are shown, and the order has its identifier', {
  standIn: {
    forms: [
      { id: 1, identifier: 'guest_order', type: 'order', title: 'x', set: 's', attributes: [text('guest_name')] },
      { id: 2, identifier: 'gift_order', type: 'order', title: 'y', set: 's', attributes: [text('giver', { validators: REQUIRED })] },
    ],
    storages: [{ id: 1, identifier: 'guest_orders', formIdentifier: 'guest_order', accounts: ['cash'] }, { id: 2, identifier: 'gifts', formIdentifier: 'gift_order', accounts: ['cash'] }],
  },
  element: WITHOUT_REFERENCE,
}, async (page) => {
  await page.inPage(`el().storage = 'gifts'; el().form = 'gift_order';`);
  await eventually(() => page.inPage(`return [...el().shadowRoot.querySelectorAll('[part=input]')].map(({ name }) => name).join();`), 'the form did not change', { until: (names) => names === 'giver' });
  await page.inPage(`type({ giver: 'Kim' }); q('#account-cash').click(); q('#place-order').click();`);
  await page.is('accepted');
  assert.deepEqual(page.standIn.state.orders.map(({ formIdentifier }) => formIdentifier), ['gift_order']);
});

on('equal values set repeatedly: focus, caret and typed text stay', async (page) => {
  const seen = await page.inPage(`
    const input = q('[name=guest_name]');
    input.focus();
    input.value = 'Christina';
    input.setSelectionRange(4, 4);
    const seen = [];
    for (const set of [
      () => { el().direct = {}; }, () => { el().formData = []; }, () => { el().session = undefined; }, () => { el().purposes = {}; },
      () => { el().products = [{ productId: 10, quantity: 1 }]; }, () => { el().items = []; }, () => { el().order = {}; },
      () => { el().setAttribute('storage', 'guest_orders'); }, () => { el().storage = 'guest_orders'; }, () => { el().accounts = []; },
      () => { el().direct = { cash: 'guest_completed' }; }, () => { el().accounts = 'cash stripe'; }, () => { el().products = [{ productId: 10, quantity: 2 }]; },
    ]) {
      set();
      seen.push([el().shadowRoot.activeElement === input && input.isConnected, input.value, input.selectionStart].join());
    }
    return seen;`);
  assert.deepEqual(new Set(seen), new Set(['true,Christina,4']));
});

on('controls are the source of truth: values that a browser fills in with only a change event, or no event, are kept', async (page) => {
  const kept = await page.inPage(`
    q('[name=guest_name]').value = 'Name';
    q('[name=guest_name]').dispatchEvent(new Event('change', { bubbles: true }));
    q('[name=guest_email]').value = 'guest@yourmail.com';
    el().lang = 'es';
    return [q('[name=guest_name]').value, q('[name=guest_email]').value, q('#place-order').textContent];`);
  assert.deepEqual(kept, ['Name', 'guest@yourmail.com', 'Hacer el pedido']);
});

on('a hidden field is sent with its default value, a visible field is prefilled with it', {
  element: WITHOUT_REFERENCE,
  standIn: formOf(text('guest_name', { validators: REQUIRED }),
    text('source', { isVisible: false, validators: { ...REQUIRED, defaultValueValidator: { fieldDefaultValue: 'web' } } }),
    text('wish', { validators: { defaultValueValidator: { fieldDefaultValue: 'none' } } })),
}, async (page) => {
  assert.equal(await page.inPage(`return q('[name=wish]').value;`), 'none');
  await page.inPage(`type({ guest_name: 'Name' }); q('#account-cash').click(); q('#place-order').click();`);
  await page.is('accepted');
  const [fields] = Object.values(page.standIn.state.orders[0].formData);
  assert.deepEqual(fields.map(({ marker, value }) => `${marker} ${value}`).sort(), ['guest_name Name', 'source web', 'wish none']);
});

on('a required field that is hidden and has no value: the element reports it before anyone types', {
  element: WITHOUT_REFERENCE, state: 'unavailable', standIn: formOf(text('guest_name'), text('Secret number', { isVisible: false, validators: REQUIRED })),
}, async (page) => {
  assert.match(await page.text('[part=notice]'), /Secret number/);
  assert.equal(page.sent('createOrder').length, 0);
  // The page can supply the value.
  await page.inPage(`el().formData = [{ marker: 'Secret number', type: 'string', value: '7' }];`);
  await page.is('ready');
});

on('pasted and mobile input: decimal commas, direction marks, invisible spaces', {
  element: WITHOUT_REFERENCE,
  standIn: formOf(text('metres', { type: 'float' }), text('phone', { validators: { regExpValidator: { patternValue: '^\\+?[0-9 ()-]{5,20}$' } } }), text('guest_name', { validators: REQUIRED })),
}, async (page) => {
  await page.inPage(`type({ metres: '1,5', phone: '\\u202a+47\\u00a00000\\u20600000\\u202c', guest_name: '\\u200b\\u200b' }); q('#account-cash').click(); q('#place-order').click();`);
  assert.deepEqual(await page.events(), ['invalid guest_name']);
  await page.inPage(`type({ guest_name: '\\ufeffJo\\u00e3o\\u00a0Lima' }); q('#place-order').click();`);
  await page.is('accepted');
  const [fields] = Object.values(page.standIn.state.orders[0].formData);
  assert.deepEqual(Object.fromEntries(fields.map(({ marker, value }) => [marker, value])), { metres: '1.5', phone: '+47 00000000', guest_name: 'João Lima' });
});

on('a new order starts with empty fields, also in the storage', { element: '<guest-checkout storage="guest_orders" form="guest_order" reference-marker="order_reference" keep-values></guest-checkout>' }, async (page) => {
  await page.place('cash');
  await page.is('accepted');
  await page.inPage(`q('#new-order').click();`);
  await page.is('ready');
  assert.deepEqual(await page.inPage(`return [...el().shadowRoot.querySelectorAll('[part=input]')].map(({ value }) => value);`), ['', '', '']);
  assert.doesNotMatch(await page.inPage('return JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);'), /Christina|18005000500|yourmail/);
  assert.equal((await page.events()).at(-1), 'new ');
});

on('another cart in the same tab shows the form; emptying the cart shows the receipt again', async (page) => {
  await page.place('cash');
  await page.is('accepted');
  const number = await page.text('#order-number');
  await page.inPage(`el().products = [{ productId: 1, quantity: 3 }];`);
  await page.is('ready');
  // A page that removes all its lines shows the receipt again.
  await page.inPage('el().products = [];');
  await page.is('accepted');
  assert.equal(await page.text('#order-number'), number);
  await page.inPage(`el().products = [{ productId: 1, quantity: 3 }];`);
  await page.reload();
  await page.is('accepted');
  await page.inPage(`el().products = [{ productId: 1, quantity: 3 }];`);
  await page.is('ready');
  await page.place('cash');
  await page.is('accepted');
  assert.equal(page.standIn.state.orders.length, 2);
  assert.deepEqual((await page.events()).filter((event) => event === 'new '), [], 'no event asks the page to empty its cart');
});

on('two elements on one page with the same cart place one order', async (page) => {
  await page.inPage(`
    const other = el().cloneNode();
    Object.assign(other, { bridge: el().bridge, products: el().products });
    document.body.append(other);`);
  await page.fill();
  const other = `document.querySelectorAll('guest-checkout')[1]`;
  await eventually(() => page.inPage(`return ${other}.state;`), 'the second element is not ready', { until: (state) => state === 'ready' });
  await page.inPage(`
    for (const name of ['guest_name', 'guest_phone', 'guest_email']) ${other}.shadowRoot.querySelector('[name=' + name + ']').value = q('[name=' + name + ']').value;
    for (const root of [el().shadowRoot, ${other}.shadowRoot]) {
      root.querySelector('#account-cash').click();
      root.querySelector('#place-order').click();
    }`);
  await page.is('accepted');
  await eventually(() => page.inPage(`return ${other}.state;`), 'the second element did not finish', { until: (state) => state === 'accepted' });
  assert.equal(page.standIn.state.orders.length, 1);
});

for (const [what, act] of [['removed', 'el().remove();'], ['bridge disposed', 'bridge.dispose();'], ['removed and bridge disposed', 'window.gone = el(); gone.remove(); bridge.dispose();']]) {
  for (const [when, ms] of [['immediately', 0], ['while the order is in flight', 60]]) {
    on(`${what} after the press, ${when}: no error, and the element does not hang`, async (page) => {
      await page.inPage('window.own = el();');
      page.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 300 });
      await page.place();
      await page.inPage(`setTimeout(() => { ${act} }, arguments[0]);`, ms);
      await eventually(() => page.inPage('return own.state;'), 'the element hangs', { until: (state) => state !== 'placing' });
      assert.ok(page.standIn.state.orders.length <= 1);
    });
  }
}

on('the bridge is disposed while the element loads, and replaced: the element continues with the new one', async (page) => {
  await page.inPage(`void (async () => {
    const { loadOrderBridge } = await import('/pkg/index.mjs');
    const options = { oneEntry: { url: new URL(performance.getEntriesByType('resource').find(({ name }) => /api\\/content/.test(name)).name).origin, token: 'x' } };
    const [first, second] = await Promise.all([loadOrderBridge(options), loadOrderBridge(options)]);
    el().bridge = first;
    first.dispose();
    el().bridge = second;
    second.dispose();
    el().bridge = bridge;
    window.isDone = true;
  })();`);
  await eventually(() => page.inPage('return window.isDone;'), 'the bridges did not load');
  await page.is('ready');
  await page.place();
  await page.is('accepted');
});

on('the form changes while an order is being placed: the other form is shown afterwards', {
  standIn: {
    forms: [
      { id: 1, identifier: 'guest_order', type: 'order', title: 'x', set: 's', attributes: [text('guest_name')] },
      { id: 2, identifier: 'gift_order', type: 'order', title: 'y', set: 's', attributes: [text('giver', { validators: REQUIRED })] },
    ],
    storages: [{ id: 1, identifier: 'guest_orders', formIdentifier: 'guest_order', accounts: ['cash'] }, { id: 2, identifier: 'gifts', formIdentifier: 'gift_order', accounts: ['cash'] }],
  },
  element: WITHOUT_REFERENCE,
}, async (page) => {
  page.standIn.faults.add({ route: 'createOrder', fault: 'rejected' });
  page.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 200 });
  await page.inPage(`type({ guest_name: 'Kim' }); q('#account-cash').click(); q('#place-order').click(); el().storage = 'gifts'; el().form = 'gift_order'; el().lang = 'es';`);
  await eventually(() => page.inPage(`return q('[name=giver]') !== null && el().state;`), 'the other form did not appear', { until: (state) => state === 'ready' });
  assert.equal(await page.text('#place-order'), 'Hacer el pedido');
});

on('a corrupt record breaks nothing', async (page) => {
  await page.place('cash');
  await page.is('accepted');
  await page.inPage(`
    const key = Object.keys(sessionStorage).find((name) => name.includes(':placed:'));
    sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), cart: 'no cart', shownOver: 7 }));`);
  await page.reload();
  await page.is('accepted');
  await page.inPage(`el().products = [{ productId: 1, quantity: 3 }];`);
  await page.is('accepted');
});

on('a bridge without a checkout: the shopper sees that ordering is unavailable, the developer sees why', { state: 'ready' }, async (page) => {
  await page.inPage(`el().bridge = { ...bridge, guestCheckout: undefined };`);
  await page.is('unavailable');
  assert.doesNotMatch(await page.text('[part=notice]'), /undefined|TypeError/);
  await eventually(() => page.inPage('return wrong.length;'), 'no error is logged for the developer');
  assert.match((await page.inPage('return wrong.splice(0);')).join(), /undefined/);
});

on('a bridge that fails while it looks up a lost order: the element stops showing that it is checking', async (page) => {
  await page.inPage(`
    const { guestCheckout, ...rest } = bridge;
    el().bridge = { ...rest, guestCheckout: { ...guestCheckout, resume: () => Promise.reject(new Error('no')) } };`);
  await page.is('ready');
  page.standIn.change({ guestOrderList: false });
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await page.place();
  await page.is('unknown');
  assert.match(await page.text('[data-state=unknown]'), /may have been placed/);
});
