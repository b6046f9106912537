/** The page itself: it loads under its policy, fits a narrow window, and is usable by name. */
import assert from 'node:assert/strict';
import { shopTests } from './shop.mjs';

const test = shopTests();

test('the page loads under its own policy without a violation or an error', async (shop) => {
  const policy = (await fetch(shop.pageUrl)).headers.get('content-security-policy');
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'.*require-trusted-types-for 'script'/);
  assert.match(await shop.text('#destination'), /Nothing leaves it/);
  assert.match(await shop.text('#products'), /Enamel cup[^$]*\$18\.50/);
  assert.equal(await shop.text('#place-order'), 'Place order for $24.90');
  assert.equal(await shop.find('#inspector-link').getAttribute('href'), `${shop.servicesUrl}/standin`);
  assert.deepEqual(await shop.inPage('return window.wrong;'), []);
});

test('the policy stops what it shall stop, and the watching script sees it', async (shop) => {
  await shop.inPage(`
    const script = document.createElement('script');
    script.textContent = 'window.ran = true;';
    document.body.append(script);`).catch(() => {});
  await shop.driver.wait(() => shop.inPage(`return window.wrong.some((text) => text.startsWith('violation'));`), 3000);
  assert.equal(await shop.inPage('return window.ran ?? null;'), null);
  await shop.inPage('window.wrong.length = 0;');
});

/** Controls that nobody can name. */
const nameless = (shop) => shop.inPage(`
  return [...document.querySelectorAll('input:not([type="hidden"]), select, button')]
    .filter((control) => !(control.labels?.length || control.getAttribute('aria-label') || control.textContent.trim())).map((control) => control.id || control.outerHTML);`);

/** As narrow as the browser lets a window be. @param {string} open  What is opened then: WebKit does not lay a legend out anew that it has laid out wider. */
async function fitsNarrow(shop, open) {
  const window = shop.driver.manage().window();
  const before = await window.getRect();
  await shop.inPage(`document.getElementById('settings').open = false;`);
  await window.setRect({ ...before, width: 320 });
  await shop.inPage(`document.querySelector(arguments[0]).open = true;`, open);
  const [content, view] = await shop.inPage('return [document.documentElement.scrollWidth, document.documentElement.clientWidth];');
  await window.setRect(before);
  assert.ok(content <= view, `${content} px of content in ${view} px`);
}

test('every control has a label, and nothing sticks out of a narrow window', async (shop) => {
  assert.deepEqual(await nameless(shop), []);
  await fitsNarrow(shop, '#settings');
});

test('an order that may exist is shown above the form, with a label at every control, in a narrow window, too', async (shop) => {
  await shop.set({ referenceMarker: '' });
  await shop.ready();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await shop.fill();
  await shop.press();
  await shop.appears('.open[data-state="unknown"]');
  assert.deepEqual(await nameless(shop), []);
  await fitsNarrow(shop, '.again');
  assert.equal(await shop.inPage(`
    const card = document.querySelector('.open');
    return Boolean(card.compareDocumentPosition(document.getElementById('order-form')) & Node.DOCUMENT_POSITION_FOLLOWING) && document.getElementById(card.getAttribute('aria-labelledby')).tagName;`), 'H2');
});

test('quantities make the total, in the list and on the button', async (shop) => {
  await shop.press('button[aria-label="One Enamel cup more"]');
  await shop.press('button[aria-label="One Enamel cup more"]');
  await shop.press('button[aria-label="One Linen tote bag less"]');
  assert.equal(await shop.text('#total'), '$37.00');
  assert.equal(await shop.text('#place-order'), 'Place order for $37.00');
  await shop.fill();
  await shop.press();
  await shop.reads('#order-total', /^\$37\.00$/);
  assert.deepEqual(JSON.parse(shop.sent('createOrder')[0].body).products, [{ productId: 1, quantity: 2 }]);
  assert.deepEqual(shop.standIn.state.reports[0].body.items.map(({ external_id, quantity, price }) => [external_id, quantity, price]), [['1', 2, 18.5]]);
});

test('settings that are wrong are told, and a typed-in project is what gets called', async (shop) => {
  await shop.set({ url: 'http://shop.example' });
  await shop.reads('#settings-error', /oneEntry\.url must be https/);
  assert.equal(await shop.isDisabled(), true);
  await shop.set({ url: shop.servicesUrl.replace('localhost', '127.0.0.1'), token: 'another-token', productIds: '146' });
  await shop.ready();
  assert.equal(await shop.text('#settings-error'), '');
  await shop.press('button[aria-label="One Mug more"]');
  await shop.fill();
  await shop.press();
  await shop.appears('#order-number');
  const [{ url, headers }] = shop.sent('createOrder');
  assert.match(url, /^http:\/\/127\.0\.0\.1:/);
  assert.equal(headers['x-app-token'], 'another-token');
}, { tokens: ['standin-app-token', 'another-token'] });

test('the page says where orders go as soon as it is not this machine', async (shop) => {
  assert.match(await shop.text('#destination'), /Nothing leaves it/);
  await shop.set({ ocularUrl: 'https://ocular.example/v1' });
  await shop.ready();
  assert.equal(await shop.text('#destination'), 'Real services: what you do here goes to ocular.example.');
  await shop.press('#reset-settings');
  await shop.reads('#destination', /Nothing leaves it/);
});
