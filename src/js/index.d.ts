/**
 * order-bridge: places OneEntry guest orders and reports orders to Ocular from a web page.
 *
 * Importing it has no side effects. Anything that a user or a network causes is returned as a result. Only programming errors reject
 * or throw, as {@link OrderBridgeError}. Every function works detached from its object. Your objects are never changed, and each of
 * their own properties is read at most once.
 */

/** Where the `.wasm` comes from: a URL, a response, bytes, or a compiled module. The bytes are checked against the sha384 of the
 *  wasm that this version was built with. A compiled module is not checked, because its bytes cannot be read. */
export type WasmSource =
  | string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/** Options of `loadOrderBridge`. All are optional. */
export interface BridgeOptions {
  /** How to reach Ocular. Default: the documented service and the widget's hidden input. */
  ocular?: OcularOptions;
  /** The OneEntry project. Required for `guestCheckout`; pages that only report to Ocular do not need it. */
  oneEntry?: OneEntryOptions;
  /** Time limit of one HTTP attempt in milliseconds, 1 to 600000. Default 10000. */
  timeoutMs?: number;
  /** Language of messages: "es", "en" or "pt"; the region is ignored. Default: the page's language, the browser's, or "en". */
  language?: string;
  /** Replaces the global fetch for all requests except the one for the wasm, for tests and proxies. It is called the way that
   *  scripts which wrap fetch expect: with the URL as a string, and an init whose headers are a plain object and whose body is a
   *  string (bytes above 64 KiB). */
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  /** Hosts ("pay.example", "*.pay.example") that a payment URL may point to, in ASCII: "xn--…" for an internationalised name.
   *  Default: any https host. */
  paymentHosts?: string[];
  /** Called with problems that did not stop a call, for example a property that was not sent. */
  onWarning?: (warning: Warning) => void;
  /** Writes each event to `console.debug` and as a performance mark. Events contain no token and no form value. Default false. */
  debug?: boolean;
  /** Where the wasm comes from. Default: the file next to the entry; in Node and in `order-bridge/inline` it is embedded in the
   *  script. */
  wasm?: WasmSource;
}

/**
 * Loads the wasm once per page, however often it is called, and creates a bridge. After a failed load, the next call tries again.
 *
 * @example
 * import { loadOrderBridge } from 'order-bridge';
 *
 * const bridge = await loadOrderBridge({ oneEntry: { url: 'https://my-project.oneentry.cloud', token: APP_TOKEN } });
 * const result = await bridge.guestCheckout.placeOrder(order);
 * if (result.outcome === 'accepted' && result.paymentUrl) location.href = result.paymentUrl;
 *
 * @throws OrderBridgeError CONFIG for an invalid option; WASM_BLOCKED, NETWORK, BAD_RESPONSE or INTEGRITY if the wasm cannot be
 *   loaded.
 */
export function loadOrderBridge(options?: BridgeOptions): Promise<OrderBridge>;

