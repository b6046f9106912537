// Loaded after watch.js: tracks open listeners and timers.
(function () {
  const listeners = new Map();
  const timers = new Map();
  // WebKit's driver implements the script timeout with a timer in the page (15 s, lib/browser.mjs).
  const isDrivers = (timer) => timer === 'timeout 15000';
  window.open_things = () => ({ listeners: [...listeners.values()].sort(), timers: [...timers.values()].filter((timer) => !isDrivers(timer)).sort() });

  const ids = new WeakMap();
  let last = 0;
  const id = (object) => {
    if (typeof object !== 'object' && typeof object !== 'function') return String(object);
    if (!ids.has(object)) ids.set(object, (last += 1));
    return ids.get(object);
  };
  const key = (target, [type, listener, options]) =>
    [id(target), type, id(listener), typeof options === 'boolean' ? options : Boolean(options?.capture)].join(' ');
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (...args) {
    const target = this ?? window;
    listeners.set(key(target, args), `${target.constructor.name} ${args[0]}`);
    return add.apply(target, args);
  };
  EventTarget.prototype.removeEventListener = function (...args) {
    const target = this ?? window;
    listeners.delete(key(target, args));
    return remove.apply(target, args);
  };

  const { setTimeout: start, clearTimeout: stop, setInterval: startRepeat, clearInterval: stopRepeat } = window;
  window.setTimeout = (callback, ms, ...args) => {
    const timer = start(() => {
      timers.delete(timer);
      callback(...args);
    }, ms);
    timers.set(timer, `timeout ${ms}`);
    return timer;
  };
  window.setInterval = (callback, ms, ...args) => {
    const timer = startRepeat(callback, ms, ...args);
    timers.set(timer, `interval ${ms}`);
    return timer;
  };
  window.clearTimeout = (timer) => {
    timers.delete(timer);
    stop(timer);
  };
  window.clearInterval = (timer) => {
    timers.delete(timer);
    stopRepeat(timer);
  };
})();
