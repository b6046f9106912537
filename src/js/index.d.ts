/**
 * order-bridge: places OneEntry guest orders and reports orders to Ocular from a web page.
 *
 * Importing does nothing. What a user or a network causes is a result; only a programmer's mistake rejects or
 * throws, as {@link OrderBridgeError}. Every function works detached from its object, and no object of yours
 * is changed: each of its own properties is read at most once.
 */

/** Where the `.wasm` comes from: an address, a response, bytes, or a compiled module. All but a module, which nobody can look
 *  into, are compared with the sha384 of the wasm that this version was built with. */
export type WasmSource =
  | string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/** What `loadOrderBridge` takes. All of it is optional. */
export interface BridgeOptions {
  /** How Ocular is reached. Default: the documented service and the widget's hidden input. */
  ocular?: OcularOptions;
  /** The OneEntry project. Needed for `guestCheckout`; pages that only report to Ocular do without. */
  oneEntry?: OneEntryOptions;
  /** Longest wait for one HTTP attempt, in milliseconds, 1 to 600000. Default 10000. */
  timeoutMs?: number;
  /** Language of messages: "es", "en" or "pt", region ignored. Default: the page's, the browser's, "en". */
  language?: string;
  /** Used instead of the global fetch, for every request but that for the wasm: tests, proxies. It is called as every script
   *  that wraps fetch expects it: with an address as text, and an init whose headers are a plain object and whose body is
   *  text (bytes above 64 KiB). */
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  /** Hosts ("pay.example", "*.pay.example") that a payment URL may point to, in ASCII: "xn--…" for a name with other
   *  letters. Default: any https host. */
  paymentHosts?: string[];
  /** Problems that did not stop a call, for example a property that was not sent. */
  onWarning?: (warning: Warning) => void;
  /** Timeline on `console.debug` and as performance marks: events only, which hold no token and no form value. Default false. */
  debug?: boolean;
  /** Where the wasm comes from. Default: the file beside the entry; in Node, and in `order-bridge/inline`, it lies inside the script. */
  wasm?: WasmSource;
}

/**
 * Loads the wasm, once a page however often it is called. A failed load is forgotten: the next call tries again.
 *
 * @example
 * import { loadOrderBridge } from 'order-bridge';
 *
 * const bridge = await loadOrderBridge({ oneEntry: { url: 'https://my-project.oneentry.cloud', token: APP_TOKEN } });
 * const result = await bridge.guestCheckout.placeOrder(order);
 * if (result.outcome === 'accepted' && result.paymentUrl) location.href = result.paymentUrl;
 *
 * @throws OrderBridgeError CONFIG for a wrong option, WASM_BLOCKED, NETWORK, BAD_RESPONSE or INTEGRITY when the wasm cannot be had.
 */
export function loadOrderBridge(options?: BridgeOptions): Promise<OrderBridge>;

