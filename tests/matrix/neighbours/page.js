/** Places one order alongside a neighbour that is loaded before or after us. The neighbour has to be active. */
import { loadOrderBridge } from 'order-bridge';
import { placeOne } from './order.js';

const { services, token } = Object.fromEntries(new URLSearchParams(location.search));
const faults = [];
addEventListener('error', (event) => faults.push(event.message));
addEventListener('unhandledrejection', (event) => faults.push(String(event.reason?.message ?? event.reason)));

const add = (src) => new Promise((done, failed) => {
  const script = document.createElement('script');
  Object.assign(script, { src, onload: done, onerror: () => failed(new Error(`${src} did not load`)) });
  document.head.append(script);
});

async function loaded(options) {
  const bridge = await loadOrderBridge(options);
  const { after } = document.documentElement.dataset;
  for (const src of after ? after.split(' ') : []) await add(src);
  await window.neighbour.ready;
  return bridge;
}

async function go() {
  const result = await placeOne(loaded, { services, token });
  if (!window.neighbour.acts()) return 'the neighbour is not active';
  // Errors caused by our own calls would appear a turn later.
  await new Promise((done) => { setTimeout(done, 50); });
  return faults.length > 0 ? `faults on the page: ${faults.join(' | ')}` : result;
}

go().then((result) => { document.title = result; }, (error) => { document.title = `${error} ${error?.stack ?? ''}`; });
