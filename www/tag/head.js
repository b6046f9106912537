/**
 * What a shop has in the head of each page. The switches of /tag.html say what: the code by itself, or a tag manager that brings
 * it. In a real shop it stands there as it is.
 */
(() => {
  const switches = JSON.parse(sessionStorage.getItem('tag-demo:switches') || '{}');
  const code = switches.code ?? '<script async src="/pkg/tag.js" data-currency="CLP" data-debug></script>';
  const policy = window.trustedTypes?.createPolicy('shop-head', { createHTML: (text) => text, createScriptURL: (text) => text });
  const trusted = (kind, text) => (policy ? policy[kind](text) : text);

  /** Runs the scripts of a piece of HTML, as a tag manager does: elements made anew, so that there is no `currentScript`. */
  function runHtml(html) {
    const { scripts } = new DOMParser().parseFromString(trusted('createHTML', html), 'text/html');
    for (const found of scripts) {
      const script = document.createElement('script');
      for (const { name, value } of found.attributes) {
        if (name === 'src') script.src = trusted('createScriptURL', value);
        else script.setAttribute(name, value);
      }
      document.head.append(script);
    }
  }

  window.dataLayer = window.dataLayer || [];
  if (switches.brings !== 'manager') return runHtml(code);

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
    runHtml(code);
  });
})();
