// A fake of Shopify's side of a custom pixel, in the shop's page: a sandboxed frame, the storage it may request, the events.
(function () {
  addEventListener('message', ({ source, data: { id, store, method, args } = {} }) => {
    if (id) source.postMessage({ id, value: window[store][method](...args) }, '*');
  });
  addEventListener('DOMContentLoaded', () => {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts allow-forms';
    frame.src = '/pixel';
    document.body.append(frame);
  });
  window.publish = (name, data) => document.querySelector('iframe').contentWindow.postMessage({ name, data }, '*');
  addEventListener('message', ({ data: { said } = {} }) => {
    if (said) (window.pixelSaid = window.pixelSaid || []).push(said);
  });
})();