/** One shopper's bridge. On a server load one for each. */
export interface OrderBridge {
  /** Reports to Ocular. */
  readonly ocularOrderTrack: OcularOrderTrack;
  /** Orders at OneEntry. */
  readonly guestCheckout: GuestCheckout;
  /**
   * Puts `setBuyOrder` and `setBuyOrderState` on `target` as `ocularOrderTrack`, the global of the vendor's page
   * "Órdenes de compras API javascript", and sends the calls that the stub kept, in their order. The object is plain:
   * other scripts may copy it or detach its functions.
   *
   * A vendor object that is there stays reachable for `transport: "widget"`; so does one that is assigned later, and the
   * bridge's functions stay visible. Of several bridges the last one installed is seen. Installing twice changes nothing.
   * `dispose()` gives the name back: to the bridge below, to what was assigned meanwhile, or to what was there before.
   *
   * A name that a script declared with `var` can take another value but cannot be watched: a vendor object assigned there
   * later replaces the bridge's, until `install` is called again.
   *
   * @example
   * // <script src="/vendor/order-bridge/stub.js" data-limit="30000"></script> early in the page, then in a module:
   * import { loadOrderBridge } from 'order-bridge';
   *
   * const bridge = await loadOrderBridge();
   * bridge.install();
   *
   * @param target Default: the global object.
   * @throws OrderBridgeError CONFIG when the target cannot carry the name: no object, frozen, or a name that is locked
   *   there. Nothing is changed then, and the stub keeps its calls. DISPOSED after `dispose()`.
   */
  install(target?: object): void;
  /** What `setBuyOrder` would say of `params` (an order, or an array of them) before sending. Never throws for what is in them. */
  validateBuyOrder(params: unknown): ValidationReport;
  /** What `setBuyOrderState` would say of `params` before sending. */
  validateBuyOrderState(params: unknown): ValidationReport;
  /** What `placeOrder` would say of `order` before sending. */
  validateGuestOrder(order: unknown): ValidationReport;
  /**
   * Totals of a valid buy order, in exact decimals: price × quantity with `unit_price`, else the price; less the discount,
   * as amount or per cent, rounded half up to the currency's digits (CLP 0, USD 2, EUR 2); never below 0. That
   * `unit_price` false means a price for the whole line is the vendor's rule; rounding is this package's.
   *
   * @example
   * bridge.quoteBuyOrder({ items: [{ name: 'Crema facial', quantity: 2, price: 10000, discount: 2990, currency: 'CLP' }] });
   * // { lines: [{ currency: 'CLP', gross: '10000', discount: '2990', total: '7010' }], totals: [the same] }
   *
   * @throws OrderBridgeError VALIDATION, its `detail` as that of `setBuyOrder`, for an order that is not valid.
   */
  quoteBuyOrder(params: BuyOrder): Quote;
  /**
   * Reports the purchases of a page's data layer to Ocular, those that are there and those to come: the same that Google's tag gets.
   * Each shape of GA4, gtag.js and Universal Analytics; each purchase once in this browser. Without a transaction id nothing is
   * reported. Answers come as `tracked`, what a shop should know as `warning`.
   *
   * @example
   * const stop = bridge.watchDataLayer({ currency: 'CLP' });
   *
   * @returns a function that stops it
   * @throws OrderBridgeError CONFIG for a wrong option.
   */
  watchDataLayer(options?: DataLayerOptions): () => void;
  /**
   * The buy order that one event of a data layer stands for, without sending it; null of any other event, and where it cannot be
   * reported: `detail` and `warnings` say why. Never throws for what is in the event.
   *
   * @example
   * const { order } = bridge.readPurchase({ event: 'purchase', ecommerce: { transaction_id: 'T1', currency: 'CLP', items: [{ item_id: 'SKU-1', item_name: 'Crema facial', price: 2990, quantity: 2 }] } });
   *
   * @throws OrderBridgeError CONFIG for a wrong option.
   */
  readPurchase(event: unknown, options?: DataLayerOptions): { order: BuyOrder | null; detail: Detail; warnings: Warning[] };
  /**
   * The body that `setBuyOrder` would send of one order: for shops that report from their own server, for logs and tests.
   * Every default is written out, prices keep their digits. Nothing is sent or kept. Never throws for what is in `params`.
   *
   * @example
   * const { body } = bridge.encodeBuyOrder({ items: [{ name: 'Crema facial', quantity: 1, price: '2990.00', currency: 'CLP' }] });
   * // {"items":[{"name":"Crema facial","quantity":1,"price":2990.00,"unit_price":false,"currency":"CLP",…
   */
  encodeBuyOrder(params: unknown): EncodedBuyOrder;
  /** Listens to an event; call the returned function to stop. */
  on<K extends keyof BridgeEvents>(type: K, listener: (event: BridgeEvents[K]) => void): () => void;
  /** Ends the bridge and takes it off the page: name, listeners and timers. Calls under way still settle; later ones are
   *  refused with DISPOSED. Reports that could not be delivered stay kept for the next bridge. */
  dispose(): void;
  /** Of the package and of the wasm: the same text when both are of one build. */
  readonly versions: { package: string; wasm: string };
}

/**
 * What `on` tells of. A listener that throws harms no call: its error goes to the page's own handler.
 *
 * @example
 * const stop = bridge.on('found', ({ reference }) => bridge.guestCheckout.resume(reference).then(show));
 * stop();
 */