/** One shopper's bridge. On a server, load one per shopper. */
export interface OrderBridge {
  /** Reports to Ocular. */
  readonly ocularOrderTrack: OcularOrderTrack;
  /** Places orders at OneEntry. */
  readonly guestCheckout: GuestCheckout;
  /**
   * Puts `setBuyOrder` and `setBuyOrderState` on `target` as `ocularOrderTrack`, the global from the vendor's page
   * "Órdenes de compras API javascript", and sends the calls that the stub has queued, in order. The object is plain: other
   * scripts may copy it or detach its functions.
   *
   * A vendor object that is already there stays available to `transport: "widget"`. So does one that is assigned later, while the
   * bridge's functions stay visible. If several bridges are installed, the page sees the last one. Installing twice changes
   * nothing. `dispose()` restores what the page would see without this bridge: the bridge installed before it, a value assigned
   * in the meantime, or the original value.
   *
   * If a script declared the name with `var`, the property can take another value, but assignments cannot be observed. A vendor
   * object that is assigned there later replaces the bridge's object until `install` is called again.
   *
   * @example
   * // <script src="/vendor/order-bridge/stub.js" data-limit="30000"></script> early in the page, then in a module:
   * import { loadOrderBridge } from 'order-bridge';
   *
   * const bridge = await loadOrderBridge();
   * bridge.install();
   *
   * @param target Default: the global object.
   * @throws OrderBridgeError CONFIG if the target cannot carry the name: it is not an object, it is frozen, or the name is locked
   *   there. In this case nothing is changed and the stub keeps its calls. DISPOSED after `dispose()`.
   */
  install(target?: object): void;
  /** Checks `params` (an order, or an array of orders) as `setBuyOrder` does before it sends. Never throws because of what `params`
   *  contains. */
  validateBuyOrder(params: unknown): ValidationReport;
  /** Checks `params` as `setBuyOrderState` does before it sends. */
  validateBuyOrderState(params: unknown): ValidationReport;
  /** Checks `order` as `placeOrder` does before it sends. */
  validateGuestOrder(order: unknown): ValidationReport;
  /**
   * Calculates the totals of a valid buy order in exact decimals. A line is price × quantity with `unit_price`, otherwise the price;
   * minus the discount, an amount or a percentage, rounded half up to the currency's digits (CLP 0, USD 2, EUR 2); never below 0.
   * That `unit_price: false` means a price for the whole line is the vendor's rule; the rounding is this package's.
   *
   * @example
   * bridge.quoteBuyOrder({ items: [{ name: 'Crema facial', quantity: 2, price: 10000, discount: 2990, currency: 'CLP' }] });
   * // { lines: [{ currency: 'CLP', gross: '10000', discount: '2990', total: '7010' }], totals: [the same] }
   *
   * @throws OrderBridgeError VALIDATION for an invalid order, with the same `detail` as `setBuyOrder`.
   */
  quoteBuyOrder(params: BuyOrder): Quote;
  /**
   * Reports the purchases of a page's data layer to Ocular: those already in it and those still to come, the same ones that Google's
   * tag gets. It reads every format of GA4, gtag.js and Universal Analytics, and reports each purchase once per browser (it
   * remembers 50, for seven days). A purchase without a transaction id is not reported. Answers arrive as the event `tracked`, things
   * the shop should know as `warning`.
   *
   * @example
   * const stop = bridge.watchDataLayer({ currency: 'CLP' });
   *
   * @returns a function that stops watching
   * @throws OrderBridgeError CONFIG for an invalid option.
   */
  watchDataLayer(options?: DataLayerOptions): () => void;
  /**
   * Reads the buy order from one data layer event, without sending it. `order` is null for any other event, and for a purchase that
   * cannot be reported; `detail` and `warnings` then say why. Never throws because of what the event contains.
   *
   * @example
   * const { order } = bridge.readPurchase({ event: 'purchase', ecommerce: { transaction_id: 'T1', currency: 'CLP', items: [{ item_id: 'SKU-1', item_name: 'Crema facial', price: 2990, quantity: 2 }] } });
   *
   * @throws OrderBridgeError CONFIG for an invalid option.
   */
  readPurchase(event: unknown, options?: DataLayerOptions): { order: BuyOrder | null; detail: Detail; warnings: Warning[] };
  /**
   * Returns the body that `setBuyOrder` would send for one order: for shops that report from their own server, for logs and for
   * tests. Every default is written out, and prices keep their digits. Nothing is sent or stored. Never throws because of what
   * `params` contains.
   *
   * @example
   * const { body } = bridge.encodeBuyOrder({ items: [{ name: 'Crema facial', quantity: 1, price: '2990.00', currency: 'CLP' }] });
   * // {"items":[{"name":"Crema facial","quantity":1,"price":2990.00,"unit_price":false,"currency":"CLP",…
   */
  encodeBuyOrder(params: unknown): EncodedBuyOrder;
  /** Adds a listener. Call the returned function to remove it. */
  on<K extends keyof BridgeEvents>(type: K, listener: (event: BridgeEvents[K]) => void): () => void;
  /** Ends the bridge and removes it from the page: the global name, listeners and timers. Calls under way still settle; later calls
   *  are refused with DISPOSED. Reports that could not be delivered stay queued for the next bridge. */
  dispose(): void;
  /** Versions of the package and of the wasm. They are equal if both come from the same build. */
  readonly versions: { package: string; wasm: string };
}

