/** Kills a shop's tab at every point of a checkout, and checks the order, the payment and the report afterwards. */
import assert from 'node:assert/strict';
import { engine } from './browser.mjs';
import { DEATH, killTab, processOf } from './kill.mjs';
import { eventually, openLedger, pause } from './ledger-page.mjs';

/** Presses after a delay, since the page may stop immediately. */
const PRESS = `
  const [cart] = arguments;
  const ended = () => setTimeout(() => void fetch(window.services.servicesUrl + '/ended').catch(() => {}), 1500);
  setTimeout(() => void place(cart, { sessionStatus: 'guest_completed' }).catch((error) => wrong.push(String(error))).then(ended), 20);`;
/** Faults with which the services hold a request while the tab dies. */
const HELD = [
  { route: 'createOrder', fault: 'hang' },
  { route: 'createOrder', fault: 'hang', commit: true },
  // The order is created after the tab that sent it has died.
  { route: 'createOrder', fault: 'slow', ms: 1200 },
  { route: 'createSession', fault: 'hang' },
  { route: 'createSession', fault: 'hang', commit: true },
  { route: 'setBuyOrder', fault: 'hang' },
];

/** Keeps the first tab empty; the other tabs are killed one after the other. */
async function mortal(t, driver, settings) {
  const page = await openLedger(t, driver, { settings: { points: DEATH, track: true, ...settings } });
  const keeper = await driver.getWindowHandle();
  // One complete run without a kill, to collect the list of points.
  const points = await page.inPage(`
    session('1536');
    arm(null);
    await place(1000, { sessionStatus: 'guest_completed' });
    const written = () => points.filter((point) => /^put ledger is done/.test(point)).length;
    while (written() < 3) await new Promise((done) => setTimeout(done, 5));
    return points;`);
  await page.inPage('await forget();');
  await driver.get('about:blank');

  /** Points that a tab did not reach before it finished. @type {string[]} */
  const missed = [];
  const newTab = async () => {
    await driver.switchTo().newWindow('tab');
    await page.load();
  };
  /** Presses for a cart, and kills the tab at a point or while the services hold a request. */
  const die = async (cart, point) => {
    // A page that has signed in does not sign in again.
    if (/auth|sign-in/.test(point)) await page.reload();
    await page.inPage(`session('1536'); arm(arguments[0]);`, typeof point === 'string' ? point : null);
    const pid = await processOf(driver);
    // The driver may send another command to the page, which no longer responds.
    let ending;
    if (typeof point === 'string') {
      const calls = (name) => page.standIn.state.requests.filter(({ path }) => path === name).length;
      const before = [calls('/point'), calls('/ended')];
      ending = driver.executeScript(PRESS, cart).catch(() => {});
      // Lock requests are not always made in the same order: the page may finish without reaching the point, and is killed then.
      const came = () => (calls('/point') > before[0] ? 'reached' : calls('/ended') > before[1] && 'ended');
      if ((await eventually(came, `"${point}" was not reached`)) === 'ended') missed.push(point);
    } else {
      const before = page.sent(point.route).length;
      page.standIn.faults.add(point);
      await driver.executeScript(PRESS, cart);
      await eventually(() => page.sent(point.route).length > before, `${point.route} was not sent`);
      ending = driver.executeScript('stopNow();').catch(() => {});
    }
    await killTab(driver, pid, keeper, ending);
  };
  return { page, points, missed, newTab, die };
}

const postsOf = (page, cart) => page.sent('createOrder').filter(({ body }) => JSON.parse(body).products[0].quantity === cart).length;
const nudge = (page) => page.inPage(`dispatchEvent(new Event('online'));`);

