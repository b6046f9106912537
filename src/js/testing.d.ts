/**
 * order-bridge/testing: stand-ins for both services and a fake of the vendor's widget, for the tests of pages that use order-bridge.
 * Runs in Node and in browsers, without a network and without anything to install. Importing it has no side effects.
 *
 * @example
 * import { loadOrderBridge } from 'order-bridge';
 * import { createStandIn, samples } from 'order-bridge/testing';
 *
 * const standIn = createStandIn();
 * const bridge = await loadOrderBridge({
 *   fetch: standIn.fetch,
 *   oneEntry: { url: 'https://shop.example', token: standIn.token },
 *   ocular: { sessionId: '1536' },
 * });
 * const cart = (quantity) => ({ storage: 'guest_orders', ...samples.guestOrder({ products: [{ productId: 10, quantity }] }) });
 * const { items } = samples.buyOrder();
 *
 * const placed = await bridge.guestCheckout.placeOrder(cart(1), { track: { items } });
 * console.assert(placed.outcome === 'accepted' && placed.order.id === standIn.state.orders[0].id);
 * console.assert(standIn.state.reports[0].body.external_id === '90');
 *
 * standIn.faults.add({ route: 'createOrder', fault: 'lost-after-commit' });
 * const lost = await bridge.guestCheckout.placeOrder(cart(2));
 * console.assert(lost.outcome === 'unknown' && standIn.state.orders.length === 2);
 * bridge.dispose();
 */
import type { BuyOrder, BuyOrderState, FormField, GuestOrder } from './index.js';

/**
 * Creates a stand-in for OneEntry's content API and Ocular's order API in one handler. It routes by path alone, so any host works.
 *
 * @throws RangeError for an unknown option or value.
 */
export function createStandIn(options?: StandInOptions): StandIn;

/** Both services and their state. */
export interface StandIn {
  /** For the option `fetch` of `loadOrderBridge`. Rejects, as in a browser, where a page would not be allowed to see the answer. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** The exchange on the wire, for your own server or service worker. Also serves `/standin`, a page that shows the state. */
  exchange(request: Request): Promise<{ end: 'answer'; response: Response } | { end: 'reset' | 'hang' }>;
  /** The app token, for the option `oneEntry.token`. */
  readonly token: string;
  readonly state: StandInState;
  readonly faults: Faults;
  readonly settings: Readonly<StandInSettings>;
  /** Changes settings until the next `reset`. */
  change(changes: Partial<StandInSettings>): void;
  /** Changes settings permanently: `reset` keeps them. */
  configure(changes: Partial<StandInSettings>): void;
  /** From now on, answers with one of OneEntry's documented refusals. */
  refuse(name: RefusalName, more?: Partial<FaultTiming & StatusAnswer>): void;
  /** Clears orders, reports, requests, faults and changed settings. */
  reset(): void;
  /** Carries out pending "late-commit" faults at once. */
  settle(): void;
  /** Cancels what is still under way. */
  close(): void;
}

/** Options of `createStandIn`: your own project instead of the built-in one, its clock and its random numbers. */
export interface StandInOptions extends Partial<StandInSettings> {
  /** Accepted app tokens. */
  tokens?: string[];
  /** The guest user of the documented scenario. */
  sharedGuest?: User;
  /** All users, instead of `sharedGuest` alone. */
  users?: User[];
  /** The clock, in epoch milliseconds. */
  now?: () => number;
  /** Source of random numbers, 0 to 1. */
  random?: () => number;
  /** Delays slow answers. */
  wait?: (ms: number) => Promise<void>;
  /** The first order's id. Default 90. */
  orderId?: number;
  /** The first payment session's id. Default 47. */
  sessionId?: number;
  /** Default: 9 products, among them 10 (24.9, in stock) and 99 (out of stock). */
  products?: Product[];
  /** Default: among others "guest_order". */
  forms?: Form[];
  /** Default: among others "guest_orders". */
  storages?: OrderStorage[];
  /** Default: "cash", "stripe" (has a payment URL at once), "paypal" (gets one later), "bank" (not connected), "voucher" (not used). */
  accounts?: Account[];
}

