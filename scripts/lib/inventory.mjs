// The facts that a shop has to document about scripts on its payment page (PCI DSS 6.4.3): the files, their purposes, and the hosts,
// storage keys and globals that they use. The build writes them to integrity.json, and fails for a file without a purpose. Tests
// compare the rest with the actual behaviour.
import { Problem } from './problem.mjs';

const PAGE = 'payment page';
const SERVER = 'server';
const TESTS = 'tests only';
const TYPES = 'editor only';

const FILES = {
  'index.mjs': [PAGE, 'Entry for pages and workers: loads the wasm next to it, rejects a wasm from a different build, and passes calls from the page to the wasm and results back.'],
  'node.mjs': [SERVER, 'The same for Node: re-exports inline.mjs.'],
  'inline.mjs': [PAGE, 'The same with the wasm embedded, for pages that cannot serve a file, and for servers.'],
  'global.js': [PAGE, 'The same as one classic script, which installs itself with the options of its script tag.'],
  'order_bridge_bg.wasm': [PAGE, 'Validates orders, places them with OneEntry, and reports them to Ocular.'],
  'ocular.mjs': [PAGE, 'Entry for pages and workers that only report orders: the same without the checkout.'],
  'ocular-inline.mjs': [PAGE, 'The same with the wasm embedded, for pages that cannot serve a file, and for servers.'],
  'ocular-global.js': [PAGE, 'The same as one classic script, which installs itself with the options of its script tag.'],
  'order_bridge_ocular_bg.wasm': [PAGE, 'Validates reports and sends them to Ocular.'],
  'element.mjs': [PAGE, 'Optional custom element guest-checkout: the order form, the steps of an order and the receipt. Places orders through a bridge that the page provides.'],
  'tag.js': [PAGE, 'Optional classic script for every page: remembers the video attention, listens to the data layer, and loads ocular.mjs when there is a purchase to report.'],
  'stub.js': [PAGE, 'Optional classic script: queues calls of window.ocularOrderTrack until the package has loaded.'],
  'testing.mjs': [TESTS, 'Stand-in services for a shop\'s own tests; no page that takes payments loads it.'],
  'index.d.ts': [TYPES, 'Declarations of the public functions.'],
  'ocular.d.ts': [TYPES, 'Declarations of order-bridge/ocular.'],
  'ocular-global.d.ts': [TYPES, 'Declarations of the globals that ocular-global.js adds to a page.'],
  'global.d.ts': [TYPES, 'Declarations of the globals that global.js adds to a page.'],
  'element.d.ts': [TYPES, 'Declarations of the custom element.'],
  'element-props.d.ts': [TYPES, 'Properties and listeners of the custom element, for the four files below.'],
  'element-react.d.ts': [TYPES, 'The custom element in JSX of React.'],
  'element-preact.d.ts': [TYPES, 'The custom element in JSX of Preact.'],
  'element-solid.d.ts': [TYPES, 'The custom element in JSX of Solid.'],
  'element-vue.d.ts': [TYPES, 'The custom element in templates of Vue.'],
  'custom-elements.json': [TYPES, 'Custom elements manifest: attributes, properties, events, parts and custom properties of the custom element.'],
  'web-types.json': [TYPES, 'The same for editors of JetBrains.'],
  'vscode-html-data.json': [TYPES, 'The same for Visual Studio Code.'],
  'stub.d.ts': [TYPES, 'Declarations of the globals that stub.js adds to a page.'],
  'tag.d.ts': [TYPES, 'Declarations of the globals that tag.js adds to a page.'],
  'testing.d.ts': [TYPES, 'Declarations of the stand-in services.'],
  'wasm.d.ts': [TYPES, 'Declaration of the wasm as an imported file.'],
};

export function purposeOf(file) {
  if (file.endsWith('.map')) return { loadedBy: TYPES, purpose: `Source map of ${file.replace('.map', '')}.` };
  const entry = FILES[file];
  if (!entry) throw new Problem(`Add the purpose of ${file} to scripts/lib/inventory.mjs.`);
  return { loadedBy: entry[0], purpose: entry[1] };
}

export const INVENTORY = {
  what: 'Every file of the package with its hash and purpose, and the hosts, storage keys and globals that the package uses on a page. For the script inventory of PCI DSS 4.0.1, requirement 6.4.3.',
  check: 'Compare the sha384 of each file, in the format of a script\'s integrity attribute; in the repository, run npm run verify. The loader checks the wasm before it is instantiated.',
  hosts: [
    { host: 'the host of the option oneEntry.url', purpose: 'Sign-in or guest id, order, payment session. Receives the app token and the values that the shopper entered in the order form.' },
    { host: 'api.ocularsolution.com, or the host of the option ocular.baseUrl', purpose: 'Report of the order. Receives the order number and the lines to report, but no form values.' },
    { host: 'the host that the page loads the wasm from', purpose: 'Receives only the request for the file.' },
  ],
  storage: [
    { in: 'localStorage', key: 'oneentry_guest_id', holds: 'The anonymous guest\'s id, a random UUID.' },
    { in: 'localStorage', key: 'oneentry_device_id', holds: 'A random number for this browser, stored as the OneEntry SDK stores it.' },
    { in: 'localStorage', key: 'order_bridge_device', holds: 'The device header, built from that number: platform, browser, screen, language, time zone.' },
    { in: 'localStorage', key: 'order_bridge_row:*', holds: 'The IndexedDB rows listed below, only where IndexedDB does not work.' },
    { in: 'localStorage', key: 'order_bridge_copy:*', holds: 'A copy of the order rows listed below, for use when IndexedDB cannot be read.' },
    { in: 'localStorage', key: 'test_private_browsing', holds: '"1", removed immediately: tests whether the browser stores anything.' },
    { in: 'sessionStorage', key: 'order_bridge_checkout:*', holds: 'Only with element.mjs: the order placed in this tab (number, reference, sum, lines) and the chosen payment method; with the attribute keep-values, also the values that the shopper entered.' },
    { in: 'localStorage', key: 'order_bridge_checkout:notes', holds: 'Only with element.mjs: lines and payment method of orders that may exist, for seven days. No form values.' },
    { in: 'sessionStorage', key: 'order_bridge_attention', holds: 'Only with tag.js or the option ocular.rememberHours: the number of the last video attention in this tab, and its time.' },
    { in: 'localStorage', key: 'order_bridge_purchases', holds: 'Only with tag.js: purchases to be reported to Ocular (number, lines, sums; no name, no address), until they are in the outbox.' },
    { in: 'localStorage', key: 'order_bridge_reported', holds: 'Only with tag.js or watchDataLayer: hashes of the last 50 reported purchases, for seven days.' },
    { in: 'localStorage', key: 'order_bridge_left', holds: 'Only with tag.js: order number and time of each report that could not be delivered, for seven days.' },
    { in: 'IndexedDB', key: 'order-bridge / rows', holds: 'Orders that may exist (reference, hash of the cart, number and sum, lines to report; for seven days) and reports not yet delivered. No tokens, form values or names.' },
  ],
  cookies: [],
  globals: [
    { name: 'ocularOrderTrack', when: 'after install(), or with stub.js, global.js or ocular-global.js; removed by dispose().' },
    { name: 'Symbol(order-bridge.stub)', when: 'with stub.js, global.js or ocular-global.js.' },
    { name: 'Symbol(order-bridge.tag)', when: 'with tag.js, which also wraps the data layer\'s push.' },
    { name: 'orderBridge', when: 'with global.js or ocular-global.js. The global orderBridgeOptions is only read.' },
  ],
};
