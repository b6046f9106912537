/**
 * `order-bridge/element` with types for Vue's templates. A listener is `@order-accepted`. Tell Vue's compiler that the tag is not a
 * component: `isCustomElement: (tag) => tag === 'guest-checkout'`.
 */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { GuestCheckoutAttributes, GuestCheckoutListeners, GuestCheckoutProps } from './element-props.js';

export * from './element.js';

declare module 'vue' {
  /** What templates know. */
  interface GlobalComponents {
    /** The guest checkout. */
    'guest-checkout': new () => {
      /** Attributes, properties and listeners. */
      $props: PublicProps & HTMLAttributes & GuestCheckoutProps & GuestCheckoutAttributes & GuestCheckoutListeners<'on'> & VueListeners;
    };
  }
}

/** Vue's checker looks for `onOrderAccepted`. */
type VueListeners = { [Name in keyof import('./element.js').CheckoutElementEvents as `on${CamelCase<Name>}`]?: (event: import('./element.js').CheckoutElementEvents[Name]) => void };
/** `order-not-sent` as `OrderNotSent`. */
type CamelCase<Text extends string> = Text extends `${infer First}-${infer Rest}` ? `${Capitalize<First>}${CamelCase<Rest>}` : Capitalize<Text>;