/**
 * The events of `on`. A listener that throws does not affect any call: its error goes to the page's own error handler.
 *
 * @example
 * const stop = bridge.on('found', ({ reference }) => bridge.guestCheckout.resume(reference).then(show));
 * stop();
 */
export interface BridgeEvents {
  /** A step of a checkout has started, finished or failed. */
  step: { step: CheckoutStep; state: 'start' | 'done' | 'failed'; reference: string };
  /** Ocular has answered a report, either a new one or one from the queue. `message`: for people, if it was not accepted. */
  tracked: { externalId: string | null; response: OcularResponse; message?: string };
  /** An order whose answer was lost does exist: `resume(reference)` continues it. `superseded`: in the meantime the shopper has
   *  ordered the same cart again, see the warning DUPLICATE_ORDER. */
  found: { reference: string; orderId: number; superseded: boolean };
  /** A problem that did not stop a call. The same as the option `onWarning`. */
  warning: Warning;
}

/** Which data layer to read, and how. */
export interface DataLayerOptions {
  /** Name of the array on the page. Default "dataLayer". */
  name?: string;
  /** Currency of lines and events that name none. */
  currency?: 'CLP' | 'USD' | 'EUR';
  /** Lets the page correct an order, or hold it back by returning null. If it throws, the order is held back. */
  change?: (order: BuyOrder, event: unknown) => BuyOrder | null;
}

/** The option `ocular`. */
export interface OcularOptions {
  /** For how many hours a video attention from an earlier page of this tab counts, on a page that has none: 0 to 168. Default 0.
   *  While a page has an attention, it is saved in `sessionStorage`. */
  rememberHours?: number;
  /** Must be https, or http on this machine. Default "https://api.ocularsolution.com/api/product-management/v1". */
  baseUrl?: string;
  /** The video attention. Default: the widget's hidden input `ocular_session_id`, read at each call. */
  sessionId?: string | number | (() => string | number | null | undefined);
  /** Added to each request. Content-Type, Cookie, Host and x-app-token are not allowed. */
  headers?: Record<string, string>;
  /**
   * "fetch" (default): valid reports go to the REST service. "widget": they go to the vendor's object, whose answer, a value or a
   * promise, is read like the service's.
   *
   * @example
   * import { loadOrderBridge } from 'order-bridge';
   *
   * const bridge = await loadOrderBridge({ ocular: { transport: 'widget' } });
   */
  transport?: 'fetch' | 'widget';
  /** The vendor's object for `transport: "widget"`. Default: the one on the page, even if `install` covers it. It is looked up at
   *  each call and awaited for up to `timeoutMs`; without one the answer is statusCode 1 with code NO_WIDGET. */
  widget?: { setBuyOrder(params: object): unknown; setBuyOrderState(params: object): unknown };
  /** The request that writes an order's state. Default PUT "/sessions/{ocular_session_id}/order". */
  stateRequest?: { method: 'PUT' | 'POST' | 'PATCH'; path: string };
}

/** The vendor's interface. Its promises never reject. */
export interface OcularOrderTrack {
  /**
   * Creates an order, or edits it if its `external_id` is known. An array is sent only if all of its orders are valid. They are sent
   * in order, until one is not accepted.
   *
   * @example
   * await bridge.ocularOrderTrack.setBuyOrder({
   *   external_id: 'ORDER-8454',
   *   items: [{ name: 'Crema facial', quantity: 2, price: 10000, unit_price: true, currency: 'CLP' }],
   * }); // { statusCode: 0, message: 'Success' }
   */
  setBuyOrder(params: BuyOrder | BuyOrder[]): Promise<OcularResponse>;
  /**
   * Reports how the payment of an order ended.
   *
   * @example
   * await bridge.ocularOrderTrack.setBuyOrderState({ external_id: 'ORDER-8454', payment_status: 0 });
   */
  setBuyOrderState(params: BuyOrderState): Promise<OcularResponse>;
}

