/**
 * Runs the recipes for shop systems exactly as written, each on pages like those of its system: first a cart page with an attention,
 * then the thank-you page. The systems themselves are not installed; fakes follow their documentation (recipes/, pages/gtm.js and
 * others).
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { openBrowser } from './lib/browser.mjs';
import { eventually } from './lib/eventually.mjs';
import { blocks, imitation, liquid, openRecipe, php, RECIPES, rendered, syntaxFaults, text } from './lib/recipes.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

/** The blocks that a test has run or compared. */
const taken = new Set();
/** A block of a recipe, by its language and its index. */
function take(recipe, lang, which = 0) {
  taken.add(`${recipe} ${lang} ${which}`);
  const code = blocks(recipe, lang)[which];
  assert.ok(code, `${recipe} has no block ${lang} ${which}`);
  return code;
}

const WIDGET = '<form action="/cart"><input type="hidden" name="ocular_session_id" value="1536"></form>';
const push = (event) => `<script>window.dataLayer = window.dataLayer || []; dataLayer.push(${JSON.stringify(event)});</script>`;
const ITEMS = [{ item_id: '55', item_name: 'Crema facial', price: 23990, quantity: 2 }, { item_id: '56', item_name: 'Gorro', price: 9990, quantity: 1 }];
const LINES = '55:Crema facial x2 @23990 CLP ; 56:Gorro x1 @9990 CLP = 57970';
const settled = () => new Promise((done) => { setTimeout(done, 900); });

/** Waits until the purchase is removed. Otherwise the next page reports it again. */
const takenOff = (shop) => eventually(() => shop.inPage(`return localStorage.getItem('order_bridge_purchases') === null;`), 'the purchase is still saved');

/** Visits the cart, where the attention is saved, then the thank-you page. Returns the reports and the console lines. */
async function buys(shop, { cart = '/cart', thanks = '/thanks?order-bridge-debug' } = {}) {
  await shop.go(cart);
  await eventually(() => shop.inPage(`return sessionStorage.getItem('order_bridge_attention');`), 'the attention was not saved');
  const onCart = await shop.asked();
  assert.equal(onCart.length, 1, `the cart page must load only the tag, but loaded ${onCart.join(', ')}`);
  assert.deepEqual(await shop.wrong(), []);
  await shop.go(thanks);
  await eventually(() => shop.reports().length > 0, 'nothing was reported');
  await eventually(shop.said, 'the console shows nothing', { until: (lines) => lines.some((line) => line.includes('sent')) });
  await takenOff(shop);
  assert.deepEqual(await shop.wrong(), []);
  return { reports: shop.reports(), said: (await shop.said()).filter((line) => line.includes('sent')) };
}

/** Asserts that the purchase is reported once and correctly, and that the console shows the exact line of the recipe. */
async function works(shop, recipe, report, paths) {
  const { reports, said } = await buys(shop, paths);
  assert.deepEqual(reports, [report]);
  assert.deepEqual(said, [take(recipe, 'text').trim()]);
  assert.deepEqual(shop.standIn.state.reports.map(({ answer }) => answer.statusCode), [0]);
}

/** The lines that shops copy from Google for Tag Manager and for gtag.js. */
const gtmHead = (settings) => `<script>window.container = ${JSON.stringify(settings).replaceAll('<', '\\u003c')};</script>
  <script>(function(w,d,s,l){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});
  var f=d.getElementsByTagName(s)[0],j=d.createElement(s);j.async=true;j.src='/gtm.js';f.parentNode.insertBefore(j,f);})(window,document,'script','dataLayer');</script>`;
const gtagHead = `<script async src="/gtm.js"></script>
  <script>window.container = { tags: [] }; window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag('js', new Date()); gtag('config', 'G-EXAMPLE');</script>`;

