/** `<guest-checkout>`: attributes and properties in, events out. */
import { createView } from './view.mjs';

/** Servers have no HTMLElement: there the class exists, but does nothing. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** Properties and their initial values. */
const PROPERTIES = /** @type {Record<string, any>} */ ({ bridge: null, products: [], items: [], order: {}, formData: [], purposes: {}, direct: {}, session: undefined });
/** Attributes that are also properties, because frameworks set properties. */
const REFLECTED = ['storage', 'form', 'referenceMarker', 'accounts', 'keepValues'];

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
      // If the property was set before the element was defined, its value lies on the element and would hide the accessor.
      if (Object.prototype.hasOwnProperty.call(this, name)) {
        own[name] = /** @type {any} */ (this)[name];
        delete (/** @type {any} */ (this)[name]);
      }
      Object.defineProperty(this, name, {
        enumerable: true,
        get: () => own[name],
        set(value) {
          const before = own[name];
          own[name] = value ?? PROPERTIES[name];
          if (name === 'bridge') return void (before === own.bridge || view?.connect(own.bridge));
          if (name === 'products' || name === 'items' || name === 'order') view?.render();
          else view?.redraw();
        },
      });
    }
    const onRestored = (/** @type {PageTransitionEvent} */ { persisted }) => persisted && view.onRestored();
    const isSeen = () => document.visibilityState === 'visible' && view.isSeen();
    Object.defineProperty(this, 'lifecycle', {
      value: {
        connected: () => {
          for (const name of REFLECTED) {
            if (!Object.prototype.hasOwnProperty.call(this, name)) continue;
            const value = /** @type {any} */ (this)[name];
            delete (/** @type {any} */ (this)[name]);
            /** @type {any} */ (this)[name] = value;
          }
          view ??= createView(this, root);
          view.listen();
          addEventListener('pageshow', onRestored);
          document.addEventListener('visibilitychange', isSeen);
          void view.connect(own.bridge);
        },
        disconnected: () => {
          removeEventListener('pageshow', onRestored);
          document.removeEventListener('visibilitychange', isSeen);
          view.disconnect();
        },
        changed: (/** @type {string} */ name) => (name === 'form' || name === 'storage' ? view?.reload() : view?.redraw()),
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

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before !== now) /** @type {any} */ (this).lifecycle.changed(name);
  }

  get storage() { return this.getAttribute('storage') ?? ''; }
  set storage(value) { this._reflect('storage', value); }
  get form() { return this.getAttribute('form') ?? ''; }
  set form(value) { this._reflect('form', value); }
  get referenceMarker() { return this.getAttribute('reference-marker') ?? ''; }
  set referenceMarker(value) { this._reflect('reference-marker', value); }
  /** @type {any} A list of identifiers. A string with spaces between them can also be assigned. */
  get accounts() { return (this.getAttribute('accounts') ?? '').split(/\s+/).filter(Boolean); }
  set accounts(value) { this._reflect('accounts', Array.isArray(value) ? value.join(' ') : value); }
  get keepValues() { return this.hasAttribute('keep-values'); }
  set keepValues(value) { this.toggleAttribute('keep-values', Boolean(value)); }

  /** @param {string} name @param {unknown} value */
  _reflect(name, value) {
    if (value == null) this.removeAttribute(name);
    else if (this.getAttribute(name) !== String(value)) this.setAttribute(name, String(value));
  }

  get state() { return /** @type {any} */ (this).lifecycle.state(); }

  startOver() {
    /** @type {any} */ (this).lifecycle.startOver();
  }

  /** Dispatches an event to the page. @param {string} name @param {unknown} detail */
  dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(`order-${name}`, { detail, bubbles: true, composed: true }));
  }
}
