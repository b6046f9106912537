/**
 * `order-bridge/element` with types for React 19. A listener is named `on` and the event: `onorder-accepted={…}`.
 *
 * React 18 does not set properties of elements: give it `products` and `bridge` through a `ref`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { GuestCheckoutElement } from './element.js';
import type { GuestCheckoutAttributes, GuestCheckoutListeners, GuestCheckoutProps } from './element-props.js';

export * from './element.js';

declare module 'react' {
  /** React's JSX. */
  namespace JSX {
    /** The elements that JSX knows. */
    interface IntrinsicElements {
      /** The guest checkout. */
      'guest-checkout': DetailedHTMLProps<HTMLAttributes<GuestCheckoutElement>, GuestCheckoutElement> & GuestCheckoutProps & GuestCheckoutAttributes & GuestCheckoutListeners<'on'>;
    }
  }
}
