/** Runs the HTML pages of the documentation, exactly as written, in a browser. */
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
/** Waits until a script returns true. */
async function until(script, what) {
  try {
    // Polling more often keeps a page from loading in Firefox.
    await eventually(() => inPage(script), what, { between: () => pause(200) });
  } catch {
    assert.fail(`timed out waiting for: ${what}; the page shows: ${await inPage('return document.body.innerText;')}`);
  }
}
const reads = (text) => until(`return document.body.innerText.includes(${JSON.stringify(text)});`, text);
const press = (selector) => inPage('document.querySelector(arguments[0]).click();', selector);

const isOrderable = () => inPage(`return document.querySelector('form').checkVisibility();`);

/** What a reader does on each page, and what has to happen. Keys: the file and a text that identifies the block. */
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
    await until(`return document.querySelector('guest-checkout').state === 'accepted';`, 'the receipt, without a click');
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
    await until('return received.length === 1;', 'the call of the vendor\'s object');
    assert.equal(await inPage('return received[0].external_id;'), 'ORDER-8454');
    assert.equal(standIn.state.reports.length, 0);
  },
  'docs/recipes/html.md checkout': paysOnAnotherPage,
};

const scenarioOf = ({ file, code }) => Object.keys(SCENARIOS).find((key) => key.startsWith(`${file} `) && code.includes(key.slice(file.length + 1)));
const PAGES = BLOCKS.filter(runsInBrowser);

test('every page of the documentation has a scenario, and every scenario a page', () => {
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

/** The page's policy blocks reports to Ocular. Checks only that the tag keeps calls and observes the layer; tag.test.mjs does the rest. */
async function watches() {
  await until(`return typeof window.ocularOrderTrack?.setBuyOrder === 'function';`, 'the tag');
  await inPage('window.dataLayer = [];');
  await until(`return Object.hasOwn(window.dataLayer, 'push');`, 'the tag to observe the data layer');
}

async function placesInTheElement({ standIn }) {
  await fillIn();
  await until(`return document.querySelector('guest-checkout').state === 'accepted';`, 'the receipt');
  assert.equal(standIn.state.orders.length, 1);
}

/** Fills in the element's form and orders, paying in cash. */
async function fillIn() {
  await until(`return document.querySelector('guest-checkout').state === 'ready';`, 'the form');
  await inPage(`
    const root = document.querySelector('guest-checkout').shadowRoot;
    for (const [name, value] of [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']]) root.querySelector('[name=' + name + ']').value = value;
    root.querySelector('#account-cash').click();
    root.querySelector('#place-order').click();`);
}

/** Fills in the form and dispatches `submit`, again and again until the page's handler is attached. */
const submit = () => until(`
  for (const [name, value] of [['guest_name', 'Christina Thomas'], ['guest_phone', '+18005000500'], ['guest_email', 'guest@yourmail.com']]) {
    document.querySelector('[name=' + name + ']').value = value;
  }
  return !document.querySelector('form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));`, 'the handler of the form');

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

test('the HTML recipe: a lost response is not shown as a failure, survives a reload, and the order is found', (t) => open(t, recipe(), async (page) => {
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

test('the HTML recipe: after a declined payment a new one is opened for the same order', (t) => open(t, recipe(), isDeclinedAndPaidAgain));

test('the HTML recipe: a payment that fails to open is opened later for the same order', (t) => open(t, recipe(), async (page) => {
  page.standIn.faults.add({ route: 'createSession', fault: 'rejected', times: null });
  await submit();
  await reads('Order 90 is placed.');
  page.standIn.faults.clear();
  await press('#go-on');
  await until(`return document.querySelector('#pay').checkVisibility();`, 'the payment link');
  assert.equal(page.standIn.state.orders.length, 1);
}));

test('the HTML recipe: a rejected value is reported at its field, and the shopper corrects it', (t) => open(t, recipe(), async (page) => {
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