/** A number, or a string of digits with at most one decimal point ("39000.00") if every digit matters. */
export type DecimalInput = number | string;

/** An order in Ocular's format. */
export interface BuyOrder {
  /** At most 255 characters. With it, the call may be repeated: it creates or edits. */
  external_id?: string | null;
  /** 1 to 10000 lines. */
  items: BuyOrderItem[];
}

/** One line of a buy order. */
export interface BuyOrderItem {
  /** The product's code, at most 255 characters. */
  external_id?: string | null;
  /** Absolute http(s) URL, at most 2048 characters. */
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
  /** Whether the price includes tax. Default true. */
  include_tax?: boolean | null;
  /** Whether `discount` is an amount or a percentage. Default "amount". */
  discount_type?: 'percent' | 'amount' | null;
  /** Not negative; a percentage is at most 100. Default 0. */
  discount?: DecimalInput | null;
  /** At most 100; names and values of at most 255 characters each. */
  variants?: { name: string; value: string }[] | null;
  /** At most 100, of at most 255 characters each. */
  categories?: string[] | null;
}

/** How the payment of an order ended. */
export interface BuyOrderState {
  /** The order's `external_id`, at most 255 characters. */
  external_id?: string | null;
  /** 0 success, 1 declined. */
  payment_status: 0 | 1;
}

/** 0 success, 1 failure (with `code` if the bridge itself reports it), 2 validation error. Errors by field are in the vendor's format,
 *  and the service's own ones are passed on unchanged: they are for developers, not for shoppers. */
export type OcularResponse =
  | { statusCode: 0; message: string }
  | { statusCode: 1; message: string; code?: ProblemCode }
  | { statusCode: 2; message: string; detail: Detail };

/** Error texts by field path ("items.0.name"). */
export type Detail = Record<string, string[]>;
/** Result of a check, with all errors at once. */
export interface ValidationReport {
  /** Whether there are no errors. */
  valid: boolean;
  /** Errors by field; empty if there are none. */
  detail: Detail;
  /** The same errors worded for people, in the bridge's language. Not enumerable, because the documented object does not have it. */
  readonly messages?: Detail;
}

/** Result of `encodeBuyOrder`: the body of a valid order, or its errors. */
export interface EncodedBuyOrder {
  /** Whether there is a body. Undocumented properties are left out of the body and are not errors. */
  valid: boolean;
  /** Errors by field in the vendor's format, as from `setBuyOrder`; empty if there are none. */
  detail: Detail;
  /** JSON, at most 1,048,576 bytes; `null` if there are errors. */
  body: string | null;
}

/** Sums of an order as decimal strings with at least the currency's digits: "20000" for CLP, "19.90" for USD. */
export interface Quote {
  /** One per line, in the order of `items`. */
  lines: Amounts[];
  /** One per currency, in order of appearance. */
  totals: Amounts[];
}

/** `total` is `gross` minus `discount`. Decimal strings. */
export interface Amounts { currency: string; gross: string; discount: string; total: string }

/** The option `oneEntry`. */
export interface OneEntryOptions {
  /** The project's URL. Must be https, or http on this machine. */
  url: string;
  /** The project's app token. Sent only in the header `x-app-token`. */
  token: string;
  /** Locale of form data. Default "en_US". */
  langCode?: string;
  /** Default: the anonymous guest, a UUID v4 that is created once and stored under the SDK's key `oneentry_guest_id`.
   *  `authData`: the documented guest user that all guests share. Visitors of the page can then read its password, so give that user
   *  no rights beyond ordering. */
  guest?: { guestId?: string } | { provider?: string; authData: { marker: string; value: string }[] };
}

/** A submitted field of the order form: marker and type as in the project, the value in the shape that its type requires. */
export interface FormField { marker: string; type: string; value: unknown }
/** Integers: `productId` positive, `quantity` 1 to 1000000. `signedPrice`: as received for a product read with `signPrice`. */
export interface OrderProduct { productId: number; quantity: number; signedPrice?: string }