export interface BridgeEvents {
  /** A step of a checkout begins or ends. */
  step: { step: CheckoutStep; state: 'start' | 'done' | 'failed'; reference: string };
  /** Ocular has answered a report, now or for one that was kept. `message`: for people, when it was not accepted. */
  tracked: { externalId: string | null; response: OcularResponse; message?: string };
  /** An order whose answer was lost exists after all: `resume(reference)` goes on with it. `superseded`: the shopper has
   *  ordered the cart again meanwhile, see the warning DUPLICATE_ORDER. */
  found: { reference: string; orderId: number; superseded: boolean };
  /** What did not stop a call. The same as the option `onWarning`. */
  warning: Warning;
}

/** Which data layer, and what to make of it. */
export interface DataLayerOptions {
  /** Name of the array on the page. Default "dataLayer". */
  name?: string;
  /** The currency where neither line nor event names one. */
  currency?: 'CLP' | 'USD' | 'EUR';
  /** The page's last word: a corrected order, or null to keep it back. When it throws, the order is kept back. */
  change?: (order: BuyOrder, event: unknown) => BuyOrder | null;
}

/** The option `ocular`. */
export interface OcularOptions {
  /** How long a video attention counts that an earlier page of this tab had, where a page has none: hours, 0 to 168. Default 0. It is
   *  saved in `sessionStorage` while a page has one. */
  rememberHours?: number;
  /** Default "https://api.ocularsolution.com/api/product-management/v1". https, or http on this machine. */
  baseUrl?: string;
  /** The video attention. Default: the widget's hidden input `ocular_session_id`, read at each call. */
  sessionId?: string | number | (() => string | number | null | undefined);
  /** Added to each request. Not Content-Type, Cookie or Host. */
  headers?: Record<string, string>;
  /**
   * "fetch" (default): what is valid goes to the REST service. "widget": it goes to the vendor's object, whose answer, be it
   * a value or a promise, is read like the service's.
   *
   * @example
   * import { loadOrderBridge } from 'order-bridge';
   *
   * const bridge = await loadOrderBridge({ ocular: { transport: 'widget' } });
   */
  transport?: 'fetch' | 'widget';
  /** The vendor's object for `transport: "widget"`. Default: the one on the page, even one that `install` covers, looked for
   *  at each call and waited for up to `timeoutMs`; without one the answer is statusCode 1 with code NO_WIDGET. */
  widget?: { setBuyOrder(params: object): unknown; setBuyOrderState(params: object): unknown };
  /** How a state is written. Default PUT "/sessions/{ocular_session_id}/order". */
  stateRequest?: { method: 'PUT' | 'POST' | 'PATCH'; path: string };
}

/** The vendor's object. Its promises never reject. */
export interface OcularOrderTrack {
  /**
   * Creates an order, or edits it when its `external_id` is known. An array is sent in order, once all of it is valid,
   * until one is not accepted.
   *
   * @example
   * await bridge.ocularOrderTrack.setBuyOrder({
   *   external_id: 'ORDER-8454',
   *   items: [{ name: 'Crema facial', quantity: 2, price: 10000, unit_price: true, currency: 'CLP' }],
   * }); // { statusCode: 0, message: 'Success' }
   */
  setBuyOrder(params: BuyOrder | BuyOrder[]): Promise<OcularResponse>;
  /**
   * Tells how the payment of an order ended.
   *
   * @example
   * await bridge.ocularOrderTrack.setBuyOrderState({ external_id: 'ORDER-8454', payment_status: 0 });
   */
  setBuyOrderState(params: BuyOrderState): Promise<OcularResponse>;
}

/** A number, or digits with at most one point ("39000.00") when every digit matters. */
export type DecimalInput = number | string;

/** An order as Ocular has it. */
export interface BuyOrder {
  /** At most 255 characters. With it the call may be repeated: it creates or edits. */
  external_id?: string | null;
  /** 1 to 10000. */
  items: BuyOrderItem[];
}