test('Google Tag Manager: a Custom HTML tag on all pages; the purchase arrives in two pushes', async (t) => {
  const head = gtmHead({ tags: [{ html: take('google-tag-manager', 'html'), on: ['gtm.js'] }] });
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head, body: WIDGET },
    // The currency comes from the recipe.
    '/thanks': { head, body: `${push({ ecommerce: null })}${push({ ecommerce: { transaction_id: '1234', value: 57970, items: ITEMS } })}${push({ event: 'purchase' })}` },
  });
  await works(shop, 'google-tag-manager', `1536 1234 | ${LINES}`);
  // The container still works: it has fired and merged, and receives later pushes.
  assert.deepEqual(await shop.inPage('return [container.fired, container.model.ecommerce.items.length];'), [['gtm.js'], 2]);
  assert.equal(await shop.inPage(`dataLayer.push({ event: 'later' }); return container.model.event;`), 'later');
});

test('Google Tag Manager: strips the attributes of the short line of other recipes, as the recipe says', async (t) => {
  const head = gtmHead({ tags: [{ html: take('gtag', 'html'), on: ['gtm.js'] }] });
  const shop = await openRecipe(t, browser, { '/gtm.js': await imitation('gtm.js'), '/cart': { head } });
  await shop.go('/cart');
  await eventually(() => shop.inPage('return container.fired.length === 1;'), 'the tag has not fired');
  assert.deepEqual(await shop.inPage(`return [...document.querySelector('script[src*="tag.js"]').attributes].map(({ name }) => name).filter((name) => name !== 'id').sort();`), ['src', 'type']);
});

test('Google Tag Manager: works when document.currentScript is null', async (t) => {
  const head = `<script>Object.defineProperty(Document.prototype, 'currentScript', { get: () => null });</script>${gtmHead({ tags: [{ html: take('google-tag-manager', 'html'), on: ['gtm.js'] }] })}`;
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head, body: WIDGET },
    '/thanks': { head, body: push({ event: 'purchase', ecommerce: { transaction_id: '1234', value: 57970, items: ITEMS } }) },
  });
  const { reports } = await buys(shop);
  assert.deepEqual(reports, [`1536 1234 | ${LINES}`]);
});

test('gtag.js: one line in the head, before and after Google\'s lines', async (t) => {
  const line = take('gtag', 'html');
  const bought = (id) => `<script>gtag('event', 'purchase', ${JSON.stringify({ transaction_id: id, value: 57970, items: ITEMS })});</script>`;
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head: line + gtagHead, body: WIDGET },
    '/thanks': { head: gtagHead + line, body: bought('1235') },
    '/first': { head: line + gtagHead, body: bought('1236') },
    '/no-lines': { head: line + gtagHead, body: `<script>gtag('event', 'purchase', { transaction_id: '9', value: 10, currency: 'CLP' });</script>` },
  });
  await works(shop, 'gtag', `1536 1235 | ${LINES}`);
  await shop.go('/first');
  await eventually(() => shop.reports().length === 2, 'the line before Google\'s misses the purchase');
  await takenOff(shop);
  await shop.go('/no-lines?order-bridge-debug');
  await eventually(shop.said, 'the console shows nothing', { until: (said) => said.length === 1 });
  assert.match((await shop.said())[0], /^order-bridge: purchase: not reported, .*items is required\.$/);
  assert.equal(shop.reports().length, 2);
});

/** A test that needs PHP, and is skipped where PHP is not installed. */
const phpTest = (name, body) => test(name, (t) => (php ? body(t) : t.skip('PHP is not installed')));

phpTest('php -l accepts every PHP block', async () => {
  for (const recipe of RECIPES) {
    for (const code of blocks(recipe, 'php')) assert.equal(await syntaxFaults(code), '', recipe);
  }
  assert.match(await syntaxFaults('echo (;'), /Errors parsing/);
});

phpTest('WooCommerce without a plugin: names that would break the page, and a coupon', async (t) => {
  const snippets = [take('woocommerce', 'php', 0), take('woocommerce', 'php', 1)];
  const { head, thanks, unknown } = JSON.parse(await rendered('woocommerce-stub.php', snippets));
  assert.equal(unknown, '', 'an unknown order prints nothing');
  assert.equal(JSON.parse(await rendered('woocommerce-stub.php', snippets, { ORDER_STATUS: 'failed' })).thanks, '', 'a failed payment prints nothing');
  const shop = await openRecipe(t, browser, {
    '/cart': { head, body: WIDGET },
    '/checkout/order-received/1236/': { head, body: `<div class="woocommerce-order"><p>Gracias.</p>${thanks}</div>` },
  });
  const report = `1536 1236 | 55:Té "verde" </script><!--<script> & más x2 @21591 CLP ; 56:Gorro d'hiver x1 @9990 CLP = 53172`;
  await works(shop, 'woocommerce', report, { thanks: '/checkout/order-received/1236/?key=wc_order_1&order-bridge-debug' });
  await shop.go('/checkout/order-received/1236/?key=wc_order_1&order-bridge-debug');
  await eventually(shop.said, 'the console shows nothing', { until: (said) => said.length === 1 });
  assert.match((await shop.said())[0], /reported before$/);
  assert.equal(shop.reports().length, 1);
});

