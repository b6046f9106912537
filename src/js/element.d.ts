/**
 * `<guest-checkout>`: the whole guest checkout as one element, in English, Spanish and Portuguese. It draws the project's order
 * form and the ways to pay, places the order, shows its steps and its end, keeps orders that may exist apart from those that
 * failed, and finds them again after a reload. All that is true of an order comes from the bridge.
 *
 * Importing it defines the element; on a server it does nothing. It needs no inline style and no inline script, and nothing that
 * Trusted Types refuse.
 */
import type { BuyOrderItem, BridgeEvents, CheckoutResult, FormField, GuestOrder, OcularResponse, OrderBridge, OrderProduct, PaymentSession, PlaceOrderOptions } from './index.js';

/**
 * The element. Attributes, each also a property that frameworks can set: `storage` and `form` (needed), `reference-marker` (see `referenceMarker` of `placeOrder`), `accounts`
 * (identifiers of the ways to pay, with blanks between; default: those that are visible and used), `keep-values` (what the shopper
 * has typed survives a reload, in `sessionStorage`; default: no), `lang` (default: that of the page).
 *
 * Parts: `form`, `fieldset`, `field`, `label`, `hint`, `input`, `error`, `choices`, `choice`, `radio`, `checkbox`, `summary`,
 * `button`, `main-button`, `plain-button`, `link`, `steps`, `status`, `receipt`, `open-order`, `notice`, `title`, `facts`,
 * `loading`, `all`. Custom properties: `--checkout-ink`, `-soft`, `-ground`, `-field`, `-line`, `-edge`, `-accent`, `-on-accent`,
 * `-good`, `-warn`, `-warn-ground`, `-bad`, `-radius`, `-gap`.
 */
export class GuestCheckoutElement extends HTMLElement {
  /** Marker of the order storage: the attribute `storage`. The form loads when `storage` and `form` are both there. */
  storage: string;
  /** Identifier of the order form: the attribute `form`. */
  form: string;
  /** The attribute `reference-marker`. */
  referenceMarker: string;
  /** Identifiers of the ways to pay: the attribute `accounts`. */
  accounts: string[];
  /** The attribute `keep-values`. */
  keepValues: boolean;
  /** What it works with. Another one, for example in another language: the form is read anew, what was typed stays. */
  bridge: OrderBridge | null;
  /** What is ordered. */
  products: OrderProduct[];
  /** The same lines for Ocular and for the shopper's eyes: they give the sum on the button, and are reported. */
  items: BuyOrderItem[];
  /** More of the order: coupon, discounts, points. */
  order: Partial<Pick<GuestOrder, 'couponCode' | 'additionalDiscountsMarkers' | 'bonusAmount'>>;
  /** Fields that the page fills in; they are not drawn. */
  formData: FormField[];
  /** The `autocomplete` token of a field, by marker, where the marker does not say it. */
  purposes: Record<string, string>;
  /** Accounts that are paid to the shop directly, with the status that is written on their session, or null. */
  direct: Record<string, string | null>;
  /** As in the options of `placeOrder`. */
  session: PlaceOrderOptions['session'];
  /** What it shows. */
  readonly state: CheckoutElementState;
  /** From the receipt back to an empty form: forgets the order that this tab has shown. */
  startOver(): void;

  /** Its own events, see {@link CheckoutElementEvents}, beside those of every element. */
  addEventListener<K extends keyof CheckoutElementEvents>(type: K, listener: (this: GuestCheckoutElement, event: CheckoutElementEvents[K]) => void, options?: boolean | AddEventListenerOptions): void;
  /** Those of every element. */
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: GuestCheckoutElement, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  /** Any other. */
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `checking` and `unknown`: the order may exist, and there is no way to order this cart but a confirmed one. `found`: it exists, a
 *  last step did not come through. */
export type CheckoutElementState = 'loading' | 'unavailable' | 'ready' | 'placing' | 'checking' | 'unknown' | 'found' | 'accepted';

/** Of the `CheckoutResult` with this outcome. */
export type ResultOf<Outcome extends CheckoutResult['outcome']> = Extract<CheckoutResult, { outcome: Outcome }>;

/** Events of the element. They bubble and cross shadow roots. */
export interface CheckoutElementEvents {
  /** It shows something else. */
  'order-state': CustomEvent<{ state: CheckoutElementState }>;
  /** Something was missing when the button was pressed: nothing was sent. `fields`: markers. */
  'order-invalid': CustomEvent<{ fields: string[] }>;
  /** A step of the checkout. */
  'order-step': CustomEvent<BridgeEvents['step']>;
  /** The order exists: placed now, or found again. */
  'order-accepted': CustomEvent<ResultOf<'accepted'>>;
  /** The service refused, nothing exists. */
  'order-rejected': CustomEvent<ResultOf<'rejected'>>;
  /** Nothing left the page. */
  'order-not-sent': CustomEvent<ResultOf<'notSent'>>;
  /** The order may exist. Never offer another one. */
  'order-unknown': CustomEvent<ResultOf<'unknown'>>;
  /** How the payment of the shown order stands, as the project says. */
  'order-payment': CustomEvent<{ orderId: number; session: PaymentSession | null; tracking: OcularResponse | null }>;
  /** The shopper begins a new order: the page may empty its cart. */
  'order-new': CustomEvent<null>;
}

declare global {
  /** So that `document.createElement('guest-checkout')` is one. */
  interface HTMLElementTagNameMap {
    /** The element. */
    'guest-checkout': GuestCheckoutElement;
  }
}