/**
 * What the shopper orders. Markers, identifiers and the coupon code must not be blank and have at most 255 characters. An order that
 * breaks a rule is `notSent` with VALIDATION, and `detail` names all wrong fields at once.
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
  /** `identifier` of one of the accounts from `getAccounts`, for example "cash". */
  paymentAccountIdentifier: string;
  /** A list of fields, a single field, or fields already keyed by locale. */
  formData: FormField | FormField[] | Record<string, FormField[]>;
  /** At most 1000. The same products in another order are the same cart. */
  products: OrderProduct[];
  /** A coupon that does not exist or is used up is refused; see `preview`. */
  couponCode?: string;
  /** Markers of further discounts in the project. */
  additionalDiscountsMarkers?: string[];
  /** Bonus points to pay with. */
  bonusAmount?: number;
}

/** Options of `placeOrder` and `resume`. */
export interface PlaceOrderOptions {
  /** Cancels the call. An order under way is then `unknown`. */
  signal?: AbortSignal;
  /** false: stop after the order. Default { type: "session", automaticTaxEnabled: false }, a hosted page with a `paymentUrl`.
   *  "intent" returns a `clientSecret` for the provider's own script. */
  session?: false | { type?: 'session' | 'intent'; automaticTaxEnabled?: boolean };
  /** Written to the payment session afterwards, for example "guest_completed". A server without that route causes the warning
   *  SESSION_UPDATE_UNSUPPORTED. */
  sessionStatus?: string;
  /** Marker of a text field in your order form that carries the checkout's own reference (a UUID). With it, an order whose answer
   *  was lost is looked up in the guest's list of orders. Without it, such an order stays `unknown`. */
  referenceMarker?: string;
  /** Places another order although an earlier one of the same cart may exist. Set it only after the shopper has explicitly asked. */
  orderAgain?: boolean;
  /** Reports the placed order to Ocular, with the order's id as `external_id`. */
  track?: { items: BuyOrderItem[] };
  /** Called with the steps of this call only. */
  onStep?: (event: BridgeEvents['step']) => void;
}

/** Needs the option `oneEntry`; without it every call rejects with CONFIG. After `dispose()` calls reject with DISPOSED. What
 *  a user or a network causes never rejects: it is returned as a {@link CheckoutResult} or a {@link Result}. */
export interface GuestCheckout {
  /**
   * Does everything that is possible before the shopper presses the button: connection, sign-in or guest id, device header, and the
   * CORS preflights. `placeOrder` then needs two round trips. It is safe to call early and often; a failure is reported by the call
   * that needs the result.
   *
   * To trigger the preflights, it sends HEAD requests to the two URLs to which the order and its payment session will be posted; the
   * one for the order only if `storage` is given. They have the same headers as the later requests, change nothing and return no
   * content, and it does no harm if they are refused. The browser caches a preflight for as long as the service allows, or five
   * seconds if the service sets no limit, so call this shortly before the shopper reaches the button. These requests are not sent
   * from a server or from the project's own origin.
   *
   * @example
   * await bridge.guestCheckout.prepare({ storage: 'guest_orders' });
   */
  prepare(order?: Pick<GuestOrder, 'storage'>): Promise<void>;
  /**
   * Asks what the order would cost. Only `products`, `couponCode`, `additionalDiscountsMarkers` and `bonusAmount` are sent.
   * If an order for the same cart then has another price, its `warnings` contain TOTAL_CHANGED.
   *
   * @example
   * const price = await bridge.guestCheckout.preview({ products: [{ productId: 146, quantity: 2 }], couponCode: 'SPRING' });
   * if (price.ok) show(price.value.totalDue, price.value.couponApplied);
   */
  preview(order: Pick<GuestOrder, 'products'> & Partial<GuestOrder>, options?: { signal?: AbortSignal }): Promise<Result<OrderPreview>>;
  /**
   * Runs the documented scenario: sign-in, order, payment session, its status, the report. The order is sent once. Concurrent calls
   * for the same cart, in one tab or in several, place one order. A cart is one guest's products with their quantities, coupon,
   * discounts and points. Other form data or another payment account does not make it another cart.
   *
   * If an earlier checkout of the same cart is unfinished (lost answer, closed tab, no payment session), no new order is sent. Either
   * the earlier order is found and continued (warning EARLIER_ORDER), or the outcome is `unknown` with UNKNOWN_OUTCOME and its
   * reference.
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
   * Continues an interrupted checkout: it looks up an order whose answer was lost, and opens the payment session of an order that
   * exists, or reuses one that can still be paid. It never creates an order. The outcome is `unknown` until the order is found.
   *
   * @example
   * for (const { reference } of await bridge.guestCheckout.pending()) show(await bridge.guestCheckout.resume(reference));
   */
  resume(reference: string, options?: PlaceOrderOptions): Promise<CheckoutResult>;
  /** Lists unfinished checkouts of this and earlier page loads, oldest first. An order that may exist is listed for seven days, a
   *  placed one for three, and longer while its report is not queued. Checkouts that this page is placing right now are not included.
   *  Call it when the page loads, and `resume` each one. */
  pending(): Promise<PendingCheckout[]>;