phpTest('the plugin in examples/woocommerce prints what the recipe prints, from its own folder', async () => {
  const plugin = await readFile(join(root, 'examples/woocommerce/order-bridge.php'), 'utf8');
  assert.equal(await syntaxFaults(plugin), '');
  const [ofPlugin, ofRecipe] = await Promise.all([[plugin], blocks('woocommerce', 'php')].map((codes) => rendered('woocommerce-stub.php', codes)));
  assert.equal(ofPlugin.replaceAll('\\/plugins\\/', '\\/'), ofRecipe);
  assert.notEqual(ofPlugin, ofRecipe);
});

phpTest('WooCommerce with a plugin: only the line', async (t) => {
  const { head, thanks } = JSON.parse(await rendered('woocommerce-stub.php', [take('woocommerce', 'php', 0)]));
  assert.equal(thanks, '');
  const gtm4wp = { event: 'purchase', ecommerce: { currency: 'CLP', transaction_id: 1236, value: 57970, tax: 0, shipping: 0, coupon: '', items: ITEMS.map((item) => ({ ...item, internal_id: Number(item.item_id), sku: item.item_id, stockstatus: 'instock' })) } };
  const shop = await openRecipe(t, browser, { '/cart': { head, body: WIDGET }, '/thanks': { head: push(gtm4wp) + head } });
  const { reports } = await buys(shop);
  assert.deepEqual(reports, [`1536 1236 | ${LINES}`]);
});

phpTest('PrestaShop: the module installs, and its hooks print both parts', async (t) => {
  const module = take('prestashop', 'php');
  const { installed, name, given } = JSON.parse(await rendered('prestashop-stub.php', [module]));
  assert.deepEqual([installed, name, Object.keys(given)], [true, 'orderbridge', ['displayHeader', 'displayOrderConfirmation']]);
  assert.equal(JSON.parse(await rendered('prestashop-stub.php', [module], { ORDER_STATE: '8' })).given.displayOrderConfirmation, '', 'a failed payment prints nothing');
  const shop = await openRecipe(t, browser, {
    '/cart': { head: given.displayHeader, body: WIDGET },
    '/order-confirmation': { head: given.displayHeader, body: `<section id="content-hook_order_confirmation">${given.displayOrderConfirmation}</section>` },
  });
  const report = `1536 17 | 1:Taza </script><!--<script> "año" (Color: blanco) x2 @14.56 EUR ; 2:Cojín d'hiver x1 @9.12 EUR = 38.24`;
  await works(shop, 'prestashop', report, { thanks: '/order-confirmation?id_order=17&order-bridge-debug' });
});

phpTest('PrestaShop with Google\'s module: only the first hook', async (t) => {
  const { given } = JSON.parse(await rendered('prestashop-stub.php', [take('prestashop', 'php')]));
  const purchase = { transaction_id: 17, affiliation: 'Tienda', value: '45.24', tax: '0', shipping: '7', currency: 'EUR', items: [{ item_id: '1-1', item_name: 'Taza', price: '19.12', quantity: '2' }] };
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head: given.displayHeader, body: WIDGET },
    '/thanks': { head: gtagHead + given.displayHeader, body: `<script>document.addEventListener('DOMContentLoaded', function () { gtag('event', 'purchase', ${JSON.stringify(purchase)}); });</script>` },
  });
  const { reports } = await buys(shop);
  assert.deepEqual(reports, ['1536 17 | 1-1:Taza x2 @19.12 EUR = 38.24']);
});

