/** The demo shop's page: loads under its policy, fits a narrow window, labels its controls, in three languages and two themes. */
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { FAULTS } from '../../www/standin/index.mjs';
import { shopTests } from './lib/shop.mjs';

const test = shopTests();

test('the page loads under its own policy without a violation or an error', async (shop) => {
  const policy = (await fetch(shop.pageUrl)).headers.get('content-security-policy');
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'.*style-src 'self';.*require-trusted-types-for 'script'/);
  assert.match(await shop.text('#destination'), /Nothing leaves it/);
  assert.match(await shop.text('#products'), /Enamel cup[^$]*\$18\.50/);
  assert.equal(await shop.text('#place-order'), 'Place order for $24.90');
  await shop.appears(`#inspector-link[href="${shop.servicesUrl}/standin"]`);
  assert.deepEqual(await shop.inPage('return window.wrong;'), []);
});

/** The package files that the page has requested. */
const loaded = (shop) => shop.inPage(`return performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.startsWith('/pkg/')).sort();`);
const CHECKOUT = ['/pkg/element.mjs', '/pkg/index.mjs', '/pkg/order_bridge_bg.wasm'];

test('a first visit shows only the catalogue; the checkout loads with the first product, and immediately on later visits', async (shop) => {
  await shop.firstVisit();
  assert.deepEqual(await loaded(shop), []);
  assert.equal(await shop.text('#lines'), 'Your cart is empty.');
  assert.equal(await shop.text('#checkout-hint'), 'Put a product in the cart to order it.');
  await shop.use('[data-add="10"]', (button) => button.sendKeys(Key.ENTER));
  await shop.reads('#place-order', /^Place order for \$24\.90$/);
  await shop.ready();
  assert.deepEqual(await loaded(shop), CHECKOUT);
  assert.equal(await shop.text('#checkout-hint'), '');
  assert.equal(await shop.text('#total'), '$24.90');
  assert.equal(await shop.text('[data-count="10"]'), '× 1');
  assert.equal(await shop.inPage('return document.activeElement.dataset.add;'), '10', 'the focus stays where it was');
  assert.equal(shop.sent('getProducts').length, 2, 'products are requested once per visit');

  // An earlier order may need a lookup, even without a cart.
  await shop.inPage('sessionStorage.clear();');
  await shop.driver.get(shop.pageUrl);
  await shop.ready();
  assert.deepEqual(await loaded(shop), CHECKOUT);
  assert.equal(await shop.hasForm(), false);
  assert.equal(await shop.text('#checkout-hint'), 'Put a product in the cart to order it.');
});

test('a checkout that fails to load is reported, and loads with the next product', async (shop) => {
  await shop.firstVisit();
  const mend = await shop.withoutWasm();
  await shop.add(10);
  await shop.reads('#load-error', /Nothing was sent/);
  assert.equal(await shop.inPage(`return q('#checkout').checkVisibility?.() ?? q('#checkout').offsetParent !== null;`), false);
  await mend();
  await shop.add(1);
  await shop.reads('#place-order', /^Place order for \$43\.40$/);
  assert.equal(await shop.text('#load-error'), '');
});

test('a product added while another language loads also loads the checkout', async (shop) => {
  await shop.firstVisit();
  shop.standIn.faults.add({ route: 'getProducts', fault: 'slow', ms: 1500 });
  await shop.choose('language', 'es');
  await shop.add(10);
  assert.equal(await shop.inPage('return document.documentElement.dataset.ready ?? null;'), null, 'the language is still loading');
  await shop.reads('#place-order', /^Hacer el pedido por 24,90/);
  await shop.ready();
});

test('the policy blocks an inline script, and the script that records errors notices it', async (shop) => {
  await shop.inPage(`
    const script = document.createElement('script');
    script.textContent = 'window.ran = true;';
    document.body.append(script);`).catch(() => {});
  await shop.wait(() => shop.inPage(`return window.wrong.some((text) => text.startsWith('violation'));`), 'no violation was recorded');
  assert.equal(await shop.inPage('return window.ran ?? null;'), null);
  await shop.inPage('window.wrong.length = 0;');
});

