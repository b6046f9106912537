/**
 * The glue makes its decoder and encoder when it is loaded; a page that only imports the package may be one that has neither, as
 * those of jsdom. scripts/lib/bundle.mjs puts these in their place, which make the platform's own with the first text.
 */
export class TextDecoder {
  /** @param {any[]} how */
  constructor(...how) { this.how = how; }

  /** @param {Uint8Array} [bytes] */
  decode(bytes) { return bytes ? (this.own ??= new globalThis.TextDecoder(...this.how)).decode(bytes) : ''; }
}

export class TextEncoder {
  /** @param {string} text @param {Uint8Array} view */
  encodeInto(text, view) { return (this.own ??= new globalThis.TextEncoder()).encodeInto(text, view); }
}
