// A fake of Google's container, written from its documentation. It replaces `push` of the data layer, merges pushes into a model (null
// clears a value), keeps the last 300 events, and fires tags. The elements of a Custom HTML tag are created anew: a script keeps only
// its attributes src, id and charset. `window.container` holds the tags and what happened:
// { tags: [{ html, on: ['gtm.js'], needs: 'ad_storage' }], model, fired }.
(function () {
  const MOST_EVENTS = 300;
  const { container } = window;
  const layer = (window.dataLayer = window.dataLayer || []);
  const consent = {};
  const isPlain = (value) => Object.prototype.toString.call(value) === '[object Object]';
  container.model = {};
  container.fired = [];

  function merge(from, to) {
    for (const [key, value] of Object.entries(from)) {
      if (Array.isArray(value)) to[key] = merge(value, Array.isArray(to[key]) ? to[key] : []);
      else if (isPlain(value)) to[key] = merge(value, isPlain(to[key]) ? to[key] : {});
      else to[key] = value;
    }
    return to;
  }

  /** Inserts nodes one after the other; waits for each script with a src to load. */
  function insert(nodes, done) {
    const [node, ...rest] = nodes;
    if (!node) return done();
    if (node.nodeName !== 'SCRIPT') {
      document.body.append(node);
      return insert(rest, done);
    }
    const script = document.createElement('script');
    script.async = false;
    script.type = 'text/javascript';
    script.id = node.id;
    script.text = node.text;
    const src = node.getAttribute('src');
    if (src) {
      script.onload = () => insert(rest, done);
      script.src = src;
    }
    document.body.append(script);
    if (!src) insert(rest, done);
  }

  function fire({ html }, name) {
    const template = document.createElement('template');
    template.innerHTML = html;
    const run = () => insert([...template.content.childNodes], () => container.fired.push(name));
    if (document.body) run();
    else addEventListener('DOMContentLoaded', run);
  }

  function process(event) {
    if (Object.prototype.toString.call(event) === '[object Arguments]') {
      const [command, what, more] = event;
      if (command === 'consent') Object.assign(consent, more);
      // gtag's events are also events of the container.
      if (command !== 'event') return;
      merge({ eventModel: more }, container.model);
      return react(what);
    }
    if (!isPlain(event)) return;
    merge(event, container.model);
    if (event.event) react(event.event);
  }
  const react = (name) => container.tags.filter(({ on, needs }) => on.includes(name) && (!needs || consent[needs] === 'granted')).forEach((tag) => fire(tag, name));

  const { push } = layer;
  layer.push = function (...events) {
    const answer = push.apply(layer, events);
    events.forEach(process);
    while (layer.length > MOST_EVENTS) layer.shift();
    return answer;
  };
  [...layer].forEach(process);
})();