test('the form matches the project: few fields, correct types, autocomplete for the browser', async (shop) => {
  const drawn = await shop.inPage(`
    return [...document.querySelector('guest-checkout').shadowRoot.querySelectorAll('form input, form select, form textarea')].map((field) => [field.name, field.type, field.autocomplete, field.required]);`);
  assert.deepEqual(drawn, [
    ['guest_name', 'text', 'name', true], ['guest_phone', 'tel', 'tel', true], ['guest_email', 'email', 'email', true],
    ['account', 'radio', '', false], ['account', 'radio', '', false], ['account', 'radio', '', false],
  ]);
  assert.ok(drawn.length <= 8);
});

/** Controls without an accessible name. */
const nameless = (shop) => shop.inPage(`
  return qa('input:not([type="hidden"]), select, button, textarea')
    .filter((control) => !(control.labels?.length || control.getAttribute('aria-label') || control.textContent.trim())).map((control) => control.id || control.outerHTML);`);

/** Checks for overflow in the narrowest window the browser allows, squeezed to 320 px. @param {string} [open]  An element to open first. */
async function fitsNarrow(shop, open) {
  const window = shop.driver.manage().window();
  const before = await window.getRect();
  await window.setRect({ ...before, width: 320 });
  // Some engines keep their windows wider, so the page is squeezed.
  await shop.inPage(`document.documentElement.style.maxWidth = '320px'; if (arguments[0]) q(arguments[0]).open = true;`, open ?? null);
  const wide = await shop.inPage(`
    const right = (element) => element.getBoundingClientRect().right;
    return qa('body *, .all, .all *').filter((element) => right(element) > 320.5 && element.checkVisibility?.() !== false && !element.closest('.wide, pre, .visually-hidden') && getComputedStyle(element).position !== 'absolute')
      .map((element) => element.tagName + ' ' + (element.id || element.className) + ' ' + right(element)).slice(0, 5);`);
  await shop.inPage(`document.documentElement.style.maxWidth = '';`);
  await window.setRect(before);
  assert.deepEqual(wide, []);
}

test('every control has a label, and nothing overflows at 320 pixels', async (shop) => {
  await shop.appears('#fault-hang');
  assert.deepEqual(await nameless(shop), []);
  await fitsNarrow(shop, '#settings');
});

test('an order that may exist replaces the form; every control has a label; it fits a narrow window', async (shop) => {
  await shop.set({ referenceMarker: '' });
  await shop.ready();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await shop.order();
  await shop.appears('.open[data-state="unknown"]');
  assert.deepEqual(await nameless(shop), []);
  await fitsNarrow(shop, '.again');
  assert.equal(await shop.hasForm(), false);
  assert.equal(await shop.inPage(`const card = q('.open'); return q('#' + CSS.escape(card.getAttribute('aria-labelledby'))).tagName;`), 'H2');
});

test('quantities determine the total, in the list and on the button', async (shop) => {
  await shop.add(1);
  await shop.add(1);
  await shop.add(10, -1);
  assert.equal(await shop.text('#total'), '$37.00');
  assert.equal(await shop.text('#place-order'), 'Place order for $37.00');
  await shop.order();
  await shop.reads('#order-total', /^\$37\.00$/);
  assert.deepEqual(JSON.parse(shop.sent('createOrder')[0].body).products, [{ productId: 1, quantity: 2 }]);
  assert.deepEqual(shop.standIn.state.reports[0].body.items.map(({ external_id, quantity, price }) => [external_id, quantity, price]), [['1', 2, 18.5]]);
});