/** A user who can sign in. */
export interface User { id: number; provider: string; userIdentifier: string; authData: readonly { marker: string; value: string }[] }
/** A product. `price` has no currency, `stock` is a number of pieces. */
export interface Product { id: number; title: string; price: number | null; sku: string | null; stock: number; position: number }
/** A form with its attributes. */
export interface Form { id: number; identifier: string; type: string; title: string; set: string; attributes: FormAttribute[] }
/** A form field in the service's format. */
export interface FormAttribute {
  marker: string; type: string; position: number; title: string; isVisible?: boolean; validators?: Record<string, unknown>;
  listTitles?: { title: string; value: string; position?: number; extended?: unknown }[];
  additionalFields?: { marker: string; type: string; value: unknown }[];
}
/** An order storage; `identifier` names it. */
export interface OrderStorage {
  id: number; identifier: string; title: string; formIdentifier: string; generalTypeId: number | null; position: number | null;
  /** Identifiers of its payment accounts. */
  accounts: string[];
  priceExpirationMs: number;
}
/** A payment account. */
export interface Account {
  id: number; identifier: string; type: string; title: string; isVisible: boolean; isUsed: boolean; testMode: boolean;
  status: 'connected' | 'not connected';
  /** When its sessions get a payment URL: never, at once, or after `paymentUrlDelayMs`. */
  pays: 'in-shop' | 'at-once' | 'after-a-while';
}

/** Settings that may differ between projects. The first value is the default. */
export interface StandInSettings {
  /** true. false: 403 on orders and payments of guests who are not signed in. */
  anonymousGuests: boolean;
  /** true: guests may list their own orders. */
  guestOrderList: boolean;
  /** true: payment sessions can be updated. false: 404 `Cannot PUT …`. */
  updateSessionRoute: boolean;
  /** true: the preflight allows x-guest-id. */
  corsGuestHeader: boolean;
  /** false: browsers do not let pages of another origin read X-Guest-Id and Retry-After. */
  exposeHeaders: boolean;
  /** 0. Reads return orders and payment sessions as they were this many milliseconds ago. */
  readLagMs: number;
  /** 3600000. Lifetime of an access token. */
  accessTokenMs: number;
  sessionByOrder: 'array' | 'object';
  sessionOrder: 'oldest-first' | 'newest-first';
  /** 1500. How long the account "paypal" takes to set its payment URL. */
  paymentUrlDelayMs: number;
  /** null: the stand-in's own page, `/standin/pay/{session}`. POST "action=pay" (or "decline", "expire") to it to end the payment. */
  paymentUrl: string | null;
  /** 30. Lifetime of a waiting hosted session; 0: unlimited. */
  sessionTimeoutMinutes: number;
  /** null. Where the payment page redirects after a payment. */
  successUrl: string | null;
  /** null. Where it redirects in all other cases. */
  cancelUrl: string | null;
  /** 400. HTTP status of `Your payment account is not connected`. */
  notConnectedStatus: number;
  /** 401. HTTP status for a wrong password. */
  wrongPasswordStatus: number;
  /** `{statusCode, message}`; the same with timestamp and pageData; or `message` as an array. */
  errorShape: 'short' | 'long' | 'array';
  /** Titles as plain strings, or keyed by locale. */
  localizeInfos: 'flat' | 'keyed';
  /** "USD". Currency of previews and reads. */
  currency: string;
  /** "". Currency in the answer to a new order. */
  createCurrency: string;
  /** false. true: forms also list `price` and `currency`, which are refused when submitted. */
  formListsMoney: boolean;
  /** 10. Maximum number of objects that a guest gets from one list of products. */
  guestListLimit: number;
  /** 80. Bonus points of every caller. */
  bonusBalance: number;
  /** null: every well-formed video-attention session counts as known. */
  ocularSessions: string[] | null;
  /** PUT "/sessions/{ocular_session_id}/order". The request that updates the state of an Ocular order. */
  ocularState: { method: string; path: string };
  /** How to answer a state for an order that was never reported. */
  ocularUnknownOrder: 'accept' | 'refuse';
  /** 200. HTTP status of an answer with errors by field. */
  ocularValidationStatus: number;
  /** false. true: prices may also be decimal strings. */
  ocularDecimalStrings: boolean;
}

/** State of the services. Each access returns the current state; nothing is masked. */
export interface StandInState {
  readonly orders: StoredOrder[];
  readonly paymentSessions: StoredSession[];
  /** Everything that was reported to Ocular, as received. */
  readonly reports: OcularReport[];
  /** The orders that Ocular has as a result of these reports. */
  readonly ocularOrders: OcularOrder[];
  /** Every request to the services, including preflights, oldest first. */
  readonly requests: LoggedRequest[];
  /** Increases with each change. */
  readonly revision: number;
}

