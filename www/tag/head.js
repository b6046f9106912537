/**
 * What a shop has in the head of each page. The switches of /tag.html say what: the code by itself, or a tag manager that brings
 * it. In a real shop it stands there as it is.
 */
(() => {
  const switches = JSON.parse(sessionStorage.getItem('tag-demo:switches') || '{}');
  const code = switches.code ?? '<script async src="/pkg/tag.js" data-currency="CLP" data-debug></script>';

  /** Runs the scripts of a piece of HTML as elements made anew. @param {string} html @param {(name: string) => boolean} keeps  Which attributes stay. */
  function runHtml(html, keeps) {
    for (const found of new DOMParser().parseFromString(html, 'text/html').scripts) {
      const script = document.createElement('script');
      for (const { name, value } of found.attributes) if (keeps(name)) script.setAttribute(name, value);
      script.textContent = found.textContent;
      document.head.append(script);
    }
  }

  window.dataLayer = window.dataLayer || [];
  if (switches.brings !== 'manager') return runHtml(code, () => true);

  // Tag Manager in few lines: `push` is wrapped, what is pushed is merged into a model, and custom HTML runs when the page is read.
  const model = {};
  const merge = (into, from) => {
    for (const [key, value] of Object.entries(from)) {
      if (value && typeof value === 'object' && !Array.isArray(value)) into[key] = merge(into[key] ?? {}, value);
      else into[key] = value;
    }
    return into;
  };
  const layer = window.dataLayer;
  const push = layer.push;
  layer.push = function (...events) {
    const length = push.apply(layer, events);
    for (const event of events) merge(model, event);
    return length;
  };
  layer.push({ 'gtm.start': Date.now(), event: 'gtm.js' });
  addEventListener('DOMContentLoaded', () => {
    layer.push({ event: 'gtm.dom' });
    // It leaves out every attribute but the address.
    runHtml(code, (name) => name === 'src');
  });
})();