/** One line of it. */
export interface BuyOrderItem {
  /** The product's code, at most 255 characters. */
  external_id?: string | null;
  /** Absolute http(s) URL of at most 2048 characters. */
  image?: string | null;
  /** At most 255 characters. */
  name: string;
  /** At most 65535 characters. */
  description?: string | null;
  /** Integer, 1 to 2147483647. */
  quantity: number;
  /** 0 to 999999999999.9999, at most 4 decimal places. */
  price: DecimalInput;
  /** true: the line is price × quantity. false (default): the line is the price. */
  unit_price?: boolean | null;
  /** Other currencies are refused with statusCode 2. */
  currency: 'CLP' | 'USD' | 'EUR';
  /** Whether the price holds the tax. Default true. */
  include_tax?: boolean | null;
  /** What `discount` is. Default "amount". */
  discount_type?: 'percent' | 'amount' | null;
  /** Not negative; as per cent at most 100. Default 0. */
  discount?: DecimalInput | null;
  /** At most 100, names and values of at most 255 characters. */
  variants?: { name: string; value: string }[] | null;
  /** At most 100, each of at most 255 characters. */
  categories?: string[] | null;
}

/** How the payment of an order ended. */
export interface BuyOrderState {
  /** That of the order, at most 255 characters. */
  external_id?: string | null;
  /** 0 success, 1 declined. */
  payment_status: 0 | 1;
}

/** 0 success, 1 failure (`code` when the bridge itself says so), 2 validation error. Complaints by field come in the vendor's
 *  format, the service's own ones word for word: for developers, not for shoppers. */
export type OcularResponse =
  | { statusCode: 0; message: string }
  | { statusCode: 1; message: string; code?: ProblemCode }
  | { statusCode: 2; message: string; detail: Detail };

/** Field path ("items.0.name") to texts. */
export type Detail = Record<string, string[]>;
/** What a check found: everything at once. */
export interface ValidationReport {
  /** Whether nothing is wrong. */
  valid: boolean;
  /** What is wrong, by field; empty when nothing is. */
  detail: Detail;
  /** The same in people's words, in the bridge's language. Beside the documented object: not enumerable. */
  readonly messages?: Detail;
}

/** What `encodeBuyOrder` says: the body of a valid order, or what is wrong with it. */
export interface EncodedBuyOrder {
  /** Whether there is a body. Properties that are not documented are left out of it, and are not wrong. */
  valid: boolean;
  /** As that of `setBuyOrder`: vendor-format texts by field; empty when nothing is wrong. */
  detail: Detail;
  /** JSON, at most 1,048,576 bytes; `null` when something is wrong. */
  body: string | null;
}

/** Decimal strings with at least the currency's digits: "20000" CLP, "19.90" USD. */
export interface Quote {
  /** In the order of `items`. */
  lines: Amounts[];
  /** One for each currency, in order of appearance. */
  totals: Amounts[];
}

/** `gross` less `discount` is `total`; decimal strings. */
export interface Amounts { currency: string; gross: string; discount: string; total: string }

/** The option `oneEntry`. */
export interface OneEntryOptions {
  /** The project's address. https, or http on this machine. */
  url: string;
  /** The project's app token; sent as `x-app-token` only. */
  token: string;
  /** Locale of form data. Default "en_US". */
  langCode?: string;
  /** Default: the anonymous guest, a UUID v4 that is made once and kept under the SDK's key `oneentry_guest_id`.
   *  `authData`: the documented guest user that all guests share. Its password is then in the page: give that user no more
   *  rights than ordering. */
  guest?: { guestId?: string } | { provider?: string; authData: { marker: string; value: string }[] };
}

/** A field of the order form as it is submitted: marker and type as in the project, the value in the shape of its type. */
export interface FormField { marker: string; type: string; value: unknown }
/** `productId` positive, `quantity` 1 to 1000000, integers. `signedPrice`: of a product read with `signPrice`, as it came. */
export interface OrderProduct { productId: number; quantity: number; signedPrice?: string }

/**
 * What the shopper orders. Texts that name something are not blank and have at most 255 characters; what breaks a rule is
 * `notSent` with VALIDATION, all fields at once.
 *
 * @example
 * const order = {
 *   storage: 'guest_orders', formIdentifier: 'guest_order', paymentAccountIdentifier: 'cash',
 *   formData: [
 *     { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
 *     { marker: 'guest_phone', type: 'string', value: '+18005000500' },
 *     { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
 *   ],
 *   products: [{ productId: 10, quantity: 1 }],
 * };
 * const result = await bridge.guestCheckout.placeOrder(order);
 */