/** An order as the service stores it. */
export interface StoredOrder {
  id: number;
  /** `guest:<uuid>` or `user:<id>`. */
  owner: string;
  storage: string;
  storageId: number;
  createdDate: string;
  statusIdentifier: string;
  isCompleted: boolean | null;
  formIdentifier: string;
  paymentAccountIdentifier: string;
  formData: Record<string, FormField[]>;
  lines: { productId: number; quantity: number; price: number }[];
  totalSum: number;
  totalDue: number;
  discountConfig: unknown;
}

/** A payment session as the service stores it. */
export interface StoredSession {
  id: number;
  orderId: number;
  owner: string;
  account: string;
  type: 'session' | 'intent';
  status: string;
  paymentUrl: string | null;
  paymentAccountId: number;
  createdDate: string;
  updatedDate: string;
  amount?: number;
  clientSecret?: string;
}

/** One call that reached Ocular. */
export interface OcularReport {
  number: number;
  at: string;
  kind: 'setBuyOrder' | 'setBuyOrderState';
  session: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  /** The body as received. */
  text: string;
  /** The body parsed as JSON; null if it is not JSON. */
  body: JsonObject | null;
  answer: JsonObject;
  /** Valid deviations from the documentation: defaults left out, keys in another order. */
  observations: string[];
}

/** An order as Ocular has it after all reports. */
export interface OcularOrder {
  number: number;
  session: string;
  external_id: string | null;
  /** null: only a state was reported. */
  items: JsonObject[] | null;
  payment_status: number | null;
  reports: number;
  createdAt: string;
  updatedAt: string;
}

/** One request and how it ended. */
export interface LoggedRequest {
  number: number;
  at: string;
  service: 'oneentry' | 'ocular' | null;
  /** null: unknown route, or a preflight. */
  route: RouteName | null;
  method: string;
  url: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
  fault: FaultName | null;
  /** Whether the service handled the request, by doing what was asked or by refusing it for its own reasons. */
  acted: boolean;
  /** null: still under way. */
  end: 'answer' | 'reset' | 'hang' | null;
  status: number | null;
  answer: string | null;
}

/** Any JSON object. */
export interface JsonObject { [key: string]: unknown }

/** The faults, in the order in which they were added. */
export interface Faults {
  readonly names: readonly FaultName[];
  readonly routes: readonly RouteName[];
  /** @throws RangeError for an unknown name or field. */
  add(fault: Fault): void;
  /** Faults that are still to come. */
  list(): Fault[];
  clear(): void;
}

/** Names of all faults. */
export const FAULTS: readonly FaultName[];
/** Names of all routes. */
export const ROUTES: readonly RouteName[];
/** All refusals that OneEntry documents. */
export const REFUSALS: readonly { name: RefusalName; route: RouteName; status: number; message: string; names?: string }[];

/** When a fault occurs. */
export interface FaultTiming {
  /** For how many calls; null: for all. Default 1; for "offline-like" null. */
  times?: number | null;
  /** How many calls to let through first. */
  after?: number;
  /** false: the answer has no CORS headers. */
  cors?: boolean;
}

/** The answer of a fault. */
export interface StatusAnswer {
  status?: number;
  /** Default: an error in the service's own format. A string is sent unchanged, anything else as JSON. */
  body?: unknown;
  message?: string;
  /** Seconds; a string is sent unchanged. */
  retryAfter?: number | string;
  headers?: Record<string, string>;
}

/** One fault, for one route or for all of them. Only "redirect" requires another field. */
export type Fault = FaultTiming & { route: RouteName | '*' } & (FaultFields | { fault: Exclude<FaultName, 'redirect'> });

