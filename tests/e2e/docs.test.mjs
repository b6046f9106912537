/** The documentation's pages, as they are written, in a browser. */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { BLOCKS, runsInBrowser } from '../docs/blocks.mjs';
import { servePage } from '../docs/serve.mjs';
import { openBrowser } from './lib/browser.mjs';
import { eventually, pause } from './lib/eventually.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const inPage = (script, ...args) => browser.driver.executeScript(script, ...args);
/** Waits until a script says true. */
async function until(script, what) {
  try {
    // A page that is asked more often than this while it loads never gets there (Firefox).
    await eventually(() => inPage(script), what, { between: () => pause(200) });
  } catch {
    assert.fail(`${what} does not come; the page says: ${await inPage('return document.body.innerText;')}`);
  }
}
const reads = (text) => until(`return document.body.innerText.includes(${JSON.stringify(text)});`, text);
const press = (selector) => inPage('document.querySelector(arguments[0]).click();', selector);

const isOrderable = () => inPage(`return document.querySelector('form').checkVisibility();`);

/** What a reader does with a page, and sees: by file and, where there are several, a part of the block. */
const SCENARIOS = {
  'README.md tag.js': watches,
  'README.md { createStandIn }': async () => {
    await fillIn();
    await until(`return document.querySelector('guest-checkout').state === 'accepted';`, 'the receipt');
  },
  'docs/install.md { createStandIn, samples }': async () => {
    await until(`return Boolean(document.querySelector('button').onclick);`, 'the bridge');
    await press('button');
    await reads('accepted');
  },
  'docs/install.md onclick="order()"': async () => {
    await until('return window.orderBridge.then(Boolean);', 'the bridge');
    await press('button');
    await reads('accepted');
  },
  'docs/install.md form.ok': async ({ standIn }) => {
    await reads('Guest order');
    assert.deepEqual(standIn.state.requests.filter(({ route }) => route === 'getForm').map(({ status }) => status), [200]);
  },
  'docs/install.md ocular-global.js': reportsOnly,
  'docs/install.md tag.js': watches,
  'docs/tag.md tag.js': watches,
  'docs/install.md element.mjs': placesInTheElement,
  'docs/element.md openOnce': async (page) => {
    const loaded = () => inPage(`return performance.getEntriesByType('resource').filter(({ name }) => /order-bridge/.test(name)).length;`);
    await until(`return Boolean(document.querySelector('button').onclick);`, 'the page');
    assert.equal(await loaded(), 0);
    await press('button');
    await placesInTheElement(page);
    await browser.driver.navigate().refresh();
    await until(`return document.querySelector('guest-checkout').state === 'accepted';`, 'the receipt, without a press');
  },
  'docs/element.md element.mjs': placesInTheElement,
  'docs/install.md stub.js': async ({ standIn }) => {
    await eventually(() => standIn.state.reports.length > 0, 'nothing was reported');
    assert.deepEqual(standIn.state.reports.map(({ session, body }) => [session, body.external_id]), [['1536', 'ORDER-8454']]);
  },
  'docs/api.md ocular-global.js': reportsOnly,
  'docs/api.md prepare()': () => until('return window.orderBridge.then((bridge) => bridge.versions.package === bridge.versions.wasm);', 'the bridge'),
  'docs/migrating.md data-ocular-transport': async ({ standIn }) => {
    await inPage(`
      window.received = [];
      window.ocularOrderTrack = { setBuyOrder: (params) => (received.push(params), { statusCode: 0, message: 'Success' }), setBuyOrderState() {} };`);
    await until('return received.length === 1;', 'the vendor\'s object is called');
    assert.equal(await inPage('return received[0].external_id;'), 'ORDER-8454');
    assert.equal(standIn.state.reports.length, 0);
  },
  'docs/recipes/html.md checkout': paysOnAnotherPage,
};

const scenarioOf = ({ file, code }) => Object.keys(SCENARIOS).find((key) => key.startsWith(`${file} `) && code.includes(key.slice(file.length + 1)));
const PAGES = BLOCKS.filter(runsInBrowser);

test('every page of the documentation has a reader, and every reader a page', () => {
  assert.deepEqual(PAGES.filter((block) => !scenarioOf(block)).map(({ where }) => where), []);
  assert.deepEqual(new Set(PAGES.map(scenarioOf)), new Set(Object.keys(SCENARIOS)));
});

for (const block of PAGES) test(`${block.where} works`, (t) => open(t, block.code, SCENARIOS[scenarioOf(block)]));

async function open(t, code, scenario) {
  const page = await servePage(code);
  t.after(() => page.close());
  await browser.driver.get(page.url);
  await scenario(page);
}

