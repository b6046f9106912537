// Modules that scripts/lib/bundle.mjs generates next to src/js.
declare module '*/order_bridge.js' {
  export const createGlue: () => any;
  export const FROM: string;
  export const FILE: string;
  export const INTEGRITY: string;
}
declare module '*/wasm-text.mjs' {
  export const ORDER: any;
  export const TEXT: string;
}
declare module '*/standin/index.mjs';
