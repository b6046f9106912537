/** The shop: a catalogue, a cart, and `<guest-checkout>`, which does the rest. */
import { isOrderBridgeError, loadOrderBridge } from '/pkg/index.mjs';
import '/pkg/element.mjs';
import { createAppearance, locale } from './appearance.mjs';
import { createAttention } from './attention.mjs';
import { createCart } from './cart.mjs';
import { byId } from './dom.mjs';
import { readProducts } from './products.mjs';
import { bridgeOptions, createSettingsForm, currentSettings, presets, readServices, realHosts, setUp } from './settings.mjs';
import { translate, words } from './words.mjs';

const checkout = byId('checkout');
const cart = createCart(({ products, items }) => Object.assign(checkout, { products, items }));
createAttention();
createAppearance(() => void start());
translate();

const services = await readServices();
const standard = presets(services);
let settings = currentSettings(standard);
let starts = 0;
const settingsForm = createSettingsForm(standard, (next) => {
  settings = next;
  checkout.startOver();
  void start();
});

// Which part is seen, and what the title says. An order that is not finished is told at the top: on a phone the checkout is far below.
checkout.addEventListener('order-state', (/** @type {CustomEvent} */ { detail: { state } }) => {
  document.documentElement.dataset.state = state;
  byId('language').disabled = state === 'placing';
  byId('checkout-title').textContent = state === 'accepted' ? words().thanks : words().checkout;
  const open = words().open[/** @type {'checking'} */ (state)] ?? '';
  byId('notice').hidden = open === '';
  byId('notice').firstElementChild.textContent = open;
  if (state !== 'ready') showTitle();
});
checkout.addEventListener('order-invalid', () => showTitle(words().error));
checkout.addEventListener('order-new', () => cart.empty());

await start();
// What the address claims of a payment proves nothing: the element asks the project.
if (location.search !== '') history.replaceState(null, '', location.pathname);
if (services.servicesUrl !== '') {
  const { createPanel } = await import('./panel.mjs');
  await createPanel(services.servicesUrl);
}

/** With the settings and the language of now. */
async function start() {
  const own = ++starts;
  delete document.documentElement.dataset.ready;
  translate();
  showTitle();
  settingsForm.complain('');
  const hosts = realHosts(settings);
  if (hosts.length > 0) byId('destination').textContent = words().real(hosts.join(', '));
  byId('destination').classList.toggle('real', hosts.length > 0);
  const before = checkout.bridge;
  setUp(checkout, settings);
  const [bridge, products] = await Promise.all([load(), readProducts(settings, locale()).catch(() => null)]);
  // Language and settings can be changed faster than a project answers: the last wish counts.
  if (own !== starts) return bridge?.dispose();
  cart.addUpWith(bridge && bridge.quoteBuyOrder);
  if (products) cart.show(products, settings.currency);
  else cart.complain(words().unreadable);
  checkout.bridge = bridge;
  checkout.parentElement.hidden = bridge === null;
  byId('load-error').hidden = bridge !== null;
  byId('load-error').textContent = bridge ? '' : words().loadFailed;
  before?.dispose();
  document.documentElement.dataset.ready = '1';
}

async function load() {
  try {
    return await loadOrderBridge(bridgeOptions(settings));
  } catch (/** @type {any} */ error) {
    settingsForm.complain(isOrderBridgeError(error) ? error.message : words().loadFailed);
    return null;
  }
}

function showTitle(before = '') {
  document.title = before + words().title;
}
