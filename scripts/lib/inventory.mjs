// What a shop has to write down about a script on its payment page (PCI DSS 6.4.3): which files, what for, and what they
// reach. It becomes integrity.json. A file without a purpose stops the build; tests compare the rest with what happens.
import { Problem } from './problem.mjs';

const PAGE = 'payment page';
const SERVER = 'server';
const TESTS = 'tests only';
const TYPES = 'editor only';

const FILES = {
  'index.mjs': [PAGE, 'Entry for pages and workers: loads the wasm beside it, refuses one that it was not built with, and carries calls of the page to the wasm and its answers back.'],
  'node.mjs': [SERVER, 'The same for Node: hands on inline.mjs.'],
  'inline.mjs': [PAGE, 'The same with the wasm inside, for pages that cannot serve a file, and for servers.'],
  'global.js': [PAGE, 'The same as one classic script, which installs itself with the options of its tag.'],
  'order_bridge_bg.wasm': [PAGE, 'Checks orders, places them at OneEntry, reports them to Ocular.'],
  'ocular.mjs': [PAGE, 'Entry for pages and workers that only report orders: the same without the checkout.'],
  'ocular-inline.mjs': [PAGE, 'The same with the wasm inside, for pages that cannot serve a file, and for servers.'],
  'ocular-global.js': [PAGE, 'The same as one classic script, which installs itself with the options of its tag.'],
  'order_bridge_ocular_bg.wasm': [PAGE, 'Checks reports and sends them to Ocular.'],
  'element.mjs': [PAGE, 'Optional custom element guest-checkout: the order form, its steps and its end; places orders through a bridge that the page gives it.'],
  'tag.js': [PAGE, 'Optional classic script for every page: notes the video attention, hears the data layer, and loads ocular.mjs when a purchase is to be reported.'],
  'stub.js': [PAGE, 'Optional classic script: keeps calls of window.ocularOrderTrack until the package is loaded.'],
  'testing.mjs': [TESTS, 'Stand-in services for a shop\'s own tests; no page that takes payments loads it.'],
  'index.d.ts': [TYPES, 'Declarations of the public functions.'],
  'ocular.d.ts': [TYPES, 'Declarations of order-bridge/ocular.'],
  'ocular-global.d.ts': [TYPES, 'Declarations of what ocular-global.js puts on a page.'],
  'global.d.ts': [TYPES, 'Declarations of what global.js puts on a page.'],
  'element.d.ts': [TYPES, 'Declarations of the custom element.'],
  'element-props.d.ts': [TYPES, 'Properties and listeners of the custom element, for the four files below.'],
  'element-react.d.ts': [TYPES, 'The custom element in JSX of React.'],
  'element-preact.d.ts': [TYPES, 'The custom element in JSX of Preact.'],
  'element-solid.d.ts': [TYPES, 'The custom element in JSX of Solid.'],
  'element-vue.d.ts': [TYPES, 'The custom element in templates of Vue.'],
  'custom-elements.json': [TYPES, 'Custom elements manifest: attributes, properties, events, parts and custom properties of the custom element.'],
  'web-types.json': [TYPES, 'The same for editors of JetBrains.'],
  'vscode-html-data.json': [TYPES, 'The same for Visual Studio Code.'],
  'stub.d.ts': [TYPES, 'Declarations of what stub.js puts on a page.'],
  'tag.d.ts': [TYPES, 'Declarations of what tag.js puts on a page.'],
  'testing.d.ts': [TYPES, 'Declarations of the stand-in services.'],
  'wasm.d.ts': [TYPES, 'Declaration of the wasm as an imported file.'],
};

export function purposeOf(file) {
  if (file.endsWith('.map')) return { loadedBy: TYPES, purpose: `Source map of ${file.replace('.map', '')}.` };
  const entry = FILES[file];
  if (!entry) throw new Problem(`Say in scripts/lib/inventory.mjs what ${file} is for.`);
  return { loadedBy: entry[0], purpose: entry[1] };
}

export const INVENTORY = {
  what: 'Every file of the package with its hash, and what the package reaches on a page: for the script inventory of PCI DSS 4.0.1, requirement 6.4.3.',
  check: 'Compare the sha384 of each file, written as in the attribute integrity of a script; in the repository: npm run verify. The wasm is checked by its loader before it is instantiated.',
  hosts: [
    { host: 'the host of the option oneEntry.url', purpose: 'Sign-in or guest id, order, payment session: receives the app token and what the shopper typed into the order form.' },
    { host: 'api.ocularsolution.com, or the host of the option ocular.baseUrl', purpose: 'Report of the order: receives the order\'s number and the lines to report, no form value.' },
    { host: 'the host that the page loads the wasm from', purpose: 'Receives nothing but the request for the file.' },
  ],
  storage: [
    { in: 'localStorage', key: 'oneentry_guest_id', holds: 'The anonymous guest\'s id, a random UUID.' },
    { in: 'localStorage', key: 'oneentry_device_id', holds: 'A random number of this browser, as the OneEntry SDK keeps it.' },
    { in: 'localStorage', key: 'order_bridge_device', holds: 'The device header built from it: platform, browser, screen, language, time zone.' },
    { in: 'localStorage', key: 'order_bridge_row:*', holds: 'The rows below, only where IndexedDB does not work.' },
    { in: 'localStorage', key: 'order_bridge_copy:*', holds: 'A copy of the rows of orders below, for when IndexedDB cannot be read.' },
    { in: 'localStorage', key: 'test_private_browsing', holds: '"1", removed at once: whether the browser keeps anything.' },
    { in: 'sessionStorage', key: 'order_bridge_checkout:*', holds: 'Only with element.mjs: the placed order of this tab (number, reference, sum, lines) and the chosen way to pay; with its attribute keep-values also what the shopper typed.' },
    { in: 'localStorage', key: 'order_bridge_checkout:notes', holds: 'Only with element.mjs: lines and way to pay of orders that may exist, for seven days. No form value.' },
    { in: 'sessionStorage', key: 'order_bridge_attention', holds: 'Only with tag.js or the option ocular.rememberHours: the number of the video attention that this tab has had, and when.' },
    { in: 'localStorage', key: 'order_bridge_purchases', holds: 'Only with tag.js: purchases that are on their way to Ocular (number, lines, sums; no name, no address), until the outbox has them.' },
    { in: 'localStorage', key: 'order_bridge_reported', holds: 'Only with tag.js or watchDataLayer: hashes of the last 50 purchases that were reported, for seven days.' },
    { in: 'localStorage', key: 'order_bridge_left', holds: 'Only with tag.js: when a report was left behind that could not be delivered.' },
    { in: 'IndexedDB', key: 'order-bridge / rows', holds: 'Orders that may exist (reference, hash of the cart, number and sum, lines to report; seven days) and reports not delivered yet. No token, no form value, no name.' },
  ],
  cookies: [],
  globals: [
    { name: 'ocularOrderTrack', when: 'after install(), or with stub.js, global.js or ocular-global.js; dispose() takes it off.' },
    { name: 'Symbol(order-bridge.stub)', when: 'with stub.js, global.js or ocular-global.js.' },
    { name: 'Symbol(order-bridge.tag)', when: 'with tag.js; the data layer\'s push is wrapped.' },
    { name: 'orderBridge', when: 'with global.js or ocular-global.js; orderBridgeOptions is read, not written.' },
  ],
};
