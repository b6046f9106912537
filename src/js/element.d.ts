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
 * The complete guest checkout as one element. Each attribute is also a property that frameworks can set. Default colours are those of the
 * light theme; the dark theme has its own.
 *
 * @tag guest-checkout
 * @attr {string} storage - Marker of the order storage. Required.
 * @attr {string} form - Identifier of the order form. Required.
 * @attr {string} reference-marker - Marker of the form field for the checkout's reference. See `referenceMarker` of `placeOrder`.
 * @attr {string} accounts - Identifiers of payment accounts, separated by spaces. Default: those that are visible and used.
 * @attr {boolean} keep-values - Whether the shopper's input survives a reload, in `sessionStorage`. Default: no.
 * @attr {string} lang - Language of the element's own texts: `en`, `es` or `pt`. Default: the page's language, then the browser's.
 * @csspart form - The form.
 * @csspart fieldset - A group of fields.
 * @csspart field - A field with its label, hint and error.
 * @csspart label - The label of a field.
 * @csspart hint - The explanation of a field.
 * @csspart input - A control.
 * @csspart error - The error of a field.
 * @csspart choices - A group of radio buttons or checkboxes.
 * @csspart choice - One choice with its label.
 * @csspart radio - A radio button.
 * @csspart checkbox - A checkbox.
 * @csspart summary - The list of errors above the form.
 * @csspart button - Each button.
 * @csspart main-button - The most important button: place the order, pay.
 * @csspart plain-button - A button that looks like a link.
 * @csspart link - A link.
 * @csspart steps - The steps of the running checkout.
 * @csspart status - The status text.
 * @csspart receipt - The receipt of a placed order.
 * @csspart open-order - A card for an order that may exist.
 * @csspart notice - The text shown while the form is unavailable.
 * @csspart title - A heading.
 * @csspart facts - The facts of a receipt.
 * @csspart loading - What is shown until the form has loaded.
 * @csspart all - Everything inside the element.
 * @cssprop [--checkout-ink=#1d2430] - Text.
 * @cssprop [--checkout-soft=#55606f] - Less important text.
 * @cssprop [--checkout-ground=#fff] - Background.
 * @cssprop [--checkout-field=#fff] - Background of controls.
 * @cssprop [--checkout-line=#d9dde4] - Lines between parts.
 * @cssprop [--checkout-edge=#7b8695] - Edges of controls.
 * @cssprop [--checkout-accent=#1f5fd0] - Links and the main button.
 * @cssprop [--checkout-on-accent=#fff] - Text on the main button.
 * @cssprop [--checkout-good=#11653a] - Success.
 * @cssprop [--checkout-warn=#744700] - Warnings.
 * @cssprop [--checkout-warn-ground=#fdf1d8] - Background of warnings.
 * @cssprop [--checkout-bad=#a11616] - Errors.
 * @cssprop [--checkout-radius=.5rem] - Radius of corners.
 * @cssprop [--checkout-gap=1rem] - Space between parts.
 * @fires {CustomEvent<{ state: CheckoutElementState }>} order-state - The element shows another state.
 * @fires {CustomEvent<{ fields: string[] }>} order-invalid - Something was missing when the button was pressed; nothing was sent. `fields`: markers.
 * @fires {CustomEvent<BridgeEvents['step']>} order-step - A step of the checkout.
 * @fires {CustomEvent<ResultOf<'accepted'>>} order-accepted - The order exists: it was placed now or found again.
 * @fires {CustomEvent<ResultOf<'rejected'>>} order-rejected - The service refused the order; it does not exist.
 * @fires {CustomEvent<ResultOf<'notSent'>>} order-not-sent - The order never left the page.
 * @fires {CustomEvent<ResultOf<'unknown'>>} order-unknown - The order may exist. Never offer to place another one.
 * @fires {CustomEvent<{ orderId: number; session: PaymentSession | null; tracking: OcularResponse | null }>} order-payment - The payment status of the shown order, as the project reports it.
 * @fires {CustomEvent<null>} order-new - The shopper starts a new order: the page may empty its cart.
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
  /** The order never left the page. */
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
