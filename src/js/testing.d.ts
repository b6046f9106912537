/**
 * order-bridge/testing: both services and the vendor's widget, in the tests of a page that uses order-bridge. For Node and
 * browsers; no network, nothing to install, importing does nothing.
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
 * OneEntry's content API and Ocular's order API in one handler, by path: any host will do.
 *
 * @throws RangeError for an option or a value that does not exist.
 */
export function createStandIn(options?: StandInOptions): StandIn;

/** Both services, and what they remember. */
export interface StandIn {
  /** The option `fetch` of `loadOrderBridge`. What a browser would not let a page see rejects, as there. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** As it is on the wire, for a server or a service worker of yours. `/standin` then is a page that shows the state. */
  exchange(request: Request): Promise<{ end: 'answer'; response: Response } | { end: 'reset' | 'hang' }>;
  /** The app token, for the option `oneEntry.token`. */
  readonly token: string;
  readonly state: StandInState;
  readonly faults: Faults;
  readonly settings: Readonly<StandInSettings>;
  /** Changes settings until the next `reset`. */
  change(changes: Partial<StandInSettings>): void;
  /** Changes settings for good. */
  configure(changes: Partial<StandInSettings>): void;
  /** From now on answers a refusal that OneEntry is documented to give. */
  refuse(name: RefusalName, more?: Partial<FaultTiming & StatusAnswer>): void;
  /** Forgets orders, reports, requests, faults and changed settings. */
  reset(): void;
  /** Does at once what a "late-commit" still has to do. */
  settle(): void;
  /** Ends what is under way. */
  close(): void;
}

/** What `createStandIn` takes: a project of your own instead of the one that is there, its clock and its dice. */
export interface StandInOptions extends Partial<StandInSettings> {
  /** App tokens that are let in. */
  tokens?: string[];
  /** The guest user of the documented scenario. */
  sharedGuest?: User;
  /** All users, instead of only that one. */
  users?: User[];
  /** The clock, epoch milliseconds. */
  now?: () => number;
  /** The dice, 0 to 1. */
  random?: () => number;
  /** How a slow answer waits. */
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
  /** Default: "cash", "stripe" (its payment URL comes at once), "paypal" (after a while), "bank" (not connected), "voucher" (not used). */
  accounts?: Account[];
}

/** A user who can sign in. */
export interface User { id: number; provider: string; userIdentifier: string; authData: readonly { marker: string; value: string }[] }
/** A product; `price` in the currency of no project, `stock` in pieces. */
export interface Product { id: number; title: string; price: number | null; sku: string | null; stock: number; position: number }
/** A form with its attributes. */
export interface Form { id: number; identifier: string; type: string; title: string; set: string; attributes: FormAttribute[] }
/** A field, as the service has it. */
export interface FormAttribute {
  marker: string; type: string; position: number; title: string; isVisible?: boolean; validators?: Record<string, unknown>;
  listTitles?: { title: string; value: string; position?: number; extended?: unknown }[];
  additionalFields?: { marker: string; type: string; value: unknown }[];
}
/** An order storage, by its `identifier`. */
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
  /** When a session of it gets its payment URL: never, at once, or after `paymentUrlDelayMs`. */
  pays: 'in-shop' | 'at-once' | 'after-a-while';
}

