/** The panel "Behind the scenes": what each service has received, refreshed every second until paused. Not part of a shop. */
import { byId, make } from './dom.mjs';
import { createFaults } from './faults.mjs';

const POLL_MS = 1000;
const MOST = 12;
const PAUSED = 'Paused.';

/** @param {string} servicesUrl */
export async function createPanel(servicesUrl) {
  byId('panel').hidden = false;
  byId('inspector-link').href = `${servicesUrl}/standin`;

  /** @param {string} method @param {string} path @param {unknown} [body] */
  const control = async (method, path, body) => {
    const answer = await fetch(servicesUrl + path, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    return answer.json();
  };
  const faults = await createFaults(control);
  let revision = -1;
  let isPaused = false;
  let looks = 0;
  /** @type {typeof import('./agent.mjs') | null} */
  let agent = null;

  async function look() {
    const own = ++looks;
    let text = isPaused ? PAUSED : 'Live, looked at each second.';
    try {
      const [state, coming] = await Promise.all([control('GET', '/standin/state'), control('GET', '/standin/faults')]);
      // Most visits place no order, so the agent's screen is loaded with the first one.
      if (state.ocularOrders.length > 0) agent ??= await import('./agent.mjs');
      // It has been paused, or a later refresh has started: discard this one.
      if (own !== looks) return;
      faults.show(coming);
      if (state.revision !== revision) {
        draw(state);
        agent?.drawAgent(byId('agent'), state.ocularOrders);
      }
      revision = state.revision;
    } catch {
      if (own !== looks) return;
      text = 'The stand-in does not answer. It may have been stopped.';
    }
    tell(text);
  }
  async function keepLooking() {
    if (!isPaused && document.visibilityState === 'visible') await look();
    setTimeout(keepLooking, POLL_MS);
  }
  const pause = byId('panel-pause');
  pause.addEventListener('click', () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    if (!isPaused) return void look();
    looks += 1;
    tell(PAUSED);
  });
  byId('reset').addEventListener('click', async () => {
    await control('POST', '/standin/reset');
    revision = -1;
    // The visitor asked for it, so show the result even when paused.
    await look();
  });
  await keepLooking();
}

/** @param {string} text */
function tell(text) {
  if (byId('panel-state').textContent !== text) byId('panel-state').textContent = text;
}

/** @param {any} state of `/standin/state` */
function draw({ orders, paymentSessions, reports, requests }) {
  fill('got-orders', orders, (/** @type {any} */ { id, statusIdentifier, paymentAccountIdentifier, totalDue }) => [`Order ${id}`, `${paymentAccountIdentifier}, ${totalDue.toFixed(2)}`, statusIdentifier]);
  fill('got-sessions', paymentSessions, (/** @type {any} */ { id, orderId, account, status }) => [`Session ${id}`, `order ${orderId}, ${account}`, status]);
  byId('got-reports-count').textContent = String(reports.length);
  byId('got-refused-count').textContent = String(reports.filter((/** @type {any} */ { answer }) => answer?.statusCode !== 0).length);
  const calls = requests.filter((/** @type {any} */ { method }) => method !== 'OPTIONS');
  fill('got-requests', calls, (/** @type {any} */ { method, route, path, fault, end, status }) => [`${method} ${route ?? path}`, fault ? `fault: ${fault}` : '', end === 'answer' ? String(status) : end === 'hang' ? 'no answer' : end === 'reset' ? 'connection lost' : 'open']);
}

/** @param {string} id @param {any[]} list @param {(one: any) => string[]} read */
function fill(id, list, read) {
  const rows = list.slice(-MOST).reverse().map((one) => {
    const [name, about, state] = read(one);
    return make('li', {}, make('b', {}, name), make('span', { class: 'soft' }, about), make('span', { class: 'badge' }, state));
  });
  byId(id).replaceChildren(...(rows.length > 0 ? rows : [make('li', { class: 'soft' }, 'Nothing yet.')]));
  byId(`${id}-count`).textContent = String(list.length);
}
