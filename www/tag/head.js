/**
 * Adds the code that a shop has in the head of each page, as set by the switches of /tag.html: directly, or through a tag manager.
 * A real shop has the code itself in the head.
 */
(() => {
  const switches = JSON.parse(sessionStorage.getItem('tag-demo:switches') || '{}');
  const code = switches.code ?? '<script async src="/pkg/tag.js" data-currency="CLP" data-debug></script>';

  /**
   * Runs the scripts in a piece of HTML by creating new elements.
   * @param {string} html @param {(name: string) => boolean} keeps  Which attributes to copy.
   */
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

  // A minimal Tag Manager: it wraps `push`, merges pushes into a model, and runs custom HTML on DOMContentLoaded.
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
    // It drops every attribute except `src`.
    runHtml(code, (name) => name === 'src');
  });
})();