test('invalid settings are reported, and a valid project is the one that is called', async (shop) => {
  await shop.set({ url: 'http://shop.example' });
  await shop.reads('#settings-error', /oneEntry\.url must be https/);
  await shop.reads('#load-error', /Nothing was sent/);
  assert.equal(await shop.hasForm(), false);
  await shop.set({ url: shop.servicesUrl.replace('localhost', '127.0.0.1'), token: 'another-token', productIds: '146' });
  await shop.ready();
  assert.equal(await shop.text('#settings-error'), '');
  await shop.add(146);
  await shop.order();
  await shop.placed();
  const [{ url, headers }] = shop.sent('createOrder');
  assert.match(url, /^http:\/\/127\.0\.0\.1:/);
  assert.equal(headers['x-app-token'], 'another-token');
}, { tokens: ['standin-app-token', 'another-token'] });

test('the page says where orders go as soon as they leave this machine', async (shop) => {
  assert.match(await shop.text('#destination'), /Nothing leaves it/);
  await shop.set({ ocularUrl: 'https://ocular.example/v1' });
  await shop.ready();
  assert.equal(await shop.text('#destination'), 'Real services: what you do here goes to ocular.example.');
  await shop.inPage(`document.getElementById('reset-settings').click();`);
  await shop.reads('#destination', /Nothing leaves it/);
});

test('Spanish, Portuguese and back: page, form, messages and sums change, typed values stay', async (shop) => {
  await shop.fill({ guest_name: 'C', guest_phone: '+18005000500', guest_email: '' });
  await shop.speak('es');
  await shop.reads('#place-order', /^Hacer el pedido por 24,90/);
  assert.equal(await shop.inPage('return document.documentElement.lang;'), 'es');
  assert.equal(await shop.text('#cart-title'), 'Tu carrito');
  assert.match(await shop.text('#products'), /Taza esmaltada\s*18,50/);
  assert.equal(await shop.text('label[for="field-guest_phone"]'), 'Teléfono');
  assert.equal(await shop.inPage(`return q('#field-guest_name').value;`), 'C');
  await shop.press();
  await shop.reads('#summary-title', /^Hay un problema$/);
  assert.match(await shop.text('#field-guest_email-error'), /\p{L}{4}/u);
  await shop.speak('pt');
  await shop.reads('#place-order', /^Fazer o pedido por/);
  await shop.load();
  await shop.reads('#place-order', /^Fazer o pedido por/);
  await shop.order();
  await shop.reads('#receipt-title', /^Obrigado, seu pedido foi registrado$/);
  assert.deepEqual(Object.keys(shop.standIn.state.orders[0].formData), ['pt_BR']);
  await shop.speak('en');
  await shop.reads('#receipt-title', /^Thank you, your order is placed$/);
  assert.equal(shop.sent('createOrder').length, 1);
});

test('the theme follows the device until one is chosen, and the choice is kept', async (shop) => {
  const ground = () => shop.inPage('return getComputedStyle(document.body).backgroundColor;');
  const input = () => shop.inPage(`return getComputedStyle(q('#field-guest_name')).backgroundColor;`);
  await shop.choose('theme', 'dark');
  assert.deepEqual([await ground(), await input()], ['rgb(18, 22, 28)', 'rgb(18, 22, 28)']);
  await shop.load();
  assert.equal(await ground(), 'rgb(18, 22, 28)');
  await shop.choose('theme', 'light');
  assert.deepEqual([await ground(), await input()], ['rgb(243, 244, 247)', 'rgb(255, 255, 255)']);
});

test('there is a switch for every fault, and it does what it says', async (shop) => {
  await shop.appears('#fault-hang');
  const offered = await shop.inPage(`return qa('#faults li').map((row) => [row.querySelector('label').textContent, row.querySelector('.soft').textContent]);`);
  assert.deepEqual(offered.map(([name]) => name).sort(), [...FAULTS].sort());
  assert.deepEqual(offered.filter(([, text]) => text === ''), [], 'each fault has a description');
  await shop.choose('fault-often', 'always');
  await shop.press('#fault-hang');
  await shop.reads('#fault-state', /hang at createOrder, always/);
  await shop.choose('fault-route', 'setBuyOrder');
  await shop.press('#fault-status');
  await shop.reads('#fault-state', /status at setBuyOrder/);
  await shop.press('#fault-hang');
  await shop.reads('#fault-state', /^To come: status at setBuyOrder, always\.$/);
  assert.deepEqual(shop.standIn.faults.list().map(({ fault }) => fault), ['status']);
  await shop.press('#faults-off');
  await shop.reads('#fault-state', /No fault/);
  assert.deepEqual(shop.standIn.faults.list(), []);
});