export interface GuestOrder {
  /** Marker of the order storage, for example "guest_orders". */
  storage: string;
  /** Identifier of the storage's form, for example "guest_order". */
  formIdentifier: string;
  /** `identifier` of one of `getAccounts`, for example "cash". */
  paymentAccountIdentifier: string;
  /** A list of fields, one field, or fields already keyed by locale. */
  formData: FormField | FormField[] | Record<string, FormField[]>;
  /** At most 1000. Their order counts for what is taken as the same cart. */
  products: OrderProduct[];
  /** One that does not exist or has run out is refused; see `preview`. */
  couponCode?: string;
  /** Markers of further discounts of the project. */
  additionalDiscountsMarkers?: string[];
  /** Bonus points to pay with. */
  bonusAmount?: number;
}

/** Of `placeOrder` and `resume`. */
export interface PlaceOrderOptions {
  /** Ends the call. An order under way is then `unknown`. */
  signal?: AbortSignal;
  /** false: stop after the order. Default { type: "session", automaticTaxEnabled: false }, a hosted page with a `paymentUrl`;
   *  "intent" brings a `clientSecret` for the provider's own script. */
  session?: false | { type?: 'session' | 'intent'; automaticTaxEnabled?: boolean };
  /** Written on the payment session afterwards, for example "guest_completed". A server without that route gives a
   *  warning SESSION_UPDATE_UNSUPPORTED. */
  sessionStatus?: string;
  /** A text field of your order form that carries the checkout's own reference (a UUID). With it an order whose answer was
   *  lost is looked up in the guest's list of orders; without it such an order stays `unknown`. */
  referenceMarker?: string;
  /** Places another order although an earlier one of the same cart may exist: only after the shopper said so in words. */
  orderAgain?: boolean;
  /** Reports the placed order to Ocular, with the order's id as external_id. */
  track?: { items: BuyOrderItem[] };
  /** Called with the steps of this call alone. */
  onStep?: (event: BridgeEvents['step']) => void;
}

/** Needs the option `oneEntry`; without it every call rejects with CONFIG. After `dispose()` they reject with DISPOSED. What a
 *  user or a network causes never rejects: it is a {@link CheckoutResult} or a {@link Result}. */
export interface GuestCheckout {
  /**
   * Does what can be done before the shopper presses the button: connection, sign-in or guest id, device header, and the
   * CORS preflights. Two round trips are left to `placeOrder`. Safe to call early and often; what fails is reported by the call
   * that needs it.
   *
   * For the preflights, two HEAD requests go where the order and its payment session will be posted; the order's only when its
   * `storage` is named here. They have the same headers, change nothing, bring nothing of what lies there, and a refusal of
   * theirs does no harm. The browser caches the preflights for as long as the service says, and for five seconds when it says
   * nothing: call this as the shopper comes near the button. No such request is made on a server or on the project's own origin.
   *
   * @example
   * await bridge.guestCheckout.prepare({ storage: 'guest_orders' });
   */
  prepare(order?: Pick<GuestOrder, 'storage'>): Promise<void>;
  /**
   * What the order would cost. Only `products`, `couponCode`, `additionalDiscountsMarkers` and `bonusAmount` are sent.
   * When the order for the same cart then costs something else, its `warnings` say TOTAL_CHANGED.
   *
   * @example
   * const price = await bridge.guestCheckout.preview({ products: [{ productId: 146, quantity: 2 }], couponCode: 'SPRING' });
   * if (price.ok) show(price.value.totalDue, price.value.couponApplied);
   */
  preview(order: Pick<GuestOrder, 'products'> & Partial<GuestOrder>, options?: { signal?: AbortSignal }): Promise<Result<OrderPreview>>;
  /**
   * The documented scenario: sign-in, order, payment session, its status, the report. The order is sent once; calls for the
   * same cart under way, in one tab or in many, place one order. A cart is the products with their quantities, coupon and
   * points, of one guest: other form data or another way to pay make no other cart.
   *
   * An earlier checkout of the same cart that did not end (lost answer, closed tab, no payment session) comes first: it is
   * looked up and gone on with (warning EARLIER_ORDER), or the outcome is `unknown` with UNKNOWN_OUTCOME and its reference.
   *
   * @example
   * const result = await bridge.guestCheckout.placeOrder(order, { track: { items } });
   * switch (result.outcome) {
   *   case 'accepted': show(result.order.id, result.paymentUrl); break;
   *   case 'rejected':
   *   case 'notSent': show(result.problem.message, result.detail); break;
   *   case 'unknown': show('We are checking your order.', result.problem.message); break; // and no button
   * }
   */
  placeOrder(order: GuestOrder, options?: PlaceOrderOptions): Promise<CheckoutResult>;

