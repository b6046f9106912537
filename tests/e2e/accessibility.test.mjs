/** Accessibility: axe in every state and both themes, keyboard-only use, names, roles and live regions. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Key } from 'selenium-webdriver';
import { engine } from './lib/browser.mjs';
import { shopTests } from './lib/shop.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const test = shopTests({ scripts: [AXE] });

/** The rules of WCAG 2.2 A and AA, and axe's best practices. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Asserts that axe finds nothing, in both themes. @param {string} state  For the message. */
async function clean(shop, state) {
  for (const theme of ['light', 'dark']) {
    await shop.choose('theme', theme);
    const found = await shop.driver.executeAsyncScript(`
      const done = arguments[arguments.length - 1];
      window.axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target, any, all, none }) => JSON.stringify(target) + ' ' + [...any, ...all, ...none].map(({ message }) => message).join('; ')).join(' | '))),
        (error) => done(['axe failed: ' + error]));`, RULES);
    assert.deepEqual(found, [], `${state}, ${theme}`);
  }
}

test('axe detects faults inside the shadow root', async (shop) => {
  await shop.inPage(`q('label[for="field-guest_name"]').remove();`);
  await assert.rejects(clean(shop, 'broken'), /label: \[\["#checkout","#field-guest_name"\]\]/);
});

test('axe: a first visit, a checkout that failed to load, an empty cart', async (shop) => {
  await shop.firstVisit();
  await shop.appears('#fault-hang');
  await clean(shop, 'first visit');
  const mend = await shop.withoutWasm();
  await shop.add(10);
  await shop.reads('#load-error', /Nothing was sent/);
  await clean(shop, 'not loaded');
  await mend();
  await shop.add(10);
  await shop.reads('#place-order', /^Place order for/);
  await shop.add(10, -1);
  await shop.add(10, -1);
  await shop.appears('#checkout-hint');
  await clean(shop, 'empty cart');
});

test('axe: the shop, an invalid form, an order being placed, the receipt; a permanent fault, the panel paused', async (shop) => {
  await shop.appears('#fault-hang');
  await clean(shop, 'ready');
  await shop.choose('fault-often', 'always');
  await shop.press('#fault-server-error');
  await shop.reads('#fault-state', /server-error at createOrder, always/);
  await shop.press('#panel-pause');
  await shop.press();
  await shop.is('ready');
  await clean(shop, 'errors, a fault always, paused');
  await shop.press('#faults-off');
  await shop.reads('#fault-state', /No fault/);
  shop.skipPauses();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 6000 });
  await shop.order('stripe');
  await shop.is('placing');
  await clean(shop, 'placing');
  await shop.is('accepted');
  await clean(shop, 'accepted');
});

test('axe: order rejected, payment missing, unpaid, declined, paid', async (shop) => {
  shop.standIn.faults.add({ route: 'createOrder', fault: 'status', status: 400, message: 'required values are missing or incorrect: guest_phone' });
  await shop.order('stripe');
  await shop.appears('#field-guest_phone[aria-invalid="true"]');
  await clean(shop, 'refused');
  shop.standIn.faults.add({ route: 'createSession', fault: 'status', status: 403 });
  await shop.press();
  await shop.appears('#go-on');
  await clean(shop, 'one step left');
  await shop.press('#go-on');
  await shop.appears('#pay-link');
  await shop.reads('#agent', /not paid yet/);
  await clean(shop, 'not paid yet');
  for (const [action, words, badge] of [['decline', /Declined/, /^declined$/], ['pay', /^Paid/, /^paid$/]]) {
    if (action === 'pay') await shop.press('#pay-again');
    await shop.appears('#pay-link');
    const id = shop.standIn.state.paymentSessions.at(-1).id;
    await fetch(`${shop.servicesUrl}/standin/pay/${id}`, { method: 'POST', body: `action=${action}`, redirect: 'manual' });
    await shop.press('#check-payment');
    await shop.reads('#payment-state', words);
    await shop.reads('#agent .badge', badge);
    await clean(shop, action);
  }
});

test('axe: checking, unknown, duplicate order', async (shop) => {
  shop.skipPauses();
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  shop.standIn.change({ guestOrderList: false });
  await shop.order();
  await shop.is('checking');
  await clean(shop, 'checking');
  await shop.is('unknown');
  await shop.press('.again > summary');
  await shop.press('.order-again');
  await clean(shop, 'unknown');
  await shop.press('.again input');
  await shop.press('.order-again');
  await shop.is('accepted');
  shop.standIn.change({ guestOrderList: true });
  await shop.load();
  await shop.appears('.open[data-state="duplicate"]');
  await clean(shop, 'duplicate');
});