phpTest('Magento 2 without the Google module: under a policy that blocks scripts without its nonce', async (t) => {
  const line = take('magento', 'html');
  const template = await rendered('magento-stub.php', [take('magento', 'php')], { NONCE: 'n0nce' });
  // RequireJS is loaded as on a Magento page. A script without the nonce proves that the policy blocks.
  const head = `<script src="/requirejs.js"></script>${line}`;
  const shop = await openRecipe(t, browser, {
    '/requirejs.js': await imitation('requirejs.js'),
    '/cart': { head, body: WIDGET },
    '/checkout/onepage/success/': { head, body: template },
    '/blocked': { head: '<script>window.ran = true;</script>' },
  }, { policy: (services) => `default-src 'none'; script-src 'self' 'nonce-n0nce' 'wasm-unsafe-eval'; img-src data:; connect-src 'self' ${services}` });
  const report = `1536 000000042 | 24-MB01:Joust </script><!--<script> "Duffle" & Bag x2 @29.9 USD ; 24-WG03:Men's Cup x1 @9.6 USD = 69.4`;
  await works(shop, 'magento', report, { thanks: '/checkout/onepage/success/?order-bridge-debug' });
  await shop.go('/blocked');
  assert.equal(await shop.inPage('return window.ran ?? null;'), null);
});

test('Magento 2: the layout is valid XML and names the template of the recipe', async (t) => {
  const shop = await openRecipe(t, browser, { '/cart': {} });
  await shop.go('/cart');
  const found = await shop.inPage(`
    const page = new DOMParser().parseFromString(arguments[0], 'text/xml');
    return [page.querySelector('parsererror')?.textContent ?? '', page.documentElement.nodeName, page.querySelector('referenceContainer[name=content] > block').getAttribute('template')];`, take('magento', 'xml'));
  assert.deepEqual(found, ['', 'page', 'Magento_Checkout::order-bridge.phtml']);
  assert.match(await text('magento'), /`templates\/order-bridge\.phtml`/);
});

test('Magento 2 with the Google module: gtag in a RequireJS module, totals as strings with separators', async (t) => {
  const head = `<script src="/requirejs.js"></script>${take('magento', 'html')}`;
  const config = { orders: [{ transaction_id: '000000043', affiliation: 'Main Website', value: '1,299.00', tax: '0.00', shipping: '5.00', currency: 'USD' }], products: [{ index: 1, item_id: 'MT01', item_name: 'Lamp', affiliation: 'Main Website', price: 647, quantity: 2 }] };
  const shop = await openRecipe(t, browser, {
    '/requirejs.js': await imitation('requirejs.js'),
    '/jquery.js': 'define("jquery", [], function () { return function () {}; });',
    '/Magento_GoogleGtag/js/google-analytics.js': `define('Magento_GoogleGtag/js/google-analytics', ['jquery'], function () {
      return function (config) {
        window.dataLayer = window.dataLayer || [];
        function gtag() { dataLayer.push(arguments); }
        gtag('js', new Date());
        gtag('event', 'purchase', Object.assign({}, config.orders[0], { items: config.products }));
      };
    });`,
    '/cart': { head, body: WIDGET },
    '/thanks': { head, body: `<script type="text/x-magento-init">${JSON.stringify({ '*': { 'Magento_GoogleGtag/js/google-analytics': config } })}</script>` },
  });
  const { reports } = await buys(shop);
  assert.deepEqual(reports, ['1536 000000043 | MT01:Lamp x2 @647 USD = 1294']);
});

/** The event that VTEX pushes on the order page. It contains personal data of the shopper. */
const ORDER_PLACED = {
  event: 'orderPlaced', visitorType: 'newVisitor', visitorContactInfo: ['kim@example.org', 'Kim'], visitorAddressStreet: 'Calle', orderGroup: '1380000000001', transactionId: '1380000000001-01', transactionTotal: 60960,
  transactionShipping: 2990, transactionCurrency: 'CLP', transactionPaymentType: [{ group: 'creditCard' }],
  transactionProducts: [
    { id: '55', name: 'Crema facial', sku: '551', skuName: '50 ml', price: 25990, originalPrice: 25990, sellingPrice: 23990, tax: 0, quantity: 2, categoryTree: ['Belleza'] },
    { id: '56', name: 'Gorro', sku: '561', price: 9990, tax: 0, quantity: 1 },
  ],
};
const vtexTags = () => [
  { html: take('google-tag-manager', 'html').replace('https://shop.example/', 'https://files.shop.example/'), on: ['gtm.js'] },
  { html: take('vtex', 'html'), on: ['orderPlaced'] },
];

