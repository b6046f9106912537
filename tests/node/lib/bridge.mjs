/** A bridge on its own stand-in, with no network in between. */
import { after } from 'node:test';
import { loadOrderBridge } from '../../../pkg/node.mjs';
import { createStandIn, samples, SHARED_GUEST } from '../../../www/standin/index.mjs';

export const PROJECT = 'https://project.example';
export const OCULAR = 'https://ocular.example/api/product-management/v1';

/** A bridge may continue to deliver what Ocular has not answered: all are disposed of after the tests of the file. */
const bridges = new Set();
after(() => bridges.forEach((bridge) => bridge.dispose()));

/**
 * @param {object} [options]  Options of the bridge; `standIn` holds those of the stand-in.
 *   `guest` is short for `oneEntry.guest`.
 */
export async function setUp({ standIn: settings, guest, oneEntry, ocular, ...options } = {}) {
  const standIn = createStandIn(settings);
  const bridge = await loadOrderBridge({
    fetch: standIn.fetch,
    timeoutMs: 2000,
    language: 'en',
    oneEntry: { url: PROJECT, token: standIn.token, guest, ...oneEntry },
    ocular: { baseUrl: OCULAR, sessionId: '1536', ...ocular },
    ...options,
  });
  bridges.add(bridge);
  return { standIn, bridge, ...bridge };
}

/** The scenario's order as a page passes it: form data as a flat list. */
export const guestOrder = (changes) => ({
  storage: 'guest_orders',
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'cash',
  formData: samples.formFields(),
  products: [{ productId: 10, quantity: 1 }],
  ...changes,
});

/** The guest user that the scenario signs in. */
export const sharedGuest = () => ({ provider: SHARED_GUEST.provider, authData: SHARED_GUEST.authData.map((entry) => ({ ...entry })) });

/** One line of a report to Ocular. */
export const line = (changes) => ({ name: 'Crema facial', quantity: 1, price: 2990, currency: 'CLP', ...changes });

/** Limit of one attempt: short where the fault is a hang, otherwise longer than any busy machine takes. */
export const limitFor = ({ fault, end, commit }) => (fault === 'hang' || end === 'hang' || (fault === 'slow' && commit) ? 120 : 5000);

/** The requests that reached a stand-in, as `route status`. */
export const trace = (standIn) => standIn.state.requests.map(({ route, status, end }) => `${route} ${status ?? end}`);

/** How many requests reached a route. */
export const sent = (standIn, route) => standIn.state.requests.filter((entry) => entry.route === route).length;

export const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