/** What may differ from project to project. The first value is the default. */
export interface StandInSettings {
  /** true. false: 403 on orders and payments of guests that are not signed in. */
  anonymousGuests: boolean;
  /** true: guests may list their own orders. */
  guestOrderList: boolean;
  /** true: payment sessions can be updated. false: 404 `Cannot PUT …`. */
  updateSessionRoute: boolean;
  /** true: the preflight allows x-guest-id. */
  corsGuestHeader: boolean;
  /** false: X-Guest-Id and Retry-After cannot be read across origins, where a browser stands in between. */
  exposeHeaders: boolean;
  /** 0. Reads show orders and payment sessions as they were this long ago. */
  readLagMs: number;
  /** 3600000. Life of an access token. */
  accessTokenMs: number;
  sessionByOrder: 'array' | 'object';
  sessionOrder: 'oldest-first' | 'newest-first';
  /** 1500. How long the account "paypal" takes to fill its URL. */
  paymentUrlDelayMs: number;
  /** null: the stand-in's own page, `/standin/pay/{session}`: to pay, POST "action=pay" ("decline", "expire") to it. */
  paymentUrl: string | null;
  /** 30. Life of a waiting hosted session; 0: for ever. */
  sessionTimeoutMinutes: number;
  /** null. Where the payment page goes after paying. */
  successUrl: string | null;
  /** null. Where it goes after anything else. */
  cancelUrl: string | null;
  /** 400. Status of `Your payment account is not connected`. */
  notConnectedStatus: number;
  /** 401. Status of a wrong password. */
  wrongPasswordStatus: number;
  /** `{statusCode, message}`, with timestamp and pageData, or message as an array. */
  errorShape: 'short' | 'long' | 'array';
  /** Titles plain, or under a locale key. */
  localizeInfos: 'flat' | 'keyed';
  /** "USD". Currency of preview and reads. */
  currency: string;
  /** "". Currency of the answer to a new order. */
  createCurrency: string;
  /** false. Forms also list `price` and `currency`, which submission refuses. */
  formListsMoney: boolean;
  /** 10. Objects that a guest gets from one list of products. */
  guestListLimit: number;
  /** 80. Bonus points of every caller. */
  bonusBalance: number;
  /** null: every well-formed video-attention session is known. */
  ocularSessions: string[] | null;
  /** PUT "/sessions/{ocular_session_id}/order". Request that updates the state of an Ocular order. */
  ocularState: { method: string; path: string };
  /** Answer to the state of an order that was never reported. */
  ocularUnknownOrder: 'accept' | 'refuse';
  /** 200. HTTP status of a complaint by field. */
  ocularValidationStatus: number;
  /** false. Prices may also be decimal strings. */
  ocularDecimalStrings: boolean;
}

/** What the services remember: read anew at each look, nothing masked. */
export interface StandInState {
  readonly orders: StoredOrder[];
  readonly paymentSessions: StoredSession[];
  /** Everything that was reported to Ocular, as it came. */
  readonly reports: OcularReport[];
  /** The orders that Ocular has after these reports. */
  readonly ocularOrders: OcularOrder[];
  /** Every request of the services, preflights too, oldest first. */
  readonly requests: LoggedRequest[];
  /** Grows with each change. */
  readonly revision: number;
}

/** An order, as the service keeps it. */
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

/** A payment session, as the service keeps it. */
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
  /** The body as it came. */
  text: string;
  /** The same, read as JSON; null when it is not JSON. */
  body: JsonObject | null;
  answer: JsonObject;
  /** What is valid and yet not as documented: defaults left out, keys in another order. */
  observations: string[];
}

/** An order, as Ocular has it after all reports. */
export interface OcularOrder {
  number: number;
  session: string;
  external_id: string | null;
  /** null: only a state came. */
  items: JsonObject[] | null;
  payment_status: number | null;
  reports: number;
  createdAt: string;
  updatedAt: string;
}

/** One request, and how it ended. */
export interface LoggedRequest {
  number: number;
  at: string;
  service: 'oneentry' | 'ocular' | null;
  /** null: no such route, or a preflight. */
  route: RouteName | null;
  method: string;
  url: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
  fault: FaultName | null;
  /** Whether the service did what was asked, or refused it for a reason of its own. */
  acted: boolean;
  /** null: it is still under way. */
  end: 'answer' | 'reset' | 'hang' | null;
  status: number | null;
  answer: string | null;
}

/** Any object of JSON. */
export interface JsonObject { [key: string]: unknown }