test('VTEX, legacy: orderPlaced becomes a purchase; the files are on another site', async (t) => {
  const head = gtmHead({ tags: vtexTags() });
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head, body: WIDGET },
    '/checkout/orderPlaced/': { head, body: push(ORDER_PLACED) },
  });
  await works(shop, 'vtex', `1536 1380000000001-01 | ${LINES}`, { thanks: '/checkout/orderPlaced/?og=1380000000001&order-bridge-debug' });
  assert.doesNotMatch(JSON.stringify(shop.standIn.state.reports), /kim/i);
});

test('VTEX IO: its app pushes orderPlaced with ecommerce, and the second tag stays inactive', async (t) => {
  const head = gtmHead({ tags: vtexTags() });
  const products = ORDER_PLACED.transactionProducts.map(({ id, name, sku, quantity, sellingPrice = 9990 }) => ({ brand: 'V', category: 'Belleza', id, variant: sku, name, price: sellingPrice, quantity }));
  const ecommerce = { purchase: { actionField: { id: ORDER_PLACED.transactionId, revenue: 60960, shipping: 2990 }, products } };
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head, body: WIDGET },
    '/thanks': { head, body: push({ ...ORDER_PLACED, ecommerce, ecommerceV2: { ecommerce } }) },
  });
  const { reports } = await buys(shop);
  await settled();
  assert.deepEqual(shop.reports(), reports);
  assert.deepEqual(reports, [`1536 1380000000001-01 | ${LINES}`]);
  assert.deepEqual(await shop.inPage('return container.fired.sort();'), ['gtm.js', 'orderPlaced']);
  assert.equal(await shop.inPage(`return dataLayer.filter(({ event }) => event === 'purchase').length;`), 0);
});

test('Jumpseller: the template of the success page; the files are on another site', async (t) => {
  const line = take('jumpseller', 'html');
  const products = [{ id: 55, name: `Crema "facial" </script><!--<script> d'été + más`, price: 23990, qty: 2 }, { id: 56, name: 'Gorro', price: 9990, qty: 1 }];
  const template = take('jumpseller', 'liquid');
  const body = liquid(template, { order: { id: 1045, currency: 'CLP', products }, store: { currency: 'CLP' } });
  assert.equal(liquid(template, { store: {} }).trim(), '', 'a page without an order prints nothing');
  const shop = await openRecipe(t, browser, { '/cart': { head: line, body: WIDGET }, '/v2/checkout/success/1': { head: line, body } });
  const report = `1536 1045 | 55:Crema "facial" </script><!--<script> d'été + más x2 @23990 CLP ; 56:Gorro x1 @9990 CLP = 57970`;
  await works(shop, 'jumpseller', report, { thanks: '/v2/checkout/success/1?order-bridge-debug' });
});

test('Jumpseller with Google\'s settings: only the line', async (t) => {
  const line = take('jumpseller', 'html');
  const shop = await openRecipe(t, browser, {
    '/gtm.js': await imitation('gtm.js'),
    '/cart': { head: line, body: WIDGET },
    '/thanks': { head: gtagHead + line, body: `<script>gtag('event', 'purchase', ${JSON.stringify({ transaction_id: '1045', value: 60960, currency: 'CLP', shipping: 2990, items: ITEMS })});</script>` },
  });
  const { reports } = await buys(shop);
  assert.deepEqual(reports, [`1536 1045 | ${LINES}`]);
});

/** Shopify's event of a completed checkout; `finalLinePrice` is the price of the whole line. */
const CHECKOUT = {
  token: 'token-1', currencyCode: 'CLP', email: 'kim@example.org', order: { id: '5790000000001' }, totalPrice: { amount: 57970, currencyCode: 'CLP' },
  lineItems: [
    { id: 'line-1', title: 'Crema facial', quantity: 2, finalLinePrice: { amount: 47980, currencyCode: 'CLP' }, variant: { id: '455', sku: '55', price: { amount: 24990 } } },
    { id: 'line-2', title: 'Gorro', quantity: 1, finalLinePrice: { amount: 9990, currencyCode: 'CLP' }, variant: { id: '56', sku: null, price: { amount: 9990 } } },
  ],
};