/** The faults and their fields. */
export type FaultFields =
  /** "refused": no connection, once. "offline-like": no connection until the fault is cleared, also for preflights. "reset-before":
   *  the connection dies before the service acts. "lost-after-commit": it dies after that. */
  | { fault: 'refused' | 'offline-like' | 'reset-before' | 'lost-after-commit' }
  /** Waits `ms` (1000), then acts and answers. `commit`: acts first, then waits. */
  | { fault: 'slow'; ms?: number; commit?: boolean }
  /** "hang": never answers. "html-200": answers with a web page instead of JSON. Neither acts unless `commit` is set. */
  | { fault: 'hang' | 'html-200'; commit?: boolean }
  /** "bad-json": answers with text that is not JSON. "empty-200": answers with an empty body. Both act unless `commit: false`. */
  | { fault: 'bad-json' | 'empty-200'; commit?: boolean }
  /** Acts, but sends only half of the JSON. `broken`: then the connection dies. */
  | { fault: 'truncated'; broken?: boolean }
  /** Answers with a status (500). `commit`: acts first. */
  | ({ fault: 'status'; commit?: boolean } & StatusAnswer)
  /** Acts, then answers with a status (500). */
  | ({ fault: 'status-after-commit' | 'server-error-after-commit' } & StatusAnswer)
  /** Answers 504, or not at all, and acts `ms` (1000) later. */
  | ({ fault: 'late-commit'; ms?: number; end?: 'status' | 'reset' | 'hang' } & StatusAnswer)
  /** 400 as the route is documented to refuse (or `status: 422`), 401, 403, 404, 409. */
  | ({ fault: 'rejected' | 'unauthorized' | 'forbidden' | 'not-found' | 'conflict' } & StatusAnswer)
  /** 429 with Retry-After in seconds (1), the same as a date, or as a meaningless word. */
  | ({ fault: 'busy' | 'busy-date' | 'busy-garbage' } & StatusAnswer)
  /** 500, 502, 503, 504. `commit`: acts first. */
  | ({ fault: 'server-error' | 'bad-gateway' | 'unavailable' | 'gateway-timeout'; commit?: boolean } & StatusAnswer)
  /** A redirect (307) to another URL. */
  | { fault: 'redirect'; to: string; status?: 301 | 302 | 303 | 307 | 308; commit?: boolean }
  /** Acts, but the page cannot read the answer. `preflight`: the preflight fails instead. */
  | { fault: 'no-cors'; preflight?: boolean }
  /** Reads return the state from `ms` (10000) ago. */
  | { fault: 'stale-list'; ms?: number };

/** Names of the faults. */
export type FaultName = FaultFields['fault'];

/** Names of the routes of both services. */
export type RouteName =
  | 'auth' | 'refresh' | 'logout' | 'logoutAll' | 'activeSessions'
  | 'getStorages' | 'preview' | 'getStorage' | 'getOrderStatuses' | 'createOrder' | 'listOrders' | 'getOrder' | 'updateOrder'
  | 'getRefunds' | 'createRefund' | 'cancelRefund'
  | 'getAccounts' | 'getAccount' | 'createSession' | 'listSessions' | 'getSessionByOrderId' | 'getSession' | 'updateSession'
  | 'listForms' | 'getForm' | 'getProducts' | 'getProduct' | 'test404' | 'test500'
  | 'getCart' | 'putCart' | 'addToCart' | 'removeFromCart'
  | 'setBuyOrder' | 'setBuyOrderState';

/** Names of the documented refusals. */
export type RefusalName =
  | 'foreign-marker' | 'required' | 'value' | 'marker-required' | 'type' | 'form-data-shape' | 'no-list-values' | 'empty-section'
  | 'captcha' | 'attribute-type' | 'authorize' | 'account-wrong' | 'not-connected-at-order' | 'product-id' | 'no-payment'
  | 'may-be-paid' | 'out-of-stock' | 'unknown-product' | 'coupon' | 'coupon-at-preview' | 'unknown-product-at-preview'
  | 'not-connected' | 'not-connected-403' | 'order-not-found' | 'wrong-password' | 'auth-body' | 'provider'
  | 'unauthorized' | 'closed' | 'not-granted' | 'method-not-granted' | 'wrong-path' | 'form-not-found' | 'internal';

/**
 * Creates a fake of the vendor's object `ocularOrderTrack`, for the option `ocular.widget` or, with `install`, as the page's global.
 *
 * @example
 * import { loadOrderBridge } from 'order-bridge';
 * import { createFakeWidget, samples } from 'order-bridge/testing';
 *
 * const widget = createFakeWidget({ behaviour: 'throws-once' });
 * const bridge = await loadOrderBridge({ ocular: { transport: 'widget', widget } });
 * const answer = await bridge.ocularOrderTrack.setBuyOrder(samples.buyOrder());
 * console.assert(answer.statusCode === 0 && widget.calls.length === 2);
 * console.assert(widget.orders[0].external_id === 'ORDER-8454' && widget.orders[0].reports === 1);
 * bridge.dispose();
 *
 * @throws RangeError for an unknown behaviour.
 */
