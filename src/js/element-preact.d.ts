/** `order-bridge/element` with types for Preact. A listener is named `on` and the event: `onorder-accepted={…}`. */
import type { JSX, Ref } from 'preact';
import type { GuestCheckoutElement } from './element.js';
import type { GuestCheckoutAttributes, GuestCheckoutListeners, GuestCheckoutProps } from './element-props.js';

export * from './element.js';

declare module 'preact' {
  /** Preact's JSX. */
  namespace JSX {
    /** The elements that JSX knows. */
    interface IntrinsicElements {
      /** The guest checkout. */
      'guest-checkout': Omit<JSX.IntrinsicElements['div'], keyof GuestCheckoutProps | 'ref'> & { ref?: Ref<GuestCheckoutElement> } & GuestCheckoutProps & GuestCheckoutAttributes & GuestCheckoutListeners<'on'>;
    }
  }
}