async function shopify(t) {
  const theme = liquid(take('shopify', 'liquid'), {}, { asset_url: (name) => `/cdn/shop/t/1/assets/${name}?v=1` });
  const shop = await openRecipe(t, browser, {
    '/cart': { head: theme, body: WIDGET },
    // The theme's scripts do not run on this page.
    '/checkouts/cn/1/thank-you': { head: '<script src="/pixel-page.js"></script>' },
    '/pixel-page.js': await imitation('pixel-page.js'),
    '/pixel-frame.js': await imitation('pixel-frame.js'),
    '/pixel.js': take('shopify', 'js'),
    '/pixel': { head: '<script src="/pixel-frame.js"></script><script src="/pixel.js"></script>' },
  });
  const said = () => shop.inPage('return window.pixelSaid ?? [];');
  const publish = () => shop.inPage(`publish('checkout_completed', { checkout: arguments[0] });`, CHECKOUT);
  const thanks = async () => {
    await shop.go('/checkouts/cn/1/thank-you');
    await eventually(said, 'the pixel did not load', { until: (lines) => lines.length === 1 });
  };
  return { shop, said, publish, thanks };
}

test('Shopify: the theme saves the attention, the pixel in its sandboxed frame reports', async (t) => {
  const { shop, said, publish, thanks } = await shopify(t);
  await shop.go('/cart');
  await eventually(() => shop.inPage(`return sessionStorage.getItem('order_bridge_attention');`), 'the attention was not saved');
  assert.deepEqual(await shop.asked(), ['/cdn/shop/t/1/assets/tag.js']);
  await thanks();
  // As the recipe says, the frame has no origin and no storage, and cannot access the page.
  assert.deepEqual(await said(), ['ready: origin null, storage SecurityError, page SecurityError']);
  await publish();
  await eventually(() => shop.reports().length > 0, 'nothing was reported');
  assert.deepEqual(shop.reports(), ['1536 5790000000001 | 55:Crema facial x2 @47980 CLP ; 56:Gorro x1 @9990 CLP = 57970']);
  const [{ answer, headers, body }] = shop.standIn.state.reports;
  assert.deepEqual([answer.statusCode, headers.origin], [0, 'null']);
  assert.doesNotMatch(JSON.stringify(body), /kim/);
  await eventually(said, 'the pixel logs nothing', { until: (lines) => lines.length === 2 });
  assert.equal((await said())[1], take('shopify', 'text').trim());
});

test('Shopify: nothing is reported without a recent attention; a lost report stays lost, as the recipe says', async (t) => {
  const { shop, said, publish, thanks } = await shopify(t);
  await thanks();
  await publish();
  await shop.inPage(`sessionStorage.setItem('order_bridge_attention', JSON.stringify({ id: '1536', at: Date.now() - 2.1 * 3600000 }));`);
  await publish();
  await settled();
  assert.deepEqual([shop.reports(), (await said()).slice(1)], [[], []]);
  await shop.inPage(`sessionStorage.setItem('order_bridge_attention', JSON.stringify({ id: '1536', at: Date.now() }));`);
  shop.standIn.faults.add({ route: 'setBuyOrder', fault: 'unavailable', times: 1 });
  await publish();
  await eventually(said, 'the pixel logs nothing', { until: (lines) => lines.length === 2 });
  await settled();
  assert.match((await said())[1], /status 5\d\d$/);
  assert.deepEqual(shop.standIn.state.ocularOrders, []);
});