async function reportsOnly() {
  await until(`return window.orderBridge.then((bridge) => !bridge.guestCheckout && typeof window.ocularOrderTrack.setBuyOrder === 'function');`, 'the bridge');
}

/** The page's policy lets no report leave for Ocular: that it keeps calls and hears the layer is seen here, the rest in tag.test.mjs. */
async function watches() {
  await until(`return typeof window.ocularOrderTrack?.setBuyOrder === 'function';`, 'the tag');
  await inPage('window.dataLayer = [];');
  await until(`return Object.hasOwn(window.dataLayer, 'push');`, 'the data layer is heard');
}

async function placesInTheElement({ standIn }) {
  await fillIn();
  await until(`return document.querySelector('guest-checkout').state === 'accepted';`, 'the receipt');
  assert.equal(standIn.state.orders.length, 1);
}

/** The element's form, to be paid in cash. */
async function fillIn() {
  await until(`return document.querySelector('guest-checkout').state === 'ready';`, 'the form');
  await inPage(`
    const root = document.querySelector('guest-checkout').shadowRoot;
    for (const [name, value] of [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']]) root.querySelector('[name=' + name + ']').value = value;
    root.querySelector('#account-cash').click();
    root.querySelector('#place-order').click();`);
}

/** Fills the form in and sends it: by an event of its own, again until the page's handler is there. */
const submit = () => until(`
  for (const [name, value] of [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']]) {
    document.querySelector('[name=' + name + ']').value = value;
  }
  return !document.querySelector('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));`, 'the form is handled');

async function paysOnAnotherPage(page) {
  await submit();
  await until(`return Boolean(document.querySelector('button[value="pay"]'));`, 'the payment page');
  await press('button[value="pay"]');
  await reads('Order 90 is paid. Thank you!');
  assert.equal(page.standIn.state.orders.length, 1);
  assert.equal(await isOrderable(), false);
}

async function isDeclinedAndPaidAgain(page) {
  await submit();
  await until(`return Boolean(document.querySelector('button[value="decline"]'));`, 'the payment page');
  await press('button[value="decline"]');
  await reads('Order 90 is placed, but not paid.');
  await press('#go-on');
  await until(`return Boolean(document.querySelector('button[value="pay"]'));`, 'the payment page');
  await press('button[value="pay"]');
  await reads('Order 90 is paid. Thank you!');
  assert.equal(page.standIn.state.orders.length, 1);
}

const recipe = () => PAGES.find(({ file }) => file === 'docs/recipes/html.md').code;

test('the HTML recipe: a lost answer is no failure, a reload does not forget it, and it is found', (t) => open(t, recipe(), async (page) => {
  page.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  page.standIn.faults.add({ route: 'listOrders', fault: 'unavailable', times: null });
  await submit();
  await reads('We are checking your order.');
  assert.equal(await isOrderable(), false);
  await browser.driver.navigate().refresh();
  await reads('We are checking your order.');
  assert.equal(await isOrderable(), false);
  page.standIn.faults.clear();
  await browser.driver.navigate().refresh();
  await reads('Order 90 is placed.');
  assert.equal(await inPage(`return document.querySelector('#pay').checkVisibility();`), true);
  assert.equal(page.standIn.state.orders.length, 1);
}));

test('the HTML recipe: a declined payment is opened anew, for the same order', (t) => open(t, recipe(), isDeclinedAndPaidAgain));

test('the HTML recipe: a payment that does not open is opened later, for the same order', (t) => open(t, recipe(), async (page) => {
  page.standIn.faults.add({ route: 'createSession', fault: 'rejected', times: null });
  await submit();
  await reads('Order 90 is placed.');
  page.standIn.faults.clear();
  await press('#go-on');
  await until(`return document.querySelector('#pay').checkVisibility();`, 'the payment link');
  assert.equal(page.standIn.state.orders.length, 1);
}));

test('the HTML recipe: a refused field is told at the field, and corrected', (t) => open(t, recipe(), async (page) => {
  page.standIn.refuse('required', { body: { statusCode: 400, message: 'required values are missing or incorrect: guest_phone' } });
  await submit();
  await reads('No order was placed.');
  assert.match(await inPage(`return document.querySelector('[name=guest_phone]').validationMessage;`), /accepted/);
  page.standIn.faults.clear();
  await inPage(`
    const input = document.querySelector('[name=guest_phone]');
    input.value = '+18005000501';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('form').requestSubmit();`);
  await until(`return Boolean(document.querySelector('button[value="pay"]'));`, 'the payment page');
  assert.equal(page.standIn.state.orders.length, 1);
}));