test('the panel is live until it is paused; nothing in it changes until it is resumed', async (shop) => {
  const panel = () => shop.inPage(`return document.getElementById('panel').textContent;`);
  await shop.reads('#panel-state', /^Live/);
  // Shorten and count the panel's refresh rounds, which last a second each.
  await shop.inPage(`
    window.rounds = 0;
    const { setTimeout } = window;
    window.setTimeout = (act, ms, ...rest) => (ms === 1000 ? setTimeout(() => { act(); window.rounds += 1; }, 20) : setTimeout(act, ms, ...rest));`);
  await shop.press('#panel-pause');
  assert.equal(await shop.text('#panel-pause'), 'Go on');
  assert.match(await shop.text('#panel-state'), /^Paused/);
  const before = await panel();
  await shop.order();
  await shop.placed();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'hang' });
  const rounds = await shop.inPage('return window.rounds;');
  await shop.wait(() => shop.inPage('return window.rounds > arguments[0] + 3;', rounds), 'the panel does not refresh');
  assert.equal(await panel(), before);
  await shop.press('#panel-pause');
  await shop.reads('#got-orders', /^Order 90/);
  await shop.reads('#fault-state', /^To come: hang/);
  assert.deepEqual([await shop.text('#panel-pause'), await shop.text('#panel-state')], ['Pause', 'Live, looked at each second.']);
});

test('the help line follows the main part, with the form, with the receipt and in the playground, in the chosen language', async (shop) => {
  const help = () => shop.inPage(`const footer = document.querySelector('body > main + footer'), link = footer.querySelector('a'); return [footer.innerText.trim(), link.getAttribute('href')];`);
  const wanted = (words) => [`${words} help@shop.example`, 'mailto:help@shop.example'];
  assert.deepEqual(await help(), wanted('Help with an order:'));
  await shop.speak('es');
  await shop.order();
  await shop.placed();
  assert.deepEqual(await help(), wanted('Ayuda con un pedido:'));
  await shop.driver.get(`${shop.pageUrl}/playground.html`);
  await shop.reads('#verdict', /^Valid/);
  assert.deepEqual(await help(), wanted('Ayuda con un pedido:'));
  await shop.choose('language', 'pt');
  assert.deepEqual(await help(), wanted('Ajuda com um pedido:'));
});

test('the printed page shows only the receipt', async (shop) => {
  await shop.order();
  await shop.placed();
  // Drivers cannot print for a test, so check which elements the print rules hide.
  const hidden = await shop.inPage(`
    const rules = (sheets) => [...sheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === 'print').flatMap((rule) => [...rule.cssRules]).filter((rule) => rule.style.display === 'none').map((rule) => rule.selectorText).join(', ');
    const root = document.querySelector('guest-checkout').shadowRoot;
    const outside = rules(document.styleSheets), inside = rules(root.adoptedStyleSheets);
    const seen = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
    return [[...document.querySelectorAll('header .choices, aside, .goods')].every((element) => element.matches(outside)), [...root.querySelectorAll('button, .steps, .status, form')].every((element) => element.matches(inside)), seen(root.querySelector('#order-number'))];`);
  assert.deepEqual(hidden, [true, true, true]);
});

test('animations run only without prefers-reduced-motion', async (shop) => {
  const rules = await shop.inPage(`
    const root = document.querySelector('guest-checkout').shadowRoot;
    return [...document.styleSheets, ...root.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => /animation|transition/.test(rule.cssText)).map((rule) => rule.media?.mediaText ?? rule.cssText);`);
  assert.deepEqual(rules, ['(prefers-reduced-motion: no-preference)']);
});