  /**
   * Goes on with a checkout that stopped: looks a lost answer up, or opens the payment session of an order that exists; one
   * that can still be paid is used again. It never creates an order. `unknown` while the order is not found.
   *
   * @example
   * for (const { reference } of await bridge.guestCheckout.pending()) show(await bridge.guestCheckout.resume(reference));
   */
  resume(reference: string, options?: PlaceOrderOptions): Promise<CheckoutResult>;
  /** Checkouts that are not finished, from this or an earlier page life, oldest first; of the last seven days. Those that this
   *  page is placing right now are not among them. Call it when the page loads, and `resume` each. */
  pending(): Promise<PendingCheckout[]>;

  /**
   * Tells Ocular how the payment ended, under the order's id: completed is `payment_status` 0, canceled or expired 1. While
   * it has not ended, and for a status that came later, nothing is sent and `tracking` is null. Of several sessions a
   * completed one counts. Also for the page that a hosted payment returns to: what its address says of the payment proves
   * nothing.
   *
   * @example
   * const paid = await bridge.guestCheckout.reportPayment(placed.order.id);
   * if (paid.ok) show(paid.value.session.status); // 'completed', 'waiting', …
   */
  reportPayment(orderId: number): Promise<Result<{ session: PaymentSession; tracking: OcularResponse | null }>>;

  /** The sign-in alone: with `authData` the user's identifier, else the guest's id. */
  auth(): Promise<Result<{ userIdentifier: string }>>;
  /** The order alone, checked, remembered and sent as by `placeOrder`; no payment session, no report. */
  createOrder(order: GuestOrder): Promise<CheckoutResult>;
  /** Opens a payment session of an order that exists, by default a hosted page without automatic tax. Two identical calls
   *  under way on a page open one session, since a second one would cancel the first. */
  createSession(orderId: number, type?: 'session' | 'intent', automaticTaxEnabled?: boolean): Promise<Result<PaymentSession>>;
  /** Writes a session's status. OneEntry's scenario names this call, no SDK has it: many projects answer NOT_FOUND. */
  updateSessionById(id: number, body: { status: string; paymentUrl?: string | null }): Promise<Result<PaymentSession>>;
  /** An order's payment session: of several the newest waiting one, else the newest. NOT_FOUND: it has none. */
  getSessionByOrderId(orderId: number): Promise<Result<PaymentSession>>;
  /** The ways to pay. Merchant settings in the answer, secrets among them, stay inside. */
  getAccounts(): Promise<Result<PaymentAccount[]>>;
  /**
   * A form's fields in their order, hidden ones included: they may be required all the same.
   *
   * @example
   * const form = await bridge.guestCheckout.getForm('guest_order');
   * if (form.ok) show(form.value.fields.map(({ marker, title, required }) => [marker, title, required]));
   */
  getForm(marker: string): Promise<Result<CheckoutForm>>;
  /**
   * Checks `values` (a list, one field, or lists keyed by locale) by the form's own rules. `detail` holds one text for each
   * wrong field under its marker, in the bridge's language or in the form's own words (`customErrorText`). Rules that are
   * not known are ignored: the server has the last word.
   *
   * @throws OrderBridgeError CONFIG when `form` did not come from `getForm`, or `values` is not form data.
   */
  validateForm(form: CheckoutForm, values: FormField | FormField[] | Record<string, FormField[]>): ValidationReport;
}

