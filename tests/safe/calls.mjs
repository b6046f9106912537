/** One call for each request that the package makes, and services that answer like the real ones or as a check requires. */
import { guestOrder, line, options, routeOf, TOKEN } from './kit.mjs';

export const GUEST_ID = '5f2c1d7e-8a4b-4c3d-9e6f-0a1b2c3d4e5f';
const AUTH_DATA = [{ marker: 'email_reg', value: 'guest@my-project.com' }, { marker: 'password_reg', value: 'a-password' }];
const REFERENCE_MARKER = 'guest_comment';

let quantity = 0;
/** A cart that no other call uses. */
const cart = () => ({ products: [{ productId: 10, quantity: 1 + (quantity += 1) % 400 }], bonusAmount: quantity });
const buyOrder = () => ({ items: [line()] });

/**
 * `route`: the request under test; `run` makes the call and resolves with its result; `shared`: sign in as the guest user that
 * all guests share; `lost`: the answer to the order was lost before.
 * @type {{ route: string, and?: string, run: (bridge: any) => Promise<any>, shared?: boolean, lost?: boolean }[]}
 */
export const CALLS = [
  { route: 'auth', shared: true, run: ({ guestCheckout }) => guestCheckout.auth() },
  { route: 'preview', run: ({ guestCheckout }) => guestCheckout.preview({ products: [{ productId: 10, quantity: 2 }], couponCode: 'SPRING' }) },
  { route: 'createOrder', run: ({ guestCheckout }) => guestCheckout.createOrder(guestOrder(cart())) },
  {
    route: 'listOrders',
    lost: true,
    async run({ guestCheckout }) {
      const { reference } = await guestCheckout.placeOrder(guestOrder(cart()), { session: false, referenceMarker: REFERENCE_MARKER });
      return guestCheckout.resume(reference, { session: false, referenceMarker: REFERENCE_MARKER });
    },
  },
  // After an unreadable answer the package looks the session up: that request has to fail as well.
  { route: 'createSession', and: 'getSessionByOrderId', run: ({ guestCheckout }) => guestCheckout.createSession(90) },
  { route: 'updateSession', run: ({ guestCheckout }) => guestCheckout.updateSessionById(47, { status: 'opened', paymentUrl: null }) },
  { route: 'getSessionByOrderId', run: ({ guestCheckout }) => guestCheckout.getSessionByOrderId(90) },
  { route: 'getAccounts', run: ({ guestCheckout }) => guestCheckout.getAccounts() },
  { route: 'getForm', run: ({ guestCheckout }) => guestCheckout.getForm('guest_order') },
  { route: 'setBuyOrder', run: ({ ocularOrderTrack }) => ocularOrderTrack.setBuyOrder(buyOrder()) },
  { route: 'setBuyOrderState', run: ({ ocularOrderTrack }) => ocularOrderTrack.setBuyOrderState({ payment_status: 0 }) },
];

function guestOf({ shared, lost }) {
  if (shared) return { provider: 'email', authData: AUTH_DATA };
  // A new guest, so that no other call looks this order up.
  return { guestId: lost ? crypto.randomUUID() : GUEST_ID };
}

/** The bridge options that a call needs. */
export const optionsOf = ({ shared, lost }, changes) => options({
  timeoutMs: 600_000, ...changes,
  oneEntry: { token: TOKEN, guest: guestOf({ shared, lost }), ...changes?.oneEntry },
});

/** Answers of services that work. The listed order belongs to none of these checks. */
export const GOOD = {
  auth: [201, { userIdentifier: 'guest@my-project.com', authProviderIdentifier: 'email', accessToken: 'access', refreshToken: 'refresh' }],
  preview: [201, { totalSum: 49.8, totalSumWithDiscount: 44.82, totalDue: 44.82, currency: 'USD', bonusApplied: 0, products: [] }],
  createOrder: [201, { id: 90, storageId: 1, totalSum: 24.9, currency: 'USD', createdDate: '2025-04-30T21:47:45.344Z', statusIdentifier: 'created', formData: {} }],
  listOrders: [200, { items: [{ id: 7, formData: [{ marker: REFERENCE_MARKER, type: 'string', value: 'somebody' }], totalSum: '24.90', currency: 'USD' }], total: 1 }],
  createSession: [201, { id: 47, orderId: 90, type: 'session', status: 'waiting', paymentUrl: 'https://pay.example/47', paymentAccountId: 1, createdDate: '2025-04-30T21:47:45.344Z', updatedDate: '2025-04-30T21:47:45.344Z' }],
  updateSession: [200, { id: 47, orderId: 90, type: 'session', status: 'opened', paymentUrl: null }],
  getSessionByOrderId: [200, [{ id: 47, orderId: 90, type: 'session', status: 'waiting', paymentUrl: 'https://pay.example/47' }]],
  getAccounts: [200, [{ id: 1, identifier: 'cash', type: 'custom', isVisible: true, isUsed: true, localizeInfos: { title: 'Cash' } }]],
  getForm: [200, { id: 1, identifier: 'guest_order', type: 'order', localizeInfos: { title: 'Order' }, attributes: [{ marker: 'guest_name', type: 'string', position: 1, isVisible: true, validators: { requiredValidator: { strict: true } }, localizeInfos: { title: 'Name' } }] }],
  setBuyOrder: [200, { statusCode: 0, message: 'Success' }],
  setBuyOrderState: [200, { statusCode: 0, message: 'Success' }],
};
const TEXTS = Object.fromEntries(Object.entries(GOOD).map(([route, [status, body]]) => [route, { status, text: JSON.stringify(body) }]));
const NOT_FOUND = { status: 404, text: '{"statusCode":404,"message":"Not found"}' };

/**
 * A fetch that answers correctly, except at `call.route`, where it returns `answer()`. It records every request.
 * @param {{ route: string, and?: string, lost?: boolean }} call
 * @param {(() => Response | Promise<Response>) | undefined} [answer]
 */
export function services(call, answer) {
  /** @type {{ route: string, request: Request, body: string }[]} */
  const asked = [];
  const fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
    const request = new Request(url, init);
    const route = routeOf(request.method, request.url);
    const body = request.method === 'GET' ? '' : await request.clone().text();
    asked.push({ route, request, body });
    if (answer && (route === call.route || route === call.and)) return answer();
    if (call.lost && route === 'createOrder') throw new TypeError('Failed to fetch');
    const { status, text } = Object.hasOwn(TEXTS, route) ? TEXTS[route] : NOT_FOUND;
    return new Response(text, { __proto__: null, status });
  };
  return { fetch, asked };
}
