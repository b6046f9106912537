/** `order-bridge/element` with types for Solid. Properties are named `prop:products`, listeners `on:order-accepted`. */
import type { JSX } from 'solid-js';
import type { GuestCheckoutElement } from './element.js';
import type { GuestCheckoutAttributes, GuestCheckoutListeners, GuestCheckoutProps } from './element-props.js';

export * from './element.js';

/** Solid sets a property when the name begins with `prop:`. */
type Prefixed = { [Name in keyof GuestCheckoutProps as `prop:${Name}`]: GuestCheckoutProps[Name] };

declare module 'solid-js' {
  /** Solid's JSX. */
  namespace JSX {
    /** The elements that JSX knows. */
    interface IntrinsicElements {
      /** The guest checkout. */
      'guest-checkout': JSX.HTMLAttributes<GuestCheckoutElement> & GuestCheckoutProps & Prefixed & GuestCheckoutAttributes & GuestCheckoutListeners<'on:'>;
    }
  }
}