  /**
   * Asks how the payment ended and reports that to Ocular under the order's id: completed is `payment_status` 0, canceled or expired
   * is 1. While the payment has not ended, and for a status that this version does not know, nothing is sent and `tracking` is null.
   * If the order has several sessions, a completed one counts. Also use it on the page that a hosted payment returns to: what that
   * page's URL says about the payment proves nothing.
   *
   * @example
   * const paid = await bridge.guestCheckout.reportPayment(placed.order.id);
   * if (paid.ok) show(paid.value.session.status); // 'completed', 'waiting', …
   */
  reportPayment(orderId: number): Promise<Result<{ session: PaymentSession; tracking: OcularResponse | null }>>;

  /** Only the sign-in. Returns the user's identifier with `authData`, otherwise the guest's id. */
  auth(): Promise<Result<{ userIdentifier: string }>>;
  /** Only the order, which is checked, recorded and sent as in `placeOrder`: no payment session, no report. */
  createOrder(order: GuestOrder): Promise<CheckoutResult>;
  /** Opens a payment session for an existing order, by default a hosted page without automatic tax. Two identical concurrent calls
   *  on a page open one session, because a second one would cancel the first. */
  createSession(orderId: number, type?: 'session' | 'intent', automaticTaxEnabled?: boolean): Promise<Result<PaymentSession>>;
  /** Writes a session's status. OneEntry's scenario names this call, but no SDK has it; many projects answer NOT_FOUND. */
  updateSessionById(id: number, body: { status: string; paymentUrl?: string | null }): Promise<Result<PaymentSession>>;
  /** Returns an order's payment session; of several, the newest waiting one, otherwise the newest. NOT_FOUND if it has none. */
  getSessionByOrderId(orderId: number): Promise<Result<PaymentSession>>;
  /** Lists the payment accounts. Merchant settings in the answer, which include secrets, are not passed on. */
  getAccounts(): Promise<Result<PaymentAccount[]>>;
  /**
   * Returns the fields of a form in their order, including hidden ones, which may still be required.
   *
   * @example
   * const form = await bridge.guestCheckout.getForm('guest_order');
   * if (form.ok) show(form.value.fields.map(({ marker, title, required }) => [marker, title, required]));
   */
  getForm(marker: string): Promise<Result<CheckoutForm>>;
  /**
   * Checks `values` (a list, one field, or lists keyed by locale) against the form's own rules. `detail` has one text per wrong field
   * under its marker, in the bridge's language or in the form's own words (`customErrorText`). Unknown rules are ignored, because the
   * server makes the final decision.
   *
   * @throws OrderBridgeError CONFIG if `form` did not come from `getForm`, or if `values` is not form data.
   */
  validateForm(form: CheckoutForm, values: FormField | FormField[] | Record<string, FormField[]>): ValidationReport;
}

