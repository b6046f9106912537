// What the generated glue lacks: a wasm that has failed must neither be called again nor leave its callers waiting, and
// what a page has put on Object.prototype must reach neither a request nor a result.
import { Problem } from './problem.mjs';

const HEAD = `import { guarded } from './trap.mjs';
const own = (object, key, value) => Reflect.defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
const assign = (object, key, value) => (Object.getPrototypeOf(object) === Object.prototype ? own(object, key, value) : Reflect.set(object, key, value));
`;

const CHANGES = [
  // wasm-bindgen copies it beside the glue, in a folder with a hash for a name.
  { from: /'\.\/snippets\/[\w-]+\/src\/js\/(pack\.js)'/, to: "'./$1'" },
  { from: /'\.\/snippets\/[\w-]+\/src\/js\/(turn\.js)'/, to: "'./$1'" },
  // src/js/trap.mjs guards every way into an instance.
  { from: 'wasm = instance.exports;', to: 'wasm = guarded(instance.exports);' },
  { from: 'wasm = wasmInstance.exports;', to: 'wasm = guarded(wasmInstance.exports);' },
  // What a failed instance still waited for has nobody to tell.
  { from: "throw new Error('Cannot invoke closure from previous WASM instance');", to: 'return undefined;' },
  // Writing with "=" runs setters that a page has put on Object.prototype, and they may keep what they are given.
  { from: 'arg0[arg1] = arg2;', to: 'own(arg0, arg1, arg2);' },
  { from: 'arg0[arg1 >>> 0] = arg2;', to: 'own(arg0, arg1 >>> 0, arg2);' },
  { from: 'Reflect.set(arg0, arg1, arg2)', to: 'assign(arg0, arg1, arg2)' },
  { from: 'const ret = arg0.push(arg1);', to: 'own(arg0, arg0.length, arg1);\n            const ret = arg0.length;' },
  // Platform functions read what is not there from Object.prototype: a setter, an option of a lock.
  { from: "Object.defineProperty(this, '__wbg_inst', { value", to: "Object.defineProperty(this, '__wbg_inst', { __proto__: null, value" },
  { from: 'Object.defineProperty(arg0, arg1, arg2)', to: 'Object.defineProperty(arg0, arg1, { __proto__: null, ...arg2 })' },
  // A bundler leaves out what nobody uses if it can see that nothing happens there.
  { from: 'if (Symbol.dispose) Core.prototype[Symbol.dispose] = Core.prototype.free;\n', to: '' },
  // A page that only imports the package may be one that has neither, as those of jsdom.
  { from: "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\n", to: 'let cachedTextDecoder;\n' },
  { from: 'let numBytesDecoded = 0;', to: 'let numBytesDecoded = MAX_SAFARI_DECODE_BYTES;' },
  { from: /const cachedTextEncoder = new TextEncoder\(\);\n\nif \(!\('encodeInto' in cachedTextEncoder\)\) (\{[^]*?\n\})\n/, to: 'let encoder;\nconst cachedTextEncoder = { encodeInto: (text, view) => (encoder ??= new TextEncoder()).encodeInto(text, view) };\n' },
  // The encoder is faster than this loop in all but short texts, and much faster before the loop is compiled.
  { from: 'for (; offset < len; offset++) {', to: 'for (; offset < len && offset < 256; offset++) {' },
  { from: 'navigator.locks.request(getStringFromWasm0(arg0, arg1), arg2, arg3)', to: 'navigator.locks.request(getStringFromWasm0(arg0, arg1), { __proto__: null, ...arg2 }, arg3)' },
  { from: 'getStringFromWasm0(arg3, arg4), arg5)', to: 'getStringFromWasm0(arg3, arg4), { __proto__: null, ...arg5 })' },
];

/** The changed text; fails when a newer wasm-bindgen writes it otherwise. @param {string} text */
export function guardGlue(text) {
  for (const { from, to } of CHANGES) {
    if (text.split(from).length !== (from instanceof RegExp ? 3 : 2)) throw new Problem(`The glue of this wasm-bindgen has no single "${from}": mend scripts/lib/glue.mjs.`);
    text = text.replace(from, to);
  }
  return HEAD + text;
}