test('axe: the other languages, form loading and unavailable, no bridge, the playground', async (shop) => {
  for (const [language, order] of [['es', /^Hacer/], ['pt', /^Fazer/]]) {
    await shop.speak(language);
    await shop.reads('#place-order', order);
    await shop.press();
    await clean(shop, language);
  }
  shop.standIn.faults.add({ route: 'getForm', fault: 'hang' });
  await shop.driver.get(shop.pageUrl);
  await shop.is('loading');
  await clean(shop, 'loading');
  shop.standIn.faults.add({ route: 'getForm', fault: 'status', status: 503, times: null });
  await shop.load();
  await shop.is('unavailable');
  await clean(shop, 'unavailable');
  await shop.set({ url: 'http://shop.example' });
  await shop.appears('#load-error:not([hidden])');
  await clean(shop, 'no bridge');
  await shop.driver.get(`${shop.pageUrl}/playground.html`);
  await shop.wait(() => shop.inPage(`return document.documentElement.dataset.ready === '1';`), 'the playground did not become ready');
  await clean(shop, 'playground');
  await shop.press('#examples button:nth-child(3)');
  await shop.reads('#verdict', /Not valid/);
  await clean(shop, 'playground, not valid');
});

test('with the keyboard only: from the first product to a paid order', async (shop) => {
  const keys = (...pressed) => shop.driver.actions().sendKeys(...pressed).perform();
  /** Presses Tab until an element has the focus. Each focus has to be visible. */
  async function tabTo(id, most = 40) {
    for (let i = 0; i < most; i += 1) {
      await keys(Key.TAB);
      const [focused, outline] = await shop.inPage(`
        const own = document.activeElement, inner = own?.shadowRoot?.activeElement ?? own;
        return [inner?.id || inner?.dataset.add, inner === document.body ? 'nowhere' : getComputedStyle(inner).outlineStyle];`);
      assert.notEqual(outline, 'none', `the focus on ${focused} is not visible`);
      if (focused === id) return;
    }
    assert.fail(`Tab does not reach ${id}`);
  }
  await shop.firstVisit();
  await shop.inPage(`document.getElementById('catalogue-title').focus();`);
  await tabTo('10', 3);
  await keys(Key.ENTER);
  await shop.reads('#place-order', /24/);
  await shop.ready();
  await tabTo('field-guest_name', 12);
  await keys('Christina Thomas', Key.TAB, '+18005000500', Key.TAB, 'guest@');
  // Enter in a field submits the form, which shows what is missing.
  await keys(Key.ENTER);
  await shop.reads('#summary-title', /problem/);
  await keys(Key.TAB, Key.ENTER);
  assert.equal(await shop.focused(), 'field-guest_email');
  await keys(Key.END, 'yourmail.com', Key.TAB);
  assert.equal(await shop.focused(), 'account-cash');
  await keys(Key.ARROW_DOWN);
  assert.equal(await shop.inPage(`return q('#account-stripe').checked;`), true);
  await tabTo('place-order', 3);
  await keys(Key.SPACE);
  await shop.placed();
  await shop.wait(shop.focused, 'the receipt does not have the focus', (id) => id === 'receipt-title');
  await tabTo('pay-link', 2);
  await keys(Key.ENTER);
  const onPay = (what) => shop.inPage(`return document.readyState === 'complete' && document.querySelector('button.pay') ${what};`).catch(() => false);
  await shop.wait(() => onPay('!== null'), 'the payment page did not load');
  // A page that has just loaded may not have the window's focus yet; the first Tab then has no effect.
  await shop.wait(async () => {
    await keys(Key.TAB);
    return onPay('=== document.activeElement');
  }, 'Tab does not reach the button');
  await keys(Key.ENTER);
  await shop.ready();
  await shop.reads('#payment-state', /^Paid\.$/);
});

/** The role and name that assistive technology receives for each control. */
const TREE = {
  '#field-guest_name': ['textbox', 'Name'],
  '#field-guest_phone': ['textbox', 'Phone'],
  '#field-guest_email': ['textbox', 'E-mail'],
  '#account-stripe': ['radio', 'Card'],
  '#place-order': ['button', 'Place order for $24.90'],
  '[data-add="1"]': ['button', 'Add Enamel cup to the cart'],
  '[data-step="10 1"]': ['button', 'One Linen tote bag more'],
  '#quantity-10': ['textbox', 'Linen tote bag, quantity'],
  '#language': ['combobox', 'Language'],
  '#attention': ['switch', 'A video attention is running'],
};

test('controls have the roles and names that a screen reader needs', async (shop) => {
  await shop.appears('#fault-hang');
  for (const [css, wanted] of Object.entries(TREE)) {
    const seen = await shop.use(css, async (element) => [await element.getAriaRole(), (await element.getAccessibleName()).trim()]);
    // WebKitGTK renders a select as a button that opens a menu.
    if (css === '#language') seen[0] = seen[0].replace(/^button$/, 'combobox');
    assert.deepEqual(seen, wanted, css);
  }
});