/** The steps of a checkout, in their order. */
export type CheckoutStep =
  | 'validate' | 'auth' | 'createOrder' | 'createSession' | 'updateSession' | 'getSession' | 'track';

/** Decided by evidence, never by a guess. */
export type CheckoutResult =
  /** The order exists. `problem`: a later step failed, the order still stands. */
  | { outcome: 'accepted'; reference: string; order: Order; session: PaymentSession | null; paymentUrl: string | null;
      tracking: OcularResponse | null; problem?: Problem; warnings: Warning[] }
  /** The service refused: no order exists. */
  | { outcome: 'rejected'; reference: string; problem: Problem; detail: Detail }
  /** Nothing was sent. */
  | { outcome: 'notSent'; problem: Problem; detail: Detail }
  /** The request left and no trustworthy answer came: the order may exist. Never invite the shopper to order again. */
  | { outcome: 'unknown'; reference: string; problem: Problem; warnings?: Warning[] };

/** Of the calls that place no order. `detail`: the fields that a refused `preview` names. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem; detail?: Detail };

/** An order that exists. */
export interface Order {
  /** Its number at OneEntry, and its `external_id` at Ocular. */
  id: number;
  /** Decimal string with the digits of the answer. */
  totalSum: string;
  /** Often an empty text: many projects have no currency there. */
  currency: string;
  /** ISO 8601. */
  createdDate?: string;
  /** Marker of its status, for example "new". */
  statusIdentifier?: string;
  /** The whole answer. */
  raw: unknown;
}

/** A payment that was opened for an order. */
export interface PaymentSession {
  /** Its own number. */
  id: number;
  /** The order's number. */
  orderId: number;
  /** "session" or "intent". */
  type: string;
  /** "waiting", "completed", "canceled", "expired", or one that came later. */
  status: string;
  /** Checked: https (http on this machine), no user name, an allowed host. */
  paymentUrl: string | null;
  /** Number of the payment account. */
  paymentAccountId?: number;
  /** ISO 8601. */
  createdDate?: string;
  /** ISO 8601. */
  updatedDate?: string;
  /** Of an "intent", for the provider's own script. */
  clientSecret?: string;
}

/** What an order would cost. Sums are decimal strings with the digits of the answer. */
export interface OrderPreview {
  /** Before discounts. */
  totalSum: string;
  /** After discounts. */
  totalSumWithDiscount: string;
  /** What is left to pay, bonus points taken off. */
  totalDue: string;
  /** As it came, often an empty text. */
  currency: string;
  /** false: the coupon is known but takes nothing off this cart. null: none was given. */
  couponApplied: boolean | null;
  /** The whole answer. */
  raw: unknown;
}

/** A way to pay. Offer those that are visible, used and listed in the order storage. */
export interface PaymentAccount {
  /** Its number. */
  id: number;
  /** For `paymentAccountIdentifier`. Several accounts may have the same `type`. */
  identifier: string;
  /** "stripe", "custom", …: an open list. */
  type: string;
  /** For the shopper, in the project's locale. */
  title: string;
  /** Whether shoppers shall see it. */
  isVisible: boolean;
  /** Whether orders with it are accepted. */
  isUsed: boolean;
}

/** A checkout that is not finished. */
export interface PendingCheckout {
  /** For `resume`. */
  reference: string;
  /** "orderSent": the order may exist. "orderPlaced": it exists, its payment was not opened or the page did not hear of it. */
  state: 'orderSent' | 'orderPlaced';
  /** The order's number, when it is known. */
  orderId: number | null;
  /** The shopper has ordered the same cart again meanwhile: it stands in nobody's way, and is only looked for. */
  superseded: boolean;
  /** ISO 8601. */
  startedAt: string;
}

/** An order form, by `getForm`. */
export interface CheckoutForm { identifier: string; title: string; fields: CheckoutFormField[] }

/** A field to draw. */
export interface CheckoutFormField {
  /** Its name in `formData` and in `detail`. */
  marker: string;
  /** "string", "list", "date", …: goes into the submitted field as it is. */
  type: string;
  /** The label, in the project's locale. */
  title: string;
  /** Fields come sorted by it. */
  position: number;
  /** Whether it has to be filled in; the number 0 counts as empty. */
  required: boolean;
  /** false: not for the shopper to see, yet its rules hold. */
  isVisible: boolean;
  /** Of lists, in their order. The submitted value is an array even for one. */
  options: { value: string; title: string }[];
  /** The rules as the project has them. */
  validators: Record<string, unknown>;
}