/** The steps of a checkout, in order. */
export type CheckoutStep =
  | 'validate' | 'auth' | 'createOrder' | 'createSession' | 'updateSession' | 'getSession' | 'track';

/** How a checkout ended. Based on evidence, never on a guess. */
export type CheckoutResult =
  /** The order exists. `problem`: a later step failed; the order still stands. */
  | { outcome: 'accepted'; reference: string; order: Order; session: PaymentSession | null; paymentUrl: string | null;
      tracking: OcularResponse | null; problem?: Problem; warnings: Warning[] }
  /** The service refused the order: it does not exist. */
  | { outcome: 'rejected'; reference: string; problem: Problem; detail: Detail }
  /** Nothing was sent. */
  | { outcome: 'notSent'; problem: Problem; detail: Detail }
  /** The request was sent, but no trustworthy answer came: the order may exist. Never invite the shopper to order again. */
  | { outcome: 'unknown'; reference: string; problem: Problem; warnings?: Warning[] };

/** Result of the calls that place no order. `detail`: the fields that a refused `preview` names. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem; detail?: Detail };

/** An order that exists. */
export interface Order {
  /** The order's number at OneEntry; at Ocular it is the `external_id`. */
  id: number;
  /** Decimal string with the digits of the service's answer. */
  totalSum: string;
  /** Often an empty string: many projects set no currency here. */
  currency: string;
  /** ISO 8601. */
  createdDate?: string;
  /** Marker of the order's status, for example "new". */
  statusIdentifier?: string;
  /** The service's complete answer. */
  raw: unknown;
}

/** A payment session of an order. */
export interface PaymentSession {
  /** The session's number. */
  id: number;
  /** The order's number. */
  orderId: number;
  /** "session" or "intent". */
  type: string;
  /** "waiting", "completed", "canceled", "expired", or a status that the service has added since. */
  status: string;
  /** Already checked: https (http on this machine), no user name, an allowed host. */
  paymentUrl: string | null;
  /** Number of the payment account. */
  paymentAccountId?: number;
  /** ISO 8601. */
  createdDate?: string;
  /** ISO 8601. */
  updatedDate?: string;
  /** Only for an "intent": for the provider's own script. */
  clientSecret?: string;
}

/** What an order would cost. Sums are decimal strings with the digits of the service's answer. */
export interface OrderPreview {
  /** Before discounts. */
  totalSum: string;
  /** After discounts. */
  totalSumWithDiscount: string;
  /** Left to pay after bonus points. */
  totalDue: string;
  /** As received, often an empty string. */
  currency: string;
  /** false: the coupon is known but does not reduce the price of this cart. null: no coupon was given. */
  couponApplied: boolean | null;
  /** The service's complete answer. */
  raw: unknown;
}

/** A payment account, the shopper's way to pay. Offer those that are visible, used and listed in the order storage. */
export interface PaymentAccount {
  /** The account's number. */
  id: number;
  /** For `paymentAccountIdentifier`. Several accounts may have the same `type`. */
  identifier: string;
  /** "stripe", "custom", …; other values are possible. */
  type: string;
  /** Name for the shopper, in the project's locale. */
  title: string;
  /** Whether to show it to shoppers. */
  isVisible: boolean;
  /** Whether orders with it are accepted. */
  isUsed: boolean;
}

/** An unfinished checkout. */
export interface PendingCheckout {
  /** For `resume`. */
  reference: string;
  /** "orderSent": the order may exist. "orderPlaced": it exists, but its payment was not opened or the page did not receive the
   *  result. */
  state: 'orderSent' | 'orderPlaced';
  /** The order's number, if it is known. */
  orderId: number | null;
  /** The shopper has ordered the same cart again in the meantime. This checkout no longer blocks the cart; its order is only looked
   *  up. */
  superseded: boolean;
  /** ISO 8601. */
  startedAt: string;
}

/** An order form, from `getForm`. */
export interface CheckoutForm { identifier: string; title: string; fields: CheckoutFormField[] }

