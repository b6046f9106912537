/** The shop page: puts its parts together and connects them to order-bridge. */
import { isOrderBridgeError, loadOrderBridge } from '/pkg/index.mjs';
import { showTracked } from './accepted.mjs';
import { showAccounts } from './accounts.mjs';
import { createCart } from './cart.mjs';
import { placeOrder } from './checkout.mjs';
import { byId } from './dom.mjs';
import { createGuestForm } from './guest-form.mjs';
import { createOcularPanel } from './ocular-panel.mjs';
import { createOpenOrders } from './open-orders.mjs';
import { checkPayment, payAgain, showEarlier } from './payment.mjs';
import { dismiss, goOn, lookAgain, onFound, refresh } from './pending.mjs';
import { forgetPlaced, placedOrder } from './placed.mjs';
import { readProducts } from './products.mjs';
import { createResult } from './result.mjs';
import { createSettingsForm } from './settings-form.mjs';
import { bridgeOptions, currentSettings, destination, keepSettings, presets, readServices } from './settings.mjs';
import { showButton } from './shop.mjs';
import { createStatus } from './status.mjs';
import { createSteps } from './steps.mjs';

const services = await readServices();
const standard = presets(services);
const status = createStatus();

/** @type {import('./shop.mjs').Shop} */
const shop = {
  settings: currentSettings(standard),
  bridge: null,
  connected: Promise.resolve(),
  isBusy: false,
  placing: '',
  open: [],
  tracked: new Map(),
  status,
  steps: createSteps(status.sayBusy),
  guest: createGuestForm(),
  cart: createCart(cartChanged),
  ocular: createOcularPanel(),
  result: createResult({ onCheck: () => void checkPayment(shop), onPayAgain: () => void payAgain(shop), onGoOn: (reference) => void goOn(shop, reference), onNewOrder: newOrder }),
  openOrders: createOpenOrders({
    onGoOn: (reference) => void goOn(shop, reference),
    onLook: (reference) => lookAgain(shop, reference),
    onOrderAgain: () => void placeOrder(shop, { orderAgain: true }),
    onRead: (reference) => dismiss(shop, reference),
  }),
};
const settingsForm = createSettingsForm({ onApply: (typed) => void use(typed), onReset: () => void use(standard) });

byId('order-form').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  void placeOrder(shop);
});
byId('inspector').hidden = services.servicesUrl === '';
byId('inspector-link').href = `${services.servicesUrl}/standin`;

// From the browser's memory of pages: time has passed.
addEventListener('pageshow', ({ persisted }) => { if (persisted) void comeBack(); });

shop.connected = connect();
await shop.connected;
await showEarlier(shop);

/** Loads the bridge for the settings, and the products. */
async function connect() {
  const { settings, cart } = shop;
  delete document.documentElement.dataset.ready;
  settingsForm.show(settings);
  settingsForm.complain('');
  const { text, isReal } = destination(settings);
  byId('destination').textContent = text;
  byId('destination').classList.toggle('real', isReal);
  showAccounts(settings);
  try {
    shop.bridge = await loadOrderBridge(bridgeOptions(settings));
    shop.bridge.on('found', (/** @type {any} */ event) => void onFound(shop, event));
    shop.bridge.on('tracked', (/** @type {any} */ event) => showTracked(shop, event));
  } catch (/** @type {any} */ error) {
    shop.bridge = null;
    settingsForm.complain(isOrderBridgeError(error) ? error.message : 'The checkout could not be loaded.');
  }
  try {
    cart.show(shop.bridge ? await readProducts(settings) : [], settings.currency);
  } catch {
    cart.show([], settings.currency);
    cart.complain('The products could not be read. Check the settings.');
  }
  await refresh(shop);
  if (shop.bridge) document.documentElement.dataset.ready = '1';
}

async function comeBack() {
  await refresh(shop);
  if (placedOrder() !== null) await checkPayment(shop);
}

function cartChanged() {
  shop.openOrders.show(shop);
  showButton(shop);
}

/** @param {import('./settings.mjs').Settings} next */
async function use(next) {
  if (shop.isBusy) return;
  shop.settings = next;
  keepSettings(next, standard);
  startOver();
  shop.bridge?.dispose();
  shop.open = [];
  shop.connected = connect();
  await shop.connected;
}

function newOrder() {
  if (shop.isBusy) return;
  startOver();
  shop.cart.empty();
  shop.cart.focus();
  void refresh(shop);
}

function startOver() {
  forgetPlaced();
  shop.result.hide();
  shop.steps.begin({});
  status.say('');
}