test('the accessibility tree: described errors, groups, the alert', async (shop) => {
  if (engine !== 'chromium') return; // Only Chromium exposes its accessibility tree.
  await shop.press();
  await shop.driver.sendDevToolsCommand('Accessibility.enable', {});
  const { nodes } = await shop.driver.sendAndGetDevToolsCommand('Accessibility.getFullAXTree', {});
  const value = (part) => part?.value;
  const seen = nodes.filter(({ ignored }) => !ignored).map(({ role, name, description, properties = [] }) => ({
    role: value(role), name: value(name), description: value(description), ...Object.fromEntries(properties.map((one) => [one.name, one.value.value])),
  }));
  const one = (role, name) => seen.find((node) => node.role === role && (name === undefined || node.name === name));
  const phone = one('textbox', 'Phone');
  assert.match(phone.description, /country code.*Please fill this in/);
  assert.deepEqual([phone.invalid, phone.required], ['true', true]);
  assert.ok(one('group', 'Your details') && one('group', 'Payment'));
  assert.equal(one('alert').name, 'There is a problem');
  assert.ok(seen.filter(({ role, live }) => role === 'status' && live === 'polite').length >= 2);
  for (const name of ['A small shop', 'Products', 'Your cart', 'Checkout', 'There is a problem', 'Behind the scenes']) assert.ok(one('heading', name), name);
  assert.ok(one('main') && one('banner') && one('complementary'));
});

test('live regions announce each step as it happens', async (shop) => {
  await shop.inPage(`
    window.said = [];
    const watch = (element) => new MutationObserver(() => { if (element.textContent) window.said.push(element.textContent); }).observe(element, { childList: true, characterData: true, subtree: true });
    qa('[role="status"]').forEach(watch);`);
  await shop.add(1);
  shop.standIn.faults.add({ route: 'createOrder', fault: 'slow', ms: 300 });
  shop.standIn.faults.add({ route: 'createSession', fault: 'slow', ms: 3000 });
  await shop.order();
  await shop.placed();
  await shop.says(/^Order 90 is placed\.$/);
  const said = (await shop.inPage('return window.said;')).filter((text, i, all) => text !== all[i - 1]);
  const order = ['Enamel cup: 1 in the cart.', 'Sending your order…', 'Preparing the payment…', 'Order 90 is placed.'];
  assert.deepEqual(said.filter((text) => order.includes(text)), order);
});

test('targets are at least 24 pixels in each direction', async (shop) => {
  await shop.appears('#fault-hang');
  const small = await shop.inPage(`
    return qa('button, input:not([type="hidden"]), select, summary, main a, footer a').filter((element) => element.checkVisibility?.() ?? element.offsetParent !== null)
      .map((element) => [element.id || element.textContent, element.getBoundingClientRect()]).filter(([, { width, height }]) => width < 24 || height < 24).map(([name, { width, height }]) => name + ' ' + width + ' × ' + height);`);
  assert.deepEqual(small, []);
});

/** The text spacing that WCAG 1.4.12 lets a reader set. */
const SPACING = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }';

/** Applies a reader's text spacing to the page and the checkout's shadow root. The policy allows constructed style sheets. */
const space = (shop) => shop.inPage(`
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(arguments[0]);
  for (const root of [document, ...qa('guest-checkout').map(({ shadowRoot }) => shadowRoot)]) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];`, SPACING);

/** Finds elements that overflow, are cut off, or overlap another element, on a page of this width. */
async function crowded(shop, width) {
  await shop.driver.manage().window().setRect({ width, height: 900 });
  return shop.inPage(`
    const root = document.documentElement;
    // Some engines keep their windows wider, so the page is squeezed.
    root.style.maxWidth = arguments[0] + 'px';
    const name = (element) => element.id || element.className || element.tagName;
    const isSeen = (element) => (element.checkVisibility?.() ?? element.offsetParent !== null) && !element.closest('.visually-hidden, option');
    const seen = qa('body *, .all, .all *').filter(isSeen);
    const found = [];
    if (root.scrollWidth > Math.max(innerWidth, arguments[0])) found.push('the page scrolls sideways');
    for (const element of seen) {
      const { display, overflowX } = getComputedStyle(element);
      // Check only boxes with lines of text that are not meant to scroll.
      if (display === 'inline' || display === 'contents' || overflowX === 'auto' || element.matches('input, textarea')) continue;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1) found.push(name(element) + ' holds ' + scrollWidth + ' × ' + scrollHeight + ' in ' + clientWidth + ' × ' + clientHeight);
      if (element.getBoundingClientRect().right > arguments[0] + 1) found.push(name(element) + ' sticks out of the page');
    }
    const places = seen.flatMap((element) => {
      if (element.matches('input, select, textarea')) return [[element, element.getBoundingClientRect()]];
      const range = document.createRange();
      return [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim() !== '').flatMap((node) => {
        range.selectNodeContents(node);
        return [...range.getClientRects()].map((rect) => [element, rect]);
      });
    });
    places.forEach(([one, a], i) => {
      for (const [other, b] of places.slice(i + 1)) {
        if (one.closest('pre') || Math.min(a.right, b.right) - Math.max(a.left, b.left) < 2 || Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) < 2) continue;
        found.push(name(one) + ' and ' + name(other) + ' lie on each other');
      }
    });
    root.style.maxWidth = '';
    return [...new Set(found)].slice(0, 8);`, width);
}