/** A field of an order form. */
export interface CheckoutFormField {
  /** The field's name in `formData` and in `detail`. */
  marker: string;
  /** "string", "list", "date", …: copy it unchanged to the submitted field. */
  type: string;
  /** The label, in the project's locale. */
  title: string;
  /** The fields are sorted by it. */
  position: number;
  /** Whether a value is required; the number 0 counts as empty. */
  required: boolean;
  /** false: do not show it to the shopper. Its rules still apply. */
  isVisible: boolean;
  /** Choices of a list, in order. The submitted value is an array even for a single choice. */
  options: { value: string; title: string }[];
  /** The project's own rules, unchanged. */
  validators: Record<string, unknown>;
}

/** What went wrong, as a code. */
export type ProblemCode =
  /** A documented rule is broken: `detail` names the fields. */
  | 'VALIDATION'
  /** An option or an argument is invalid: rejects as {@link OrderBridgeError}. */
  | 'CONFIG'
  /** The page's Content-Security-Policy forbids WebAssembly: rejects. */
  | 'WASM_BLOCKED'
  /** The bridge was disposed of: rejects. */
  | 'DISPOSED'
  /** The wasm is not the one that this version was built with: rejects. */
  | 'INTEGRITY'
  /** The caller's `signal` cancelled the call. */
  | 'ABORTED'
  /** The browser was offline before anything was sent. */
  | 'OFFLINE'
  /** No answer came. */
  | 'NETWORK'
  /** No answer came within `timeoutMs`. */
  | 'TIMEOUT'
  /** The answer cannot be read: it was cut off, or is not the service's own. */
  | 'BAD_RESPONSE'
  /** Status 401: the sign-in or the token was not accepted. */
  | 'UNAUTHORIZED'
  /** Status 403: the project does not allow this for guests. */
  | 'FORBIDDEN'
  /** Status 404. */
  | 'NOT_FOUND'
  /** The service refused for another reason. */
  | 'REJECTED'
  /** Status 429, also after the retries. */
  | 'RATE_LIMITED'
  /** Status 5xx. */
  | 'SERVER'
  /** The payment URL is not https, contains a user name, or its host is not allowed. */
  | 'UNSAFE_PAYMENT_URL'
  /** No video attention on the page: nothing was reported. */
  | 'NO_OCULAR_SESSION'
  /** With `transport: "widget"`: the vendor's object is not on the page. */
  | 'NO_WIDGET'
  /** An earlier order of this cart may exist, but was not found. */
  | 'UNKNOWN_OUTCOME'
  /** The wasm itself failed, for example because it ran out of memory. The next call works. */
  | 'INTERNAL';

/** What went wrong, for shoppers and for code. Never contains a token, a form value or a request body. */
export interface Problem {
  /** For code. */
  code: ProblemCode;
  /** The step that failed. */
  step?: CheckoutStep;
  /** HTTP status, if one was received. */
  status?: number;
  /** For the shopper, in the bridge's language. */
  message: string;
  /** Whether it is safe to make the same call again. */
  retryable: boolean;
  /** RATE_LIMITED: how many seconds the service asked to wait, if the page is allowed to read that. */
  retryAfterSeconds?: number;
}

/** A problem that did not stop a call. */
export interface Warning {
  /** UNKNOWN_PROPERTY, SESSION_UPDATE_UNSUPPORTED, EARLIER_ORDER, DUPLICATE_ORDER, NOT_KEPT, TOTAL_CHANGED, NO_TRANSACTION_ID,
   *  AMBIGUOUS_AMOUNT, DISCOUNT_NOT_IN_PRICE or SHARED_PASSWORD, explained in docs/codes.md. More may be added. */
  code: string;
  /** For developers, in English. */
  message: string;
  /** The step that it concerns. */
  step?: CheckoutStep;
}

/**
 * A programming error, or a wasm that cannot be loaded.
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
  /** For code; `message` is for developers. */
  readonly code: ProblemCode;
  /** VALIDATION: errors by field. */
  readonly detail?: Detail;
}

/** Whether an error is an {@link OrderBridgeError}. Works across frames and copies of the package. */
export function isOrderBridgeError(error: unknown): error is OrderBridgeError;
