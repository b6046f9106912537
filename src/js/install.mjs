/**
 * Puts a bridge's functions on a page as `ocularOrderTrack`, next to other scripts that use this name, and removes them again.
 *
 * All bridges on a target share one slot: the original property, the value assigned since, and the visible functions. The slot is
 * attached to our accessor and to our functions, so that another copy of the package also finds it.
 */
import { OrderBridgeError } from './errors.mjs';

const NAME = 'ocularOrderTrack';
const METHODS = ['setBuyOrder', 'setBuyOrderState'];
const SLOT = Symbol.for('order-bridge.slot');
const STUB = Symbol.for('order-bridge.stub');

/**
 * @typedef {Record<string, (params: any) => any>} Track  An object with `setBuyOrder` and `setBuyOrderState`.
 * @typedef {{ calls: { name: string, params: any, done: (answer: any) => void, timer: any }[], track: Track, to?: Track }} Stub
 * @typedef {object} Slot
 * @property {any} target
 * @property {PropertyDescriptor | undefined} before  The original property.
 * @property {{ value: any } | undefined} later  The value that the page has assigned since.
 * @property {Track[]} shown  One object for each installed bridge; the last one is visible.
 * @property {Stub | undefined} stub
 * @property {(() => any) | undefined} get  Our getter; undefined if the property cannot become an accessor.
 */

/** @param {Track} track the bridge's own functions */
export function createInstaller(track) {
  /** @type {Map<Slot, Track>} */
  const mine = new Map();
  const echoes = createEchoes();

  return {
    /** @param {any} [target] */
    install(target = globalThis) {
      const slot = guard(() => slotOf(target) ?? open(target));
      const shown = mine.get(slot) ?? createShown(slot, track, echoes);
      if (!slot.get && !guard(() => Reflect.set(target, NAME, shown))) throw refused();
      slot.shown = [...slot.shown.filter((other) => other !== shown), shown];
      mine.set(slot, shown);
      slot.stub ??= stubFor(target);
      connect(slot);
    },

    /** The current vendor object, or undefined. */
    widget() {
      for (const target of [...[...mine.keys()].reverse().map((slot) => slot.target), globalThis]) {
        const vendor = vendorAt(target);
        if (vendor) return echoes.watched(vendor);
      }
      return undefined;
    },

    /** Restores every target to what it would be without this bridge. */
    dispose() {
      for (const [slot, shown] of mine) remove(slot, shown);
      mine.clear();
    },
  };
}

/** Without a prototype: a page may have added properties to Object.prototype. @param {PropertyDescriptor} descriptor */
const own = (descriptor) => /** @type {PropertyDescriptor} */ ({ __proto__: null, ...descriptor });

/** @param {any} target @returns {PropertyDescriptor | undefined} */
function descriptorOf(target) {
  const descriptor = Object.getOwnPropertyDescriptor(target, NAME);
  return descriptor && own(descriptor);
}

/** @param {any} target @returns {Slot | undefined} */
function slotOf(target) {
  const now = descriptorOf(Object(target));
  const slot = /** @type {any} */ (now?.get)?.[SLOT] ?? markOf(now?.value);
  return slot?.target === target ? slot : undefined;
}

/** The slot of a value whose functions are ours, or copied from ours. @param {any} value @returns {Slot | undefined} */
function markOf(value) {
  try {
    return isObject(value) ? Object.getOwnPropertyDescriptor(value, METHODS[0])?.value?.[SLOT] : undefined;
  } catch {
    // A Proxy that cannot be inspected is not ours.
    return undefined;
  }
}

/** `at(-1)` is missing in some of the oldest engines. @template T @param {T[]} list @returns {T | undefined} */
const last = (list) => list[list.length - 1];

/** @param {any} value */
const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** @param {any} target @returns {Slot} */
function open(target) {
  const before = descriptorOf(target);
  /** @type {Slot} */
  const slot = { target, before, later: undefined, shown: [], stub: undefined, get: undefined };
  const get = () => last(slot.shown) ?? withoutUs(slot);
  const set = (/** @type {any} */ value) => take(slot, value);
  Object.defineProperty(get, SLOT, own({ value: slot }));
  if (Reflect.defineProperty(target, NAME, own({ get, set, enumerable: before?.enumerable ?? true, configurable: true }))) slot.get = get;
  // A property created by `var ocularOrderTrack` cannot become an accessor, but it can take another value.
  else if (!before?.writable) throw refused();
  return slot;
}

/** Stores a value that the page assigns; ours stays visible. @param {Slot} slot @param {any} value */
function take(slot, value) {
  if (markOf(value)) return;
  if (slot.before?.set) slot.before.set.call(slot.target, value);
  else slot.later = { value };
}