/** What goes wrong, in the order in which it was added. */
export interface Faults {
  readonly names: readonly FaultName[];
  readonly routes: readonly RouteName[];
  /** @throws RangeError for a name or a field that does not exist. */
  add(fault: Fault): void;
  /** Those that are still to come. */
  list(): Fault[];
  clear(): void;
}

/** Names of all faults. */
export const FAULTS: readonly FaultName[];
/** Names of all routes. */
export const ROUTES: readonly RouteName[];
/** Every refusal that OneEntry is documented to give. */
export const REFUSALS: readonly { name: RefusalName; route: RouteName; status: number; message: string; names?: string }[];

/** When a fault strikes. */
export interface FaultTiming {
  /** For how many calls. Default 1, of "offline-like" null: always. */
  times?: number | null;
  /** Leaves that many calls alone first. */
  after?: number;
  /** false: its answer carries no CORS headers. */
  cors?: boolean;
}

/** What a fault answers. */
export interface StatusAnswer {
  status?: number;
  /** Default: the service's own error format. A string is sent as it is, anything else as JSON. */
  body?: unknown;
  message?: string;
  /** Seconds; a text is sent as it is. */
  retryAfter?: number | string;
  headers?: Record<string, string>;
}

/** One fault, for a route or for all of them. Each name but "redirect" does without fields of its own. */
export type Fault = FaultTiming & { route: RouteName | '*' } & (FaultFields | { fault: Exclude<FaultName, 'redirect'> });

/** The faults, each with its own fields. */
export type FaultFields =
  /** No connection is made, once or (preflights too) until it is cleared; it dies before the service acts; after that. */
  | { fault: 'refused' | 'offline-like' | 'reset-before' | 'lost-after-commit' }
  /** Waits `ms` (1000), then acts and answers. `commit`: acts first. */
  | { fault: 'slow'; ms?: number; commit?: boolean }
  /** Never answers; a web page instead of JSON. Neither acts unless `commit`. */
  | { fault: 'hang' | 'html-200'; commit?: boolean }
  /** Text that is no JSON; nothing at all. Both act unless `commit: false`. */
  | { fault: 'bad-json' | 'empty-200'; commit?: boolean }
  /** Acts; half of the JSON comes. `broken`: and then the connection dies. */
  | { fault: 'truncated'; broken?: boolean }
  /** A status (500). `commit`: acts first. */
  | ({ fault: 'status'; commit?: boolean } & StatusAnswer)
  /** Acts, then a status (500). */
  | ({ fault: 'status-after-commit' | 'server-error-after-commit' } & StatusAnswer)
  /** Answers 504, or not at all, and acts `ms` (1000) later. */
  | ({ fault: 'late-commit'; ms?: number; end?: 'status' | 'reset' | 'hang' } & StatusAnswer)
  /** 400 (or `status: 422`) as the route is documented to refuse, 401, 403, 404, 409. */
  | ({ fault: 'rejected' | 'unauthorized' | 'forbidden' | 'not-found' | 'conflict' } & StatusAnswer)
  /** 429 with Retry-After: seconds (1), the same as a date, a word that means nothing. */
  | ({ fault: 'busy' | 'busy-date' | 'busy-garbage' } & StatusAnswer)
  /** 500, 502, 503, 504. `commit`: acts first. */
  | ({ fault: 'server-error' | 'bad-gateway' | 'unavailable' | 'gateway-timeout'; commit?: boolean } & StatusAnswer)
  /** A redirect (307) to another address. */
  | { fault: 'redirect'; to: string; status?: 301 | 302 | 303 | 307 | 308; commit?: boolean }
  /** Acts; the page cannot read the answer. `preflight`: the preflight fails instead. */
  | { fault: 'no-cors'; preflight?: boolean }
  /** Reads show what was there `ms` (10000) ago. */
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
 * The vendor's object `ocularOrderTrack`, for the option `ocular.widget` or, by `install`, as the page's global.
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
 * @throws RangeError for a behaviour that does not exist.
 */
export function createFakeWidget(options?: FakeWidgetOptions): FakeWidget;

