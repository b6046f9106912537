/** A switch for every fault of the stand-in, so that developers can see how the library reacts, for example to a lost answer. */
import { byId, make } from './dom.mjs';

/** A description of each fault. A test compares the names with those of the stand-in. @type {Record<string, string>} */
export const FAULTS = {
  'lost-after-commit': 'The request is processed, then the connection drops. The answer is lost.',
  'late-commit': 'Answers 504. The request is processed later.',
  'server-error-after-commit': 'The request is processed, then answered with 500.',
  'status-after-commit': 'The request is processed, then answered with an error status (500).',
  truncated: 'The request is processed. Only half of the answer arrives.',
  'bad-json': 'The request is processed. The answer is not valid JSON.',
  'empty-200': 'The request is processed. The answer is empty.',
  'no-cors': 'The request is processed, but the page may not read the answer.',
  slow: 'Answers after one second.',
  hang: 'Never answers.',
  'html-200': 'Answers with a web page. The request is not processed.',
  refused: 'The connection is refused.',
  'offline-like': 'Every connection is refused until the fault is switched off.',
  'reset-before': 'The connection drops before the request is processed.',
  status: 'Answers with an error status (500). The request is not processed.',
  rejected: 'Answers with a documented refusal.',
  unauthorized: 'Answers 401.',
  forbidden: 'Answers 403.',
  'not-found': 'Answers 404.',
  conflict: 'Answers 409.',
  busy: 'Answers 429: retry after one second.',
  'busy-date': 'Answers 429 with a date in Retry-After.',
  'busy-garbage': 'Answers 429 with an invalid Retry-After.',
  'server-error': 'Answers 500.',
  'bad-gateway': 'Answers 502.',
  unavailable: 'Answers 503.',
  'gateway-timeout': 'Answers 504.',
  redirect: 'Redirects to another address.',
  'stale-list': 'Reads return the state of ten seconds ago.',
};

/** @param {(method: string, path: string, body?: unknown) => Promise<any>} control */
export async function createFaults(control) {
  const { faults, routes } = await control('GET', '/standin/names');
  const route = byId('fault-route');
  const often = byId('fault-often');
  route.replaceChildren(...[...routes, '*'].map((name) => make('option', { value: name, selected: name === 'createOrder' }, name === '*' ? 'every route' : name)));

  /** @type {Map<string, any>} */
  const switches = new Map();
  byId('faults').replaceChildren(...faults.map((/** @type {string} */ name) => {
    const id = `fault-${name}`;
    const input = make('input', { id, type: 'checkbox', role: 'switch', autocomplete: 'off', 'aria-describedby': `${id}-text` });
    input.addEventListener('change', () => void turn(name, input.checked));
    switches.set(name, input);
    return make('li', {}, input, make('label', { for: id }, name), make('span', { id: `${id}-text`, class: 'soft' }, FAULTS[name] ?? ''));
  }));
  byId('faults-off').addEventListener('click', async () => show(await control('DELETE', '/standin/faults')));

  /** @param {string} name @param {boolean} isOn */
  async function turn(name, isOn) {
    // A single fault cannot be removed: clear all of them and add the others again.
    const others = isOn ? [] : (await control('GET', '/standin/faults')).filter((/** @type {any} */ { fault }) => fault !== name);
    if (!isOn) await control('DELETE', '/standin/faults');
    const wanted = isOn ? [{ route: route.value, fault: name, ...(name !== 'offline-like' && { times: often.value === 'once' ? 1 : null }), ...(name === 'redirect' && { to: 'http://localhost:1/elsewhere' }) }] : others;
    show(wanted.length > 0 ? await control('POST', '/standin/faults', wanted) : []);
  }

  /** @param {any[]} list  Faults that are still pending. */
  function show(list) {
    for (const [name, input] of switches) input.checked = list.some(({ fault }) => fault === name);
    const text = list.length === 0 ? 'No fault is switched on.' : `To come: ${list.map(({ fault, route: where, times }) => `${fault} at ${where === '*' ? 'every route' : where}${times === null ? ', always' : ''}`).join('; ')}.`;
    if (byId('fault-state').textContent !== text) byId('fault-state').textContent = text;
  }

  return { show };
}