/** What went wrong. */
export type ProblemCode =
  /** A documented rule is broken: `detail` names the fields. */
  | 'VALIDATION'
  /** An option or an argument is wrong: rejects as {@link OrderBridgeError}. */
  | 'CONFIG'
  /** The page's Content-Security-Policy forbids WebAssembly: rejects. */
  | 'WASM_BLOCKED'
  /** The bridge was disposed of: rejects. */
  | 'DISPOSED'
  /** The wasm is not the one that this version was built with: rejects. */
  | 'INTEGRITY'
  /** The caller's `signal` ended the call. */
  | 'ABORTED'
  /** The browser said that it was offline, before anything was sent. */
  | 'OFFLINE'
  /** No answer came. */
  | 'NETWORK'
  /** No answer came within `timeoutMs`. */
  | 'TIMEOUT'
  /** An answer that cannot be read: cut off, or none of the service's own. */
  | 'BAD_RESPONSE'
  /** Status 401: sign-in or token is not accepted. */
  | 'UNAUTHORIZED'
  /** Status 403: the project does not allow this for guests. */
  | 'FORBIDDEN'
  /** Status 404. */
  | 'NOT_FOUND'
  /** Another refusal of the service. */
  | 'REJECTED'
  /** Status 429, also after waiting once. */
  | 'RATE_LIMITED'
  /** Status 5xx. */
  | 'SERVER'
  /** The payment's address is not https, holds a user name, or its host is not allowed. */
  | 'UNSAFE_PAYMENT_URL'
  /** No video attention on the page: nothing was reported. */
  | 'NO_OCULAR_SESSION'
  /** With `transport: "widget"`: the vendor's object is not on the page. */
  | 'NO_WIDGET'
  /** An earlier order of this cart may exist, and is not found. */
  | 'UNKNOWN_OUTCOME'
  /** The wasm itself failed, for example for want of memory. The next call works. */
  | 'INTERNAL';

/** What went wrong, for the shopper and for the code. Never holds a token, a form value or a request body. */
export interface Problem {
  /** For the code. */
  code: ProblemCode;
  /** Where it happened. */
  step?: CheckoutStep;
  /** HTTP status, when one arrived. */
  status?: number;
  /** For the shopper, in the bridge's language. */
  message: string;
  /** Whether the same call may be made again without risk. */
  retryable: boolean;
  /** Seconds. RATE_LIMITED: how long the service asked to be left alone, when the page may read it. */
  retryAfterSeconds?: number;
}

/** What did not stop a call. */
export interface Warning {
  /** UNKNOWN_PROPERTY, SESSION_UPDATE_UNSUPPORTED, EARLIER_ORDER, DUPLICATE_ORDER, NOT_KEPT, TOTAL_CHANGED, NO_TRANSACTION_ID,
   *  AMBIGUOUS_AMOUNT, DISCOUNT_NOT_IN_PRICE or SHARED_PASSWORD:
   *  docs/codes.md says when. Others may come. */
  code: string;
  /** In the bridge's language. */
  message: string;
  /** Where it happened. */
  step?: CheckoutStep;
}

/**
 * A programmer's mistake, or a wasm that cannot be had.
 *
 * @example
 * import { isOrderBridgeError, loadOrderBridge } from 'order-bridge';
 *
 * try {
 *   await loadOrderBridge({ oneEntry: { url: 'ftp://project.example', token: APP_TOKEN } });
 * } catch (error) {
 *   if (isOrderBridgeError(error)) show(error.code, error.message); // CONFIG
 * }
 */
export class OrderBridgeError extends Error {
  /** For the code; `message` is for developers. */
  readonly code: ProblemCode;
  /** VALIDATION: what is wrong, by field. */
  readonly detail?: Detail;
}

/** Whether an error is an {@link OrderBridgeError}. Works across frames and copies of the package. */
export function isOrderBridgeError(error: unknown): error is OrderBridgeError;
