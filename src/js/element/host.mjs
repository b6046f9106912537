/** `<guest-checkout>`: attributes and properties in, events out. */
import { createView } from './view.mjs';

/** Servers have no elements: there the class is there and can do nothing. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** Properties with what they are at first. */
const PROPERTIES = { bridge: null, products: [], items: [], order: {}, formData: [], purposes: {}, direct: {}, session: undefined };

export class GuestCheckoutElement extends Base {
  static get observedAttributes() {
    return ['storage', 'form', 'reference-marker', 'accounts', 'lang'];
  }

  constructor() {
    super();
    /** @type {Record<string, any>} */
    const own = { ...PROPERTIES };
    const root = this.attachShadow({ mode: 'open', delegatesFocus: false });
    /** @type {any} */
    let view = null;
    for (const name of Object.keys(PROPERTIES)) {
      // Set before this class was known: the value lies on the element and would hide the property.
      if (Object.prototype.hasOwnProperty.call(this, name)) {
        own[name] = /** @type {any} */ (this)[name];
        delete (/** @type {any} */ (this)[name]);
      }
      Object.defineProperty(this, name, {
        enumerable: true,
        get: () => own[name],
        set(value) {
          own[name] = value ?? /** @type {any} */ (PROPERTIES)[name];
          if (name === 'bridge') void view?.connect(own.bridge);
          else if (name === 'products' || name === 'items' || name === 'order') view?.render();
          else view?.redraw();
        },
      });
    }
    const comeBack = (/** @type {PageTransitionEvent} */ { persisted }) => persisted && view.comeBack();
    Object.defineProperty(this, 'lifecycle', {
      value: {
        connected: () => {
          view ??= createView(this, root);
          view.listen();
          addEventListener('pageshow', comeBack);
          void view.connect(own.bridge);
        },
        disconnected: () => {
          removeEventListener('pageshow', comeBack);
          view.disconnect();
        },
        changed: () => view?.redraw(),
        state: () => view?.state() ?? 'loading',
        startOver: () => view?.startOver(),
      },
    });
  }

  connectedCallback() {
    /** @type {any} */ (this).lifecycle.connected();
  }

  disconnectedCallback() {
    /** @type {any} */ (this).lifecycle.disconnected();
  }

  attributeChangedCallback() {
    /** @type {any} */ (this).lifecycle.changed();
  }

  get storage() { return this.getAttribute('storage') ?? ''; }
  get form() { return this.getAttribute('form') ?? ''; }
  get referenceMarker() { return this.getAttribute('reference-marker') ?? ''; }
  get accounts() { return (this.getAttribute('accounts') ?? '').split(/\s+/).filter(Boolean); }
  get keepValues() { return this.hasAttribute('keep-values'); }
  get state() { return /** @type {any} */ (this).lifecycle.state(); }

  startOver() {
    /** @type {any} */ (this).lifecycle.startOver();
  }

  /** An event for the page. @param {string} name @param {unknown} detail */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`order-${name}`, { detail, bubbles: true, composed: true }));
  }
}