test('text spacing: the check detects cut-off and overlapping text', async (shop) => {
  const window = shop.driver.manage().window();
  const before = await window.getRect();
  await space(shop);
  assert.equal(await shop.inPage(`return getComputedStyle(q('#place-order')).letterSpacing;`), '1.92px');
  await shop.inPage(`Object.assign(q('#place-order').style, { height: '1rem', minHeight: 0, padding: 0 }); q('#cart-title').style.marginBottom = '-2rem';`);
  const found = (await crowded(shop, 320)).join('\n');
  await window.setRect(before);
  assert.match(found, /place-order holds/);
  assert.match(found, /^cart-title and .* lie on each other/m);
});

test('text spacing set by the reader: nothing is cut off or covered, narrow and wide', async (shop) => {
  const window = shop.driver.manage().window();
  const before = await window.getRect();
  const found = [];
  const look = async (state) => {
    await space(shop);
    for (const width of [320, 1280]) found.push(...(await crowded(shop, width)).map((one) => `${state}, ${width}: ${one}`));
  };
  // Spanish needs more space than English. Without a reference there is no lookup, so the order soon becomes unknown.
  await shop.speak('es');
  await shop.reads('#place-order', /^Hacer/);
  await shop.set({ referenceMarker: '' });
  await shop.ready();
  await shop.appears('#fault-hang');
  await shop.press();
  await shop.reads('#summary-title', /problema/);
  await look('errors');
  shop.standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
  await shop.order('stripe');
  await shop.is('unknown');
  await shop.press('.again > summary');
  await shop.press('.order-again');
  await look('not known');
  await shop.press('.again input');
  await shop.press('.order-again');
  await shop.appears('#pay-link');
  await shop.reads('#agent', /attention 1536[^]*Total in USD/);
  await look('receipt');
  await shop.driver.get(`${shop.pageUrl}/playground.html`);
  await shop.reads('#verdict', /^Valid/);
  await shop.press('#examples button:nth-child(3)');
  await shop.reads('#verdict', /Not valid/);
  await look('playground');
  await window.setRect(before);
  assert.deepEqual(found, []);
});

test('axe: the stand-in’s payment page and its inspector', async (shop) => {
  const source = readFileSync(AXE, 'utf8');
  const look = async (name) => {
    await shop.driver.executeScript(source);
    // These pages follow the device's theme, so their dark rules are switched on and off. Firefox forbids that in its sandbox.
    for (const theme of engine === 'firefox' ? ['light'] : ['light', 'dark']) {
      const ground = await shop.driver.executeScript(`
        window.dark ??= arguments[1] ? [] : [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter(({ media }) => /prefers-color-scheme: *dark/.test(media?.mediaText ?? ''));
        for (const { media } of window.dark) media.mediaText = arguments[0] === 'dark' ? 'all' : 'not all';
        document.documentElement.style.colorScheme = arguments[0];
        return getComputedStyle(document.body).backgroundColor;`, theme, engine === 'firefox');
      assert.equal(Number(/\d+/.exec(ground)[0]) > 127, theme === 'light', `${name}: ${ground} is not ${theme}`);
      const found = await shop.driver.executeAsyncScript(`
        const done = arguments[1];
        window.axe.run(document, { runOnly: arguments[0] }).then(({ violations }) => done(violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target }) => target).join(', '))), (error) => done([String(error)]));`, RULES);
      assert.deepEqual(found, [], `${name}, ${theme}`);
    }
  };
  await shop.order('stripe');
  await shop.appears('#pay-link');
  const pay = await shop.attribute('#pay-link', 'href');
  await shop.driver.get(pay);
  await look('payment page');
  await fetch(pay, { method: 'POST', body: 'action=pay', redirect: 'manual' });
  await shop.driver.get(pay);
  await look('paid');
  await shop.driver.get(`${shop.servicesUrl}/standin`);
  await shop.wait(async () => (await shop.driver.findElements({ css: '#orders details' })).length > 0, 'the inspector shows no order');
  await look('inspector');
  await shop.load();
});
