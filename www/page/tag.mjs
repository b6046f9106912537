/** The page around the shop with the tag: the switches, the agent's screen, and the tag's console output. */
import { drawAgent } from './agent.mjs';
import { byId, make } from './dom.mjs';

const SWITCHES = 'tag-demo:switches';
const FIRST = '/tag/product.html';
/** The path of the address `about:blank`. */
const BLANK = 'blank';
const POLL_MS = 1000;
const MOST_LINES = 12;
const TAG = '<script async src="/pkg/tag.js" data-currency="CLP" data-debug></script>';
/** Storage keys that belong to the demo. */
const OWN = /^(tag-demo:|tienda:|order_bridge_)/;
const MISTAKES = {
  texts: 'Amounts are strings: "$ 24.990"',
  'no-id': 'No transaction id',
  twice: 'The purchase is pushed twice',
  beside: 'Both GA4 and Universal Analytics',
  replaced: 'The dataLayer array is replaced by a new one',
  'no-currency': 'No currency',
  discount: 'The discount is not deducted from the item price',
  object: 'The list of items is an object',
};

const form = byId('switches');
const frame = byId('shop');
byId('mistakes').append(...Object.entries(MISTAKES).map(([id, text]) => make('li', {},
  make('input', { type: 'checkbox', id: `mistake-${id}`, name: 'mistakes', value: id }), make('label', { for: `mistake-${id}` }, text))));
showSwitches(JSON.parse(sessionStorage.getItem(SWITCHES) ?? 'null') ?? {});

form.addEventListener('change', () => changed());
form.addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault());
byId('no-code').addEventListener('click', () => put(''));
byId('own-code').addEventListener('click', () => put(TAG));
byId('again').addEventListener('click', startAgain);
frame.addEventListener('load', showPlace);
addEventListener('message', ({ origin, data }) => {
  if (origin === location.origin && typeof data?.says === 'string') say(data.says);
});

const { servicesUrl } = await (await fetch('/services.json')).json();
keepSwitches();
frame.src = FIRST;
await keepLooking();

/** @param {any} switches */
function showSwitches({ attention = true, session = '1536', shape = 'ga4', when = 'before', brings = 'page', code = TAG, mistakes = [] }) {
  form.elements.attention.checked = attention;
  for (const [name, value] of Object.entries({ session, shape, when, brings, code })) form.elements[name].value = value;
  for (const box of form.elements.mistakes) box.checked = mistakes.includes(box.value);
}

function keepSwitches() {
  const data = new FormData(form);
  const texts = Object.fromEntries(['session', 'shape', 'when', 'brings', 'code'].map((name) => [name, String(data.get(name))]));
  sessionStorage.setItem(SWITCHES, JSON.stringify({ ...texts, attention: form.elements.attention.checked, mistakes: data.getAll('mistakes') }));
}

function changed() {
  keepSwitches();
  // The bank's page has another origin and is not reloaded.
  if (placeOf() !== null) frame.contentWindow.location.reload();
}

/** @param {string} code */
function put(code) {
  form.elements.code.value = code;
  changed();
}

async function startAgain() {
  await leaveShop();
  for (const storage of [sessionStorage, localStorage]) {
    for (const key of Object.keys(storage)) if (OWN.test(key)) storage.removeItem(key);
  }
  for (const { name = '' } of await (indexedDB.databases?.() ?? [])) if (name.startsWith('order-bridge')) indexedDB.deleteDatabase(name);
  await fetch(`${servicesUrl}/standin/reset`, { method: 'POST' });
  byId('says').replaceChildren(make('li', { class: 'soft' }, 'Nothing yet.'));
  keepSwitches();
  frame.src = FIRST;
}

/** The shop's page would report its purchase again while everything is being cleared. */
function leaveShop() {
  return new Promise((done) => {
    // The event may still belong to the page before.
    const loaded = () => {
      if (placeOf() !== BLANK) return;
      frame.removeEventListener('load', loaded);
      done(undefined);
    };
    frame.addEventListener('load', loaded);
    frame.src = `about:${BLANK}`;
  });
}

/** The shop's current path, or null on the bank's page. */
function placeOf() {
  try {
    return frame.contentWindow.location.pathname + frame.contentWindow.location.search;
  } catch {
    return null;
  }
}

function showPlace() {
  byId('where').textContent = placeOf() ?? 'The page of the bank, on another server.';
}

/** @param {string} line */
function say(line) {
  const list = byId('says');
  for (const empty of list.querySelectorAll('.soft')) empty.remove();
  list.append(make('li', {}, line));
  while (list.children.length > MOST_LINES) list.firstElementChild.remove();
}

async function keepLooking() {
  if (document.visibilityState === 'visible') {
    try {
      const { ocularOrders } = await (await fetch(`${servicesUrl}/standin/state`)).json();
      drawAgent(byId('agent'), ocularOrders);
    } catch {
      byId('where').textContent = 'The stand-in services do not respond. They may have been stopped.';
    }
  }
  setTimeout(keepLooking, POLL_MS);
}