/** Opens the shop again without a video attention, orders the same cart again, and checks the result. Returns a summary. */
async function recover(page, cart, point, looks) {
  const name = typeof point === 'string' ? point : JSON.stringify(point);
  const sent = postsOf(page, cart);
  if (point.fault === 'slow') {
    const early = await page.place(cart);
    assert.ok(['unknown', 'accepted'].includes(early.outcome), `${name}: ${JSON.stringify(early)}`);
    await eventually(() => page.ordersOf(cart).length > 0, `${name}: the order was not created`);
  }
  const [earlier] = page.ordersOf(cart);
  if (looks && earlier) {
    await nudge(page);
    await eventually(async () => {
      if (page.reportsOf(earlier.id).length) return true;
      await nudge(page);
      return false;
    }, `${name}: order ${earlier.id} was not reported by the page's automatic lookups`);
  }
  let result = await page.place(cart);
  const first = result.outcome;
  if (earlier) {
    assert.deepEqual([result.outcome, result.orderId], ['accepted', earlier.id], `${name}: ${JSON.stringify(result)}`);
  } else if (result.outcome !== 'accepted') {
    // The record was saved, but the request may never have been sent: the outcome cannot be known.
    assert.deepEqual([result.outcome, result.code], ['unknown', 'UNKNOWN_OUTCOME'], `${name}: ${JSON.stringify(result)}`);
    assert.deepEqual([page.ordersOf(cart).length, postsOf(page, cart)], [0, sent], name);
    result = await page.place(cart, { orderAgain: true });
    assert.equal(result.outcome, 'accepted', name);
  } else {
    assert.equal(sent, 0, `${name}: sent again`);
  }
  const orders = page.ordersOf(cart);
  assert.equal(orders.length, 1, `${name}: orders of one purchase`);
  assert.equal(page.sessionsOf(orders[0].id).length, 1, `${name}: payment sessions`);
  assert.deepEqual(await page.inPage('return pending();').then((open) => open.filter(({ orderId }) => orderId === orders[0].id)), [], name);
  if (!earlier) {
    assert.deepEqual(page.reportsOf(orders[0].id), [], name);
    return first === 'unknown' ? 'unknown until ordered again explicitly' : 'placed';
  }
  await eventually(async () => page.reportsOf(earlier.id).length > 0 || void await nudge(page), `${name}: order ${earlier.id} was not reported`);
  await nudge(page);
  await pause(60);
  const reports = page.reportsOf(earlier.id);
  assert.ok(reports.every(({ session, text }) => session === '1536' && text === reports[0].text), `${name}: reports`);
  assert.equal(page.standIn.state.ocularOrders.filter(({ external_id: id }) => id === String(earlier.id)).length, 1, `${name}: orders at Ocular`);
  // If a tab dies during a delivery, the outbox, the page's lookups or the next press delivers again, which edits the order at Ocular.
  assert.ok(reports.length <= 6, `${name}: ${reports.length} reports`);
  return `found, reported ${['once', 'twice'][reports.length - 1] ?? `${reports.length} times`}`;
}

/**
 * @param {import('node:test').TestContext} t
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {object} options
 * @param {boolean} options.looks  Gives the page time for its automatic lookups first.
 * @param {(point: string, index: number, all: string[]) => boolean} [options.only]
 * @param {object} [options.settings]
 */
export async function dieEverywhere(t, driver, { looks, only = () => true, settings = {} }) {
  const { page, points, missed, newTab, die } = await mortal(t, driver, settings);
  assert.ok(points.length > 25, points.join());
  const all = [...points.filter(only), ...HELD];
  const came = new Map();
  await newTab();
  for (const [index, point] of all.entries()) {
    const cart = index + 1;
    await die(cart, point);
    await newTab();
    const what = await recover(page, cart, point, looks);
    came.set(what, [...came.get(what) ?? [], typeof point === 'string' ? point : Object.values(point).join(' ')]);
    await page.hasNoFault();
    await page.inPage('await forget();');
  }
  assert.ok(missed.length <= 3, `not reached: ${missed.join('; ')}`);
  await driver.close();
  await driver.switchTo().window((await driver.getAllWindowHandles())[0]);
  const { paymentSessions } = page.standIn.state;
  t.diagnostic(`${engine} (${DEATH === 'spin' ? 'process killed' : 'page dead, tab closed'}): ${all.length} kills, ${page.orders().length - 1} orders for ${all.length} purchases, ${paymentSessions.length - 1} payment sessions`);
  for (const [what, names] of came) t.diagnostic(`${names.length} ${what}: ${names.join('; ')}`);
}

/** The ways to leave a tab while the services hold a request. Unlike a killed page, a page that is left gets its unload events. */
const WAYS = {
  'gone to another page': async (page) => {
    await page.driver.get('about:blank');
    await page.load();
  },
  'loaded again': (page) => page.reload(),
  closed: async (page) => {
    const { driver } = page;
    await driver.close();
    await driver.switchTo().window((await driver.getAllWindowHandles())[0]);
    await driver.switchTo().newWindow('tab');
    await page.load();
  },
};

/** @param {import('node:test').TestContext} t @param {import('selenium-webdriver').WebDriver} driver */
export async function leaveEverywhere(t, driver) {
  const { page, newTab } = await mortal(t, driver, {});
  await newTab();
  const came = new Map();
  let cart = 0;
  for (const [way, leave] of Object.entries(WAYS)) {
    for (const fault of HELD) {
      cart += 1;
      await page.inPage(`session('1536'); arm(null);`);
      const before = page.sent(fault.route).length;
      page.standIn.faults.add(fault);
      await driver.executeScript(PRESS, cart);
      await eventually(() => page.sent(fault.route).length > before, `${fault.route} was not sent`);
      await leave(page);
      const what = await recover(page, cart, { way, ...fault }, false);
      came.set(what, [...came.get(what) ?? [], `${way}: ${Object.values(fault).join(' ')}`]);
      await page.hasNoFault();
      await page.inPage('await forget();');
    }
  }
  await driver.close();
  await driver.switchTo().window((await driver.getAllWindowHandles())[0]);
  t.diagnostic(`${engine}: left ${cart} times, ${page.orders().length - 1} orders for ${cart} purchases`);
  for (const [what, names] of came) t.diagnostic(`${names.length} ${what}: ${names.join('; ')}`);
}