/** What `createFakeWidget` takes. */
export interface FakeWidgetOptions {
  /** Default "answers". */
  behaviour?: WidgetBehaviour;
  /** The video attention under way. Default "1536". null: none, and every call is answered with statusCode 1. */
  session?: string | number | null;
  /** How long "slow" and "late" take. Default 1000. */
  ms?: number;
  /** The clock, epoch milliseconds. */
  now?: () => number;
  /** How "slow" and "late" wait. */
  wait?: (ms: number) => Promise<void>;
}

/** Only the two methods are enumerable, as the vendor's are. Behaviours without methods do not have these two. */
export interface FakeWidget {
  setBuyOrder(params: BuyOrder): unknown;
  setBuyOrderState(params: BuyOrderState): unknown;
  /** Everything that it was handed, as it was at the call. */
  readonly calls: WidgetCall[];
  /** The orders that the vendor has after these calls. */
  readonly orders: WidgetOrder[];
  readonly behaviour: WidgetBehaviour;
  readonly session: string | number | null;
  /** Behaves differently from now on. */
  behave(behaviour: WidgetBehaviour): void;
  /**
   * Puts it on a page as `ocularOrderTrack` and calls `onOcularWidgetReady` there: at once; "late" after `ms`; "absent" only
   * when `appear` is called. The returned function takes it off.
   *
   * @param target Default: the global object.
   */
  install(target?: object): () => void;
  /** Ends the waiting of "late" and "absent". */
  appear(): void;
  /** Forgets what was received. */
  reset(): void;
}

/** One call of the fake. */
export interface WidgetCall { number: number; at: string; method: 'setBuyOrder' | 'setBuyOrderState'; params: JsonObject; session: string | number | null }
/** An order that the fake has kept. */
export interface WidgetOrder {
  external_id: string | null;
  /** null: only a state came. */
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
  /** The documented answer, which complains by field of what is not valid: at once, as a promise, after `ms`, as a promise of
   *  another make. */
  | 'answers' | 'answers-later' | 'slow' | 'thenable'
  /** The order is kept, the answer is odd: undefined, a promise of that, a text, an object that means nothing, one whose
   *  properties throw. */
  | 'nothing' | 'nothing-later' | 'text' | 'rubbish' | 'hostile-answer'
  /** Empties the object that it was handed; answers only as a method of its own object. */
  | 'changes-params' | 'needs-this'
  /** The documented statusCode 1 and 2. */
  | 'error' | 'invalid'
  /** Nothing is kept. "throws-once" answers from the second call on. */
  | 'throws' | 'throws-nothing' | 'throws-once' | 'rejects' | 'rejects-nothing' | 'never-settles'
  /** The order is kept, and no answer ever comes. */
  | 'answer-lost'
  /** Objects that cannot be called. */
  | 'no-methods' | 'no-functions' | 'unreadable'
  /** On the page after `ms`, or only by `appear`; the documented answer. */
  | 'late' | 'absent';

/** The documentations' own examples, fresh at each call. */
export const samples: {
  readonly GUEST_ID: string;
  /** A value of the header x-device-metadata. */
  readonly DEVICE: string;
  /** Sign-in of the shared guest; also for the option `oneEntry.guest`. */
  authBody(): { authData: { marker: string; value: string }[] };
  formFields(): FormField[];
  /** All of a guest order but its storage, which is "guest_orders". */
  guestOrder(changes?: Partial<GuestOrder>): Omit<GuestOrder, 'storage'>;
  buyOrder(changes?: Partial<BuyOrder>): BuyOrder;
  /** Calls a stand-in without the bridge, as an anonymous guest or as the headers say; null leaves a header out. */
  createCaller(standIn: Pick<StandIn, 'fetch' | 'token'>, standing?: Record<string, string | null>): (
    method: string, path: string, body?: unknown, headers?: Record<string, string | null>,
  ) => Promise<{ status: number; headers: Headers; text: string; body: unknown }>;
};
