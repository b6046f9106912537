/**
 * The demo shop: a catalogue, a cart, and `<guest-checkout>`, which does the rest. The checkout is loaded when the first product is
 * added to the cart, and on every later visit, because it also handles what an earlier visit left unfinished: an undelivered report,
 * or an order whose outcome is unknown.
 */
import { createAppearance, locale } from './appearance.mjs';
import { createAttention } from './attention.mjs';
import { createCart } from './cart.mjs';
import { byId } from './dom.mjs';
import { keep, recall } from './keep.mjs';
import { readProducts } from './products.mjs';
import { bridgeOptions, createSettingsForm, currentSettings, presets, readServices, realHosts, setUp } from './settings.mjs';
import { translate, words } from './words.mjs';

const checkout = byId('checkout');
/** The storage key that marks a visitor whose checkout has been loaded before. */
const VISITED = 'checkout';
const { dataset } = document.documentElement;
let isWanted = dataset.cart === 'filled' || recall(VISITED, false, 'localStorage');
const cart = createCart(({ products, items }) => {
  Object.assign(checkout, { products, items });
  if (products.length === 0 || checkout.bridge) return;
  // This also retries a checkout that failed to load.
  isWanted = true;
  if (dataset.ready === '1') void start();
});
createAttention();
createAppearance(() => void start());
translate();

const services = await readServices();
const standard = presets(services);
let settings = currentSettings(standard);
let starts = 0;
/** @type {{ key: string, products: any[] | null }} */
let asked = { key: '', products: null };
const settingsForm = createSettingsForm(standard, (next) => {
  settings = next;
  checkout.startOver?.();
  isWanted = true;
  void start();
});

// Updates the visible parts and the title. An unfinished order is announced at the top, because on a phone the checkout is far below.
checkout.addEventListener('order-state', (/** @type {CustomEvent} */ { detail: { state } }) => {
  dataset.state = state;
  byId('language').disabled = state === 'placing';
  byId('checkout-title').textContent = state === 'accepted' ? words().thanks : words().checkout;
  const open = words().open[/** @type {'checking'} */ (state)] ?? '';
  byId('notice').hidden = open === '';
  byId('notice').firstElementChild.textContent = open;
  if (state !== 'ready') showTitle();
});
checkout.addEventListener('order-invalid', () => showTitle(words().error));
checkout.addEventListener('order-new', () => {
  // The form also starts over after a change of settings. Only after a placed order is the cart emptied.
  if (dataset.state !== 'accepted') return;
  cart.empty();
  byId('catalogue-title').focus();
});

await start();
// Remove the payment result from the address: it proves nothing, since the element asks the project.
if (location.search !== '') history.replaceState(null, '', location.pathname);
if (services.servicesUrl !== '') {
  const { createPanel } = await import('./panel.mjs');
  await createPanel(services.servicesUrl);
}

/** (Re)starts with the current settings and language. @returns {Promise<void>} */
async function start() {
  const own = ++starts;
  delete dataset.ready;
  translate();
  showTitle();
  settingsForm.complain('');
  const hosts = realHosts(settings);
  if (hosts.length > 0) byId('destination').textContent = words().real(hosts.join(', '));
  byId('destination').classList.toggle('real', hosts.length > 0);
  const before = checkout.bridge;
  setUp(checkout, settings);
  const [bridge, products] = await Promise.all([isWanted ? load() : undefined, offered()]);
  // Language and settings can change before a project answers: only the latest start takes effect.
  if (own !== starts) return bridge?.dispose();
  cart.addUpWith(bridge?.quoteBuyOrder ?? null);
  if (products) cart.show(products, settings.currency);
  else cart.complain(words().unreadable);
  if (bridge !== undefined) connect(bridge);
  before?.dispose();
  // A product was added to the cart in the meantime.
  if (isWanted && bridge === undefined) return start();
  dataset.ready = '1';
}

/** The products for the current settings and language. Requested again until they could be read. */
async function offered() {
  const key = JSON.stringify([settings.url, settings.token, settings.productIds, locale()]);
  if (asked.key !== key || !asked.products) asked = { key, products: await readProducts(settings, locale()).catch(() => null) };
  return asked.products;
}

/** @returns {Promise<any>} `null` when it could not be loaded */
async function load() {
  try {
    const [{ isOrderBridgeError, loadOrderBridge }] = await Promise.all([import('/pkg/index.mjs'), import('/pkg/element.mjs')]);
    return await loadOrderBridge(bridgeOptions(settings)).catch((/** @type {any} */ error) => {
      settingsForm.complain(isOrderBridgeError(error) ? error.message : words().loadFailed);
      return null;
    });
  } catch {
    return null;
  }
}

/** @param {any} bridge */
function connect(bridge) {
  if (bridge) keep(VISITED, true, 'localStorage');
  checkout.bridge = bridge;
  checkout.parentElement.hidden = bridge === null;
  byId('load-error').hidden = bridge !== null;
  byId('load-error').textContent = bridge ? '' : words().loadFailed;
}

function showTitle(before = '') {
  document.title = before + words().title;
}
