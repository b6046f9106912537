// The part of RequireJS that Magento's pages need: `define` and `require` with names, and scripts of type text/x-magento-init, which
// contain the name of a module and its configuration.
(function () {
  const defined = new Map();
  const waiting = new Map();
  window.define = (name, needs, make) => {
    defined.set(name, { needs, make });
    (waiting.get(name) || []).forEach((go) => go());
  };
  window.define.amd = {};
  const load = (name) => new Promise((done) => {
    const go = async () => {
      const one = defined.get(name);
      one.value = one.value || one.make(...(await Promise.all(one.needs.map(load))));
      done(one.value);
    };
    if (defined.has(name)) return void go();
    if (!waiting.has(name)) {
      waiting.set(name, []);
      document.head.append(Object.assign(document.createElement('script'), { src: `/${name}.js` }));
    }
    waiting.get(name).push(go);
  });
  window.require = (names, act) => Promise.all(names.map(load)).then((modules) => act(...modules));
  addEventListener('DOMContentLoaded', () => {
    for (const { text } of document.querySelectorAll('script[type="text/x-magento-init"]')) {
      for (const modules of Object.values(JSON.parse(text))) {
        for (const [name, given] of Object.entries(modules)) window.require([name], (module) => module(given));
      }
    }
  });
})();
