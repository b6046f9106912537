// A fake of Shopify's side of a custom pixel, inside its frame: `analytics` and `browser`. Console output is also posted to the page.
(function () {
  const handlers = [];
  const asked = new Map();
  window.analytics = { subscribe: async (name, handler) => void handlers.push({ name, handler }) };
  addEventListener('message', ({ data }) => {
    if (asked.has(data.id)) asked.get(data.id)(data.value);
    else for (const { name, handler } of handlers) if (name === data.name) handler({ id: 'event-1', name, data: data.data });
  });
  const ask = (store, method, args) => new Promise((done) => {
    const id = `${Math.random()}`;
    asked.set(id, done);
    parent.postMessage({ id, store, method, args }, '*');
  });
  const storage = (store) => Object.fromEntries(['getItem', 'setItem', 'removeItem'].map((method) => [method, (...args) => ask(store, method, args)]));
  window.browser = { localStorage: storage('localStorage'), sessionStorage: storage('sessionStorage') };

  const tell = (said) => parent.postMessage({ said }, '*');
  const { info } = console;
  console.info = (...words) => {
    tell(words.join(' '));
    info.apply(console, words);
  };
  addEventListener('error', ({ message }) => tell(`error: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => tell(`rejection: ${reason}`));
  const tried = (look) => {
    try {
      return String(look());
    } catch (error) {
      return error.name;
    }
  };
  addEventListener('load', () => tell(`ready: origin ${self.origin}, storage ${tried(() => sessionStorage.length)}, page ${tried(() => parent.document.title)}`));
})();
