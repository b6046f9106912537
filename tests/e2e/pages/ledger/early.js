// Loaded after watch.js: breaks the storage as the test asks, and stops the page at the point that the test names.
(function () {
  window.settings = JSON.parse(new URLSearchParams(location.search).get('settings') ?? '{}');
  window.shown = [];
  addEventListener('pageshow', ({ persisted }) => window.shown.push(persisted));

  spoil(window.settings.storage ?? '');
  if (window.settings.locks === false) Object.defineProperty(navigator, 'locks', { value: undefined });
  if (window.settings.points) markPoints();

  function spoil(what) {
    const quota = () => { throw new DOMException('full', 'QuotaExceededError'); };
    if (what.includes('database throws')) IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };
    if (what.includes('database hangs')) IDBFactory.prototype.open = () => ({});
    if (what.includes('no database')) Object.defineProperty(window, 'indexedDB', { value: undefined });
    if (what.includes('database full')) IDBObjectStore.prototype.put = quota;
    if (what.includes('local full')) Storage.prototype.setItem = quota;
    if (what.includes('no local')) Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
  }

  /**
   * Names every point at which the page waits or acts. `points` lists the points passed so far; at `killAt` the page stops.
   * "spin": the page loops until its process is killed. "dead": nothing that the page does has an effect any more, for browsers
   * whose driver does not survive the death of a process; the page is then closed.
   */
  function markPoints() {
    const { fetch: send } = window;
    const never = new Promise(() => {});
    let seen = new Map();
    let dead = false;

    window.arm = (killAt) => {
      seen = new Map();
      window.points = [];
      window.killAt = killAt ?? null;
    };
    /** Stops the page immediately instead of at a point. */
    window.stopNow = () => {
      if (window.settings.points === 'dead') dead = true;
      else setTimeout(() => { for (;;); });
    };
    window.point = (name) => {
      if (dead || !window.points) return;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const label = count > 1 ? `${name} ${count}` : name;
      window.points.push(label);
      if (label !== window.killAt) return;
      if (window.settings.points === 'dead') {
        dead = true;
        void send(`${window.services.servicesUrl}/point`);
        return;
      }
      const request = new XMLHttpRequest();
      request.open('GET', `${window.services.servicesUrl}/point`, false);
      try { request.send(); } catch { /* the request only has to arrive */ }
      for (;;);
    };

    const routeOf = (method, url) => {
      const { pathname } = new URL(url);
      if (/\/orders-storage\/marker\/[^/]+\/orders$/.test(pathname)) return method === 'POST' ? 'createOrder' : 'listOrders';
      return `${method} ${pathname.split('/').filter((part) => /^[a-z-]+$/.test(part)).at(-1)}`;
    };
    window.fetch = async (url, init) => {
      // The page's own files and the wasm are not points, except the wasm on the tag's pages.
      if (init === undefined || new URL(url, location.href).origin === location.origin) {
        if (window.settings.keys) window.point('the wasm is asked for');
        return dead ? never : send(url, init);
      }
      const route = routeOf(init.method, url);
      window.point(`${route} leaves`);
      if (dead) return never;
      const response = await send(url, init);
      window.point(`${route} is answered`);
      if (dead) return never;
      const read = response.text.bind(response);
      response.text = async () => {
        const text = await read();
        window.point(`${route} is read`);
        return dead ? never : text;
      };
      return response;
    };

    const { locks } = navigator;
    const request = locks.request.bind(locks);
    locks.request = (name, options, callback) => {
      const kind = name.split('/')[1];
      window.point(`lock ${kind} is asked for`);
      if (dead) return never;
      return request(name, options, (lock) => {
        window.point(`lock ${kind} is ${lock ? 'taken' : 'busy'}`);
        return dead ? never : callback(lock);
      });
    };

    for (const method of ['put', 'delete']) {
      const act = IDBObjectStore.prototype[method];
      IDBObjectStore.prototype[method] = function (...args) {
        const what = `${method} ${String(args.at(-1)).split('/')[0]}`;
        window.point(`${what} begins`);
        const result = act.apply(this, args);
        if (dead) this.transaction.abort();
        else this.transaction.addEventListener('complete', () => window.point(`${what} is done`));
        return result;
      };
    }
    for (const method of ['setItem', 'removeItem']) {
      const act = Storage.prototype[method];
      Storage.prototype[method] = function (...args) {
        if (!dead) act.apply(this, args);
        // Only the tag's pages set `keys`: writes to these keys are points as well.
        if (window.settings.keys?.includes(args[0])) window.point(`${method} ${args[0]} is done`);
      };
    }
  }
})();
