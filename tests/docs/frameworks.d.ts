/**
 * The parts of the frameworks that the recipes use. The frameworks are not installed: the check is about how the recipes use
 * order-bridge.
 */
declare module 'react' {
  export function useState<T>(initial: T): [T, (next: T) => void];
  export function useEffect(effect: () => void | (() => void), deps: readonly unknown[]): void;
  export function useRef<T>(initial: T): { current: T };
  export interface FormEvent<T> { preventDefault(): void; readonly currentTarget: T }
}
declare module 'vue' {
  export function ref<T>(initial: T): { value: T };
  export function shallowRef<T>(initial: T): { value: T };
  export function reactive<T extends object>(initial: T): T;
  export function onMounted(hook: () => void): void;
  export function onUnmounted(hook: () => void): void;
}
declare module 'svelte' {
  export function onMount(hook: () => void | (() => void)): void;
}
declare module '@angular/core' {
  export interface WritableSignal<T> { (): T; set(value: T): void; asReadonly(): () => T }
  export function signal<T>(initial: T): WritableSignal<T>;
  export function inject<T>(token: new (...args: never[]) => T): T;
  export function afterNextRender(work: () => void): void;
  export function Injectable(options: { providedIn: 'root' }): (target: unknown) => void;
  export function Component(options: { selector: string; template: string; imports?: unknown[] }): (target: unknown) => void;
}
declare module 'next/navigation' {
  export function useSearchParams(): URLSearchParams;
}

/** Runes of Svelte 5. */
declare function $state<T>(initial: T): T;

declare namespace JSX {
  interface Element { readonly type: unknown }
  interface ElementChildrenAttribute { children: unknown }
  interface IntrinsicElements { [name: string]: any }
}

declare module '@rollup/plugin-node-resolve' {
  export function nodeResolve(options: { browser: boolean }): unknown;
}
declare module '@web/rollup-plugin-import-meta-assets' {
  export function importMetaAssets(): unknown;
}