/** Consent banners that block a tag. `agree`: what each does when the shopper consents. */
const BANNERS = {
  'a banner that calls a function': () => ({ head: take('consent', 'html', 0), agree: 'onConsent();' }),
  Cookiebot: () => ({
    head: take('consent', 'html', 1),
    // Cookiebot inserts the element again, with all attributes except the type.
    agree: `for (const old of document.querySelectorAll('script[type="text/plain"][data-cookieconsent="marketing"]')) {
      const script = document.createElement('script');
      for (const { name, value } of old.attributes) if (name !== 'type') script.setAttribute(name, value);
      old.replaceWith(script);
    }`,
  }),
  Complianz: () => ({
    head: take('consent', 'html', 2),
    // Complianz reads only data-cmplz-src, and removes the old element.
    agree: `for (const old of document.querySelectorAll('script[type="text/plain"][data-category="marketing"]')) {
      old.remove();
      const src = old.getAttribute('data-cmplz-src');
      if (!src) continue;
      const script = document.createElement('script');
      script.setAttribute('src', src);
      for (const { name, value } of old.attributes) if (!['type', 'src', 'data-cmplz-src'].includes(name)) script.setAttribute(name, value);
      document.head.append(script);
    }`,
  }),
  'Google Tag Manager with Consent Mode': () => ({
    head: `<script>window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag('consent', 'default', { ad_storage: 'denied' });</script>${
      gtmHead({ tags: [{ html: take('google-tag-manager', 'html'), on: ['gtm.js', 'cookie_consent_update'], needs: 'ad_storage' }] })}`,
    agree: `gtag('consent', 'update', { ad_storage: 'granted' }); dataLayer.push({ event: 'cookie_consent_update' });`,
  }),
};

for (const [name, make] of Object.entries(BANNERS)) {
  test(`consent by ${name}: nothing happens before consent; afterwards the purchase on the page is reported`, async (t) => {
    const { head, agree } = make();
    // A real banner remembers consent; here the page gives it again on load.
    const agreed = `<script>addEventListener('load', () => { ${agree} });</script>`;
    const bought = push({ event: 'purchase', ecommerce: { transaction_id: '1237', value: 57970, items: ITEMS } });
    const shop = await openRecipe(t, browser, {
      '/gtm.js': await imitation('gtm.js'),
      '/cart': { head, body: WIDGET },
      '/thanks': { head, body: bought + agreed },
      '/thanks-undecided': { head, body: bought },
    });
    const stored = () => shop.inPage('return [localStorage.length, sessionStorage.length, document.cookie];');
    await shop.go('/cart');
    await settled();
    assert.deepEqual([await shop.asked(), await stored()], [[], [0, 0, '']], 'before consent');

    // An attention seen before consent is not remembered.
    await shop.go('/thanks-undecided?order-bridge-debug');
    await settled();
    assert.deepEqual([await shop.asked(), await stored()], [[], [0, 0, '']]);
    await shop.inPage(agree);
    await eventually(shop.said, 'the tag did not load', { until: (lines) => lines.length > 0 });
    assert.deepEqual([await shop.said(), shop.reports()], [['order-bridge: no attention: not reported'], []]);

    await shop.go('/cart');
    await shop.inPage(agree);
    await eventually(() => shop.inPage(`return sessionStorage.getItem('order_bridge_attention');`), 'the attention was not saved');
    await shop.go('/thanks?order-bridge-debug');
    await eventually(() => shop.reports().length > 0, 'the purchase on the page was not read');
    await eventually(shop.said, 'the console shows nothing', { until: (lines) => lines.some((line) => line.includes('sent')) });
    assert.deepEqual(shop.reports(), [`1536 1237 | ${LINES}`]);
    assert.deepEqual((await shop.said()).filter((line) => line.includes('sent')), [take('consent', 'text').trim()]);
    assert.deepEqual(await shop.wrong(), []);
  });
}

test('each recipe says in its first line what it does, and has sections on how to check it and on its limits', async () => {
  for (const recipe of RECIPES) {
    const page = await text(recipe);
    assert.match(page, /^# [^\n]+\n\n[^\n]*\bOcular\b[^\n]*\n/, recipe);
    for (const head of ['## How to see that it works', '## What it cannot do']) assert.ok(page.includes(`\n${head}\n`), `${recipe}: ${head}`);
  }
});

test('every block is tested', () => {
  const all = RECIPES.flatMap((recipe) => ['html', 'js', 'liquid', 'php', 'text', 'xml'].flatMap((lang) => blocks(recipe, lang).map((_, which) => `${recipe} ${lang} ${which}`)));
  const left = all.filter((block) => !taken.has(block) && (php || !/^(woocommerce|prestashop|magento) (php|text)/.test(block)));
  assert.deepEqual(left, []);
});