/** What the page would see if no bridge were installed. @param {Slot} slot */
function withoutUs({ target, before, later }) {
  if (later) return later.value;
  if (!before) return Reflect.get(Object.getPrototypeOf(target) ?? {}, NAME, target);
  return 'value' in before ? before.value : before.get?.call(target);
}

/** @param {any} target */
function vendorAt(target) {
  try {
    const slot = slotOf(target);
    const found = slot ? withoutUs(slot) : target[NAME];
    return isVendor(found, target) ? found : undefined;
  } catch {
    // The page's own accessor failed: there is no vendor object yet.
    return undefined;
  }
}

/** @param {any} value @param {any} target */
function isVendor(value, target) {
  return isObject(value) && !markOf(value) && value !== target[STUB]?.track && value !== /** @type {any} */ (globalThis)[STUB]?.track;
}

/** @param {Slot} slot @param {Track} shown */
function remove(slot, shown) {
  const wasSeen = last(slot.shown) === shown;
  slot.shown = slot.shown.filter((other) => other !== shown);
  const { target, before, later, get } = slot;
  const now = descriptorOf(target);
  if (!get) {
    if (wasSeen && now?.value === shown) Reflect.set(target, NAME, last(slot.shown) ?? before?.value);
  } else if (slot.shown.length === 0 && now?.get === get) {
    if (later) Reflect.defineProperty(target, NAME, own({ value: later.value, writable: true, enumerable: before?.enumerable ?? true, configurable: true }));
    else if (before) Reflect.defineProperty(target, NAME, before);
    else Reflect.deleteProperty(target, NAME);
  }
  if (slot.stub?.to === shown) connect(slot);
}

/**
 * The object that the page sees. It is plain, so that other scripts may copy it, detach its functions and write to it.
 * @param {Slot} slot @param {Track} track @param {ReturnType<typeof createEchoes>} echoes
 */
function createShown(slot, track, echoes) {
  /** @type {Track} */
  const shown = {};
  for (const name of METHODS) {
    const method = (/** @type {any} */ params) => (echoes.has(name, params) ? passDown(slot, name, params) : track[name](params));
    Object.defineProperty(method, 'name', own({ value: name, configurable: true }));
    Object.defineProperty(method, SLOT, own({ value: slot }));
    shown[name] = method;
  }
  return shown;
}

/**
 * A vendor object that is assigned later may be a wrapper around our own functions. What we pass to it then comes back to us.
 * This detects such calls, which would otherwise loop forever.
 */
function createEchoes() {
  /** @type {Set<string>} */
  const running = new Set();
  /** @type {WeakSet<object>} */
  const handed = new WeakSet();
  return {
    /** @param {string} name @param {any} params */
    has: (name, params) => running.has(name) || handed.has(params),
    /** A view of the vendor's object that reads its methods only when they are used. @param {any} vendor */
    watched(vendor) {
      const face = {};
      for (const name of METHODS) Object.defineProperty(face, name, own({ enumerable: true, get: () => watch(vendor, name, vendor[name]) }));
      return face;
    },
  };

  /** @param {any} vendor @param {string} name @param {any} method */
  function watch(vendor, name, method) {
    if (typeof method !== 'function') return method;
    return (/** @type {any} */ params) => {
      handed.add(params);
      running.add(name);
      try {
        return Reflect.apply(method, vendor, [params]);
      } finally {
        running.delete(name);
      }
    };
  }
}

/** Calls what the wrapper would have wrapped without us. @param {Slot} slot @param {string} name @param {any} params */
async function passDown(slot, name, params) {
  const vendor = withoutUs({ ...slot, later: undefined });
  return isVendor(vendor, slot.target) ? vendor[name](params) : { statusCode: 1, message: 'Error 0 - No ocularOrderTrack on this page', code: 'NO_WIDGET' };
}

/**
 * The target's stub, or the page's if no bridge is connected to it: its calls must not be lost.
 * @param {any} target @returns {Stub | undefined}
 */
function stubFor(target) {
  const pageStub = /** @type {any} */ (globalThis)[STUB];
  return target[STUB] ?? (pageStub?.to ? undefined : pageStub);
}

/** Sends the stub's queued and future calls to the functions that the page sees. @param {Slot} slot */
function connect({ stub, shown }) {
  if (!stub) return;
  const to = last(shown);
  // `to` is set last: calls made during this loop join the queue, which preserves their order.
  for (let call; to && (call = stub.calls.shift()); ) {
    clearTimeout(call.timer);
    call.done(to[call.name](call.params));
  }
  stub.to = to;
}

/** @template T @param {() => T} call @returns {T} */
function guard(call) {
  try {
    return call();
  } catch (cause) {
    throw cause instanceof OrderBridgeError ? cause : refused(cause);
  }
}

/** @param {unknown} [cause] */
function refused(cause) {
  return new OrderBridgeError('CONFIG', `install(target): ${NAME} cannot be put on this target.`, { cause });
}
