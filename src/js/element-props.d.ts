/** What pages and frameworks set on `<guest-checkout>`. The declarations for React, Preact, Solid and Vue share it. */
import type { CheckoutElementEvents, GuestCheckoutElement } from './element.js';

/** The element's properties. All are optional; the form loads once `storage` and `form` are set. */
export type GuestCheckoutProps = Partial<Omit<GuestCheckoutElement, keyof HTMLElement | 'state' | 'startOver'>>;

/** Its attributes that are not properties of the same name. */
export interface GuestCheckoutAttributes {
  /** See the property `referenceMarker`. */
  'reference-marker'?: string;
  /** See the property `keepValues`. */
  'keep-values'?: boolean;
}

/** A listener for each event, named `on:order-accepted` for the prefix `on:`. */
export type GuestCheckoutListeners<Prefix extends string> = {
  [Name in keyof CheckoutElementEvents as `${Prefix}${Name}`]?: (event: CheckoutElementEvents[Name]) => void;
};
