// The clock of a test's page. It runs at the speed of the wall clock and can be advanced (tests/e2e/lib/clock.mjs). Timers that are
// due then run at once, in order. It also reports the page's pending work, so that no pause is skipped during a request, a write
// or a wait for a lock.
(function ({ ahead, asked }) {
  const { setTimeout: start, clearTimeout: stop } = window;
  // Not the page's addEventListener, because tests count the listeners added with it.
  const { addEventListener } = EventTarget.prototype;
  const when = (target, types, act) => types.forEach((type) => addEventListener.call(target, type, act));
  const { now: wall } = Date;
  const sinceLoad = performance.now.bind(performance);
  const now = () => wall() + ahead;
  Date.now = now;
  performance.now = () => sinceLoad() + ahead - atLoad;
  const atLoad = ahead;

  const timers = new Map();
  // Starts high, so that ids do not clash with those of the browser.
  let last = 1_000_000_000;
  function run(id) {
    const timer = timers.get(id);
    timers.delete(id);
    changes += 1;
    timer?.act();
  }
  // WebKit's driver implements the script timeout with a timer in the page (lib/browser.mjs), which is not the page's own.
  const DRIVERS_MS = 15_000;
  window.setTimeout = (callback, ms = 0, ...values) => {
    if (ms === DRIVERS_MS) return start(callback, ms, ...values);
    const id = (last += 1);
    changes += 1;
    const wait = Math.max(0, Number(ms) || 0);
    const act = typeof callback === 'function' ? () => callback(...values) : () => {};
    timers.set(id, { due: now() + wait, act, handle: start(run, wait, id) });
    return id;
  };
  window.clearTimeout = (id) => {
    const timer = timers.get(id);
    if (!timer) return stop(id);
    stop(timer.handle);
    timers.delete(id);
  };

  /** The pending work apart from requests, and a counter of everything that has happened so far. */
  let working = 0;
  let changes = 0;
  const begin = () => {
    let open = true;
    working += 1;
    return () => {
      if (!open) return;
      open = false;
      working -= 1;
      changes += 1;
    };
  };

  /** Requests without a response: method and address, and an index among equal requests of this page and earlier ones. */
  const requests = new Set();
  const counts = new Map(Object.entries(asked));
  const { fetch } = window;
  window.fetch = async (input, init) => {
    const { method, url } = input instanceof Request ? input : { method: init?.method ?? 'GET', url: input };
    const { pathname, search } = new URL(url, location.href);
    const what = `${method} ${pathname}${search}`;
    const entry = [what, counts.get(what) ?? 0];
    counts.set(what, entry[1] + 1);
    requests.add(entry);
    try {
      const response = await fetch(input, init);
      for (const method of ['text', 'json', 'arrayBuffer']) {
        const read = response[method].bind(response);
        response[method] = () => {
          const end = begin();
          const body = read();
          body.then(end, end);
          return body;
        };
      }
      return response;
    } finally {
      requests.delete(entry);
      changes += 1;
    }
  };

  for (const method of ['open', 'deleteDatabase']) {
    const act = IDBFactory.prototype[method];
    IDBFactory.prototype[method] = function (...values) {
      const request = act.apply(this, values);
      const end = begin();
      when(request, ['success', 'error', 'blocked'], end);
      return request;
    };
  }
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...values) {
    const made = transaction.apply(this, values);
    const end = begin();
    when(made, ['complete', 'error', 'abort'], end);
    return made;
  };
  const request = navigator.locks?.request;
  if (request) {
    // A held lock is granted only when it is released, so waiting for it counts as work for a moment only.
    const PATIENCE_MS = 300;
    navigator.locks.request = function (name, ...rest) {
      const callback = rest.pop();
      const end = begin();
      start(end, PATIENCE_MS);
      return request.call(navigator.locks, name, ...rest, (lock) => {
        end();
        return callback(lock);
      });
    };
  }

  /** When the next timer is due. */
  const next = () => Math.min(Infinity, ...[...timers.values()].map(({ due }) => due));

  window.testClock = {
    look: () => ({ working, changes, requests: [...requests], next: next() }),
    /** Advances the clock to that of the test, and runs all timers that are due by then. */
    set(to) {
      if (to <= ahead) return;
      ahead = to;
      for (const [id, timer] of [...timers].sort(([, a], [, b]) => a.due - b.due)) {
        stop(timer.handle);
        timer.handle = start(run, Math.max(0, timer.due - now()), id);
      }
    },
  };
})(window.testClockStart);