export function createFakeWidget(options?: FakeWidgetOptions): FakeWidget;

/** Options of `createFakeWidget`. */
export interface FakeWidgetOptions {
  /** Default "answers". */
  behaviour?: WidgetBehaviour;
  /** The current video attention. Default "1536". null: no attention, and every call is answered with statusCode 1. */
  session?: string | number | null;
  /** Delay of "slow" and "late". Default 1000. */
  ms?: number;
  /** The clock, in epoch milliseconds. */
  now?: () => number;
  /** Delays "slow" and "late". */
  wait?: (ms: number) => Promise<void>;
}

/** Only the two methods are enumerable, as on the vendor's object. Behaviours without methods lack these two. */
export interface FakeWidget {
  setBuyOrder(params: BuyOrder): unknown;
  setBuyOrderState(params: BuyOrderState): unknown;
  /** Every call with its parameters, as they were at the time of the call. */
  readonly calls: WidgetCall[];
  /** The orders that the vendor has as a result of these calls. */
  readonly orders: WidgetOrder[];
  readonly behaviour: WidgetBehaviour;
  readonly session: string | number | null;
  /** Switches to another behaviour. */
  behave(behaviour: WidgetBehaviour): void;
  /**
   * Puts the fake on a page as `ocularOrderTrack` and calls `onOcularWidgetReady` there: at once; with "late" after `ms`; with
   * "absent" only when `appear` is called. The returned function removes it.
   *
   * @param target Default: the global object.
   */
  install(target?: object): () => void;
  /** Makes a "late" or "absent" widget appear now. */
  appear(): void;
  /** Clears what was received. */
  reset(): void;
}

/** One call of the fake. */
export interface WidgetCall { number: number; at: string; method: 'setBuyOrder' | 'setBuyOrderState'; params: JsonObject; session: string | number | null }
/** An order that the fake has stored. */
export interface WidgetOrder {
  external_id: string | null;
  /** null: only a state was reported. */
  items: JsonObject[] | null;
  payment_status: number | null;
  session: string | number;
  reports: number;
  updatedAt: string;
}

/** Names of all behaviours. */
export const WIDGET_BEHAVIOURS: readonly WidgetBehaviour[];

/** How the fake behaves. */
export type WidgetBehaviour =
  /** The documented answer, with errors by field for invalid parameters: at once, as a promise, after `ms`, as a thenable that is not
   *  a native promise. */
  | 'answers' | 'answers-later' | 'slow' | 'thenable'
  /** The order is stored, but the answer is odd: undefined, a promise of undefined, a string, a meaningless object, an object whose
   *  properties throw. */
  | 'nothing' | 'nothing-later' | 'text' | 'rubbish' | 'hostile-answer'
  /** Empties the object that it was passed; answers only if called as a method of its own object. */
  | 'changes-params' | 'needs-this'
  /** The documented statusCode 1 and 2. */
  | 'error' | 'invalid'
  /** Nothing is stored. "throws-once" answers from the second call on. */
  | 'throws' | 'throws-nothing' | 'throws-once' | 'rejects' | 'rejects-nothing' | 'never-settles'
  /** The order is stored, but no answer ever comes. */
  | 'answer-lost'
  /** Objects that cannot be called. */
  | 'no-methods' | 'no-functions' | 'unreadable'
  /** Appears on the page after `ms`, or only when `appear` is called; then gives the documented answer. */
  | 'late' | 'absent';

/** The examples from both services' documentation, as a fresh copy at each call. */
export const samples: {
  readonly GUEST_ID: string;
  /** A value for the header x-device-metadata. */
  readonly DEVICE: string;
  /** Sign-in body of the shared guest; also for the option `oneEntry.guest`. */
  authBody(): { authData: { marker: string; value: string }[] };
  formFields(): FormField[];
  /** A complete guest order except for its storage, which is "guest_orders". */
  guestOrder(changes?: Partial<GuestOrder>): Omit<GuestOrder, 'storage'>;
  buyOrder(changes?: Partial<BuyOrder>): BuyOrder;
  /** Returns a function that calls a stand-in without the bridge, as an anonymous guest or with the given headers; null omits one. */
  createCaller(standIn: Pick<StandIn, 'fetch' | 'token'>, standing?: Record<string, string | null>): (
    method: string, path: string, body?: unknown, headers?: Record<string, string | null>,
  ) => Promise<{ status: number; headers: Headers; text: string; body: unknown }>;
};
