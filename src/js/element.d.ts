/**
 * `<guest-checkout>`: the complete guest checkout as one element, in English, Spanish and Portuguese. It draws the project's order
 * form and the payment methods, places the order, shows its steps and its outcome, distinguishes orders that may exist from orders
 * that failed, and finds them again after a reload. Everything that it states about an order comes from the bridge.
 *
 * Importing it defines the element; on a server it does nothing. It needs no inline style, no inline script, and nothing that
 * Trusted Types would refuse.
 */
import type { BuyOrderItem, BridgeEvents, CheckoutResult, FormField, GuestOrder, OcularResponse, OrderBridge, OrderProduct, PaymentSession, PlaceOrderOptions } from './index.js';

/**
 * The element. Each attribute is also a property that frameworks can set: `storage` and `form` (required), `reference-marker` (see
 * `referenceMarker` of `placeOrder`), `accounts` (identifiers of payment accounts, separated by spaces; default: those that are
 * visible and used), `keep-values` (the shopper's input survives a reload, in `sessionStorage`; default: no), `lang` (default: the
 * page's language).
 *
 * Parts: `form`, `fieldset`, `field`, `label`, `hint`, `input`, `error`, `choices`, `choice`, `radio`, `checkbox`, `summary`,
 * `button`, `main-button`, `plain-button`, `link`, `steps`, `status`, `receipt`, `open-order`, `notice`, `title`, `facts`,
 * `loading`, `all`. Custom properties: `--checkout-ink`, `-soft`, `-ground`, `-field`, `-line`, `-edge`, `-accent`, `-on-accent`,
 * `-good`, `-warn`, `-warn-ground`, `-bad`, `-radius`, `-gap`.
 */
export class GuestCheckoutElement extends HTMLElement {
  /** Marker of the order storage: the attribute `storage`. The form loads once both `storage` and `form` are set. */
  storage: string;
  /** Identifier of the order form: the attribute `form`. */
  form: string;
  /** The attribute `reference-marker`. */
  referenceMarker: string;
  /** Identifiers of the payment accounts to offer: the attribute `accounts`. */
  accounts: string[];
  /** The attribute `keep-values`. */
  keepValues: boolean;
  /** The bridge that the element uses. If another one is set, for example in another language, the form is loaded again and the
   *  shopper's input stays. */
  bridge: OrderBridge | null;
  /** The products to order. */
  products: OrderProduct[];
  /** The same lines for Ocular and for the shopper: the button shows their total, and they are reported. */
  items: BuyOrderItem[];
  /** Further parts of the order: coupon, discounts, points. */
  order: Partial<Pick<GuestOrder, 'couponCode' | 'additionalDiscountsMarkers' | 'bonusAmount'>>;
  /** Fields that the page fills in; they are not drawn. */
  formData: FormField[];
  /** `autocomplete` tokens by marker, for fields whose marker does not reveal their purpose. */
  purposes: Record<string, string>;
  /** Accounts that are paid directly to the shop, with the status to write to their session, or null. */
  direct: Record<string, string | null>;
  /** As in the options of `placeOrder`. */
  session: PlaceOrderOptions['session'];
  /** What the element shows. */
  readonly state: CheckoutElementState;
  /** Goes from the receipt back to an empty form, and forgets the order that this tab has shown. */
  startOver(): void;

  /** The element's own events, see {@link CheckoutElementEvents}, in addition to those of every element. */
  addEventListener<K extends keyof CheckoutElementEvents>(type: K, listener: (this: GuestCheckoutElement, event: CheckoutElementEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  /** Events of every element. */
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: GuestCheckoutElement, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  /** Any other event. */
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `checking` and `unknown`: the order may exist, and the same cart can be ordered only with an explicit confirmation. `found`: the
 *  order exists, but a last step failed. */
export type CheckoutElementState = 'loading' | 'unavailable' | 'ready' | 'placing' | 'checking' | 'unknown' | 'found' | 'accepted';

/** The `CheckoutResult` with this outcome. */
export type ResultOf<Outcome extends CheckoutResult['outcome']> = Extract<CheckoutResult, { outcome: Outcome }>;

/** Events of the element. They bubble and cross shadow roots. */
export interface CheckoutElementEvents {
  /** The element shows another state. */
  'order-state': CustomEvent<{ state: CheckoutElementState }>;
  /** Something was missing when the button was pressed; nothing was sent. `fields`: markers. */
  'order-invalid': CustomEvent<{ fields: string[] }>;
  /** A step of the checkout. */
  'order-step': CustomEvent<BridgeEvents['step']>;
  /** The order exists: it was placed now or found again. */
  'order-accepted': CustomEvent<ResultOf<'accepted'>>;
  /** The service refused the order; it does not exist. */
  'order-rejected': CustomEvent<ResultOf<'rejected'>>;
  /** Nothing left the page. */
  'order-not-sent': CustomEvent<ResultOf<'notSent'>>;
  /** The order may exist. Never offer to place another one. */
  'order-unknown': CustomEvent<ResultOf<'unknown'>>;
  /** The payment status of the shown order, as the project reports it. */
  'order-payment': CustomEvent<{ orderId: number; session: PaymentSession | null; tracking: OcularResponse | null }>;
  /** The shopper starts a new order: the page may empty its cart. */
  'order-new': CustomEvent<null>;
}

declare global {
  /** Gives `document.createElement('guest-checkout')` its type. */
  interface HTMLElementTagNameMap {
    /** The element. */
    'guest-checkout': GuestCheckoutElement;
  }
}
