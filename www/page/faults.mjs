/** A switch for every fault of the stand-in, by name: so that anyone can see what the library does when an answer is lost. */
import { byId, make } from './dom.mjs';

/** What happens. A test compares the names with those of the stand-in. @type {Record<string, string>} */
export const FAULTS = {
  'lost-after-commit': 'The service acts, then the connection dies: the answer is lost.',
  'late-commit': 'Answers 504 and acts later.',
  'server-error-after-commit': 'Acts, then answers 500.',
  'status-after-commit': 'Acts, then answers a status (500).',
  truncated: 'Acts, and half of the answer comes.',
  'bad-json': 'Acts, and answers text that is no JSON.',
  'empty-200': 'Acts, and answers nothing.',
  'no-cors': 'Acts, and the page may not read the answer.',
  slow: 'Answers after a second.',
  hang: 'Never answers.',
  'html-200': 'Answers a web page, does nothing.',
  refused: 'No connection is made.',
  'offline-like': 'No connection is made until it is switched off.',
  'reset-before': 'The connection dies before the service acts.',
  status: 'Answers a status (500), does nothing.',
  rejected: 'Answers what it is documented to refuse.',
  unauthorized: 'Answers 401.',
  forbidden: 'Answers 403.',
  'not-found': 'Answers 404.',
  conflict: 'Answers 409.',
  busy: 'Answers 429: wait a second.',
  'busy-date': 'Answers 429 with a date.',
  'busy-garbage': 'Answers 429 with nonsense.',
  'server-error': 'Answers 500.',
  'bad-gateway': 'Answers 502.',
  unavailable: 'Answers 503.',
  'gateway-timeout': 'Answers 504.',
  redirect: 'Answers a redirect to another address.',
  'stale-list': 'Reads show what was true ten seconds ago.',
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
    // One fault cannot be taken away alone: all are, and the others are put back.
    const others = isOn ? [] : (await control('GET', '/standin/faults')).filter((/** @type {any} */ { fault }) => fault !== name);
    if (!isOn) await control('DELETE', '/standin/faults');
    const wanted = isOn ? [{ route: route.value, fault: name, ...(name !== 'offline-like' && { times: often.value === 'once' ? 1 : null }), ...(name === 'redirect' && { to: 'http://localhost:1/elsewhere' }) }] : others;
    show(wanted.length > 0 ? await control('POST', '/standin/faults', wanted) : []);
  }

  /** @param {any[]} list  What is still to come. */
  function show(list) {
    for (const [name, input] of switches) input.checked = list.some(({ fault }) => fault === name);
    const text = list.length === 0 ? 'No fault is switched on.' : `To come: ${list.map(({ fault, route: where, times }) => `${fault} at ${where === '*' ? 'every route' : where}${times === null ? ', always' : ''}`).join('; ')}.`;
    if (byId('fault-state').textContent !== text) byId('fault-state').textContent = text;
  }

  return { show };
}
