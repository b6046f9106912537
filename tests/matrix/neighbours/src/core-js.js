// Simulates an old browser, so that core-js has something to polyfill. `require`, because imports would run before these lines.
window.ownPromise = Promise;
for (const name of ['structuredClone', 'URL', 'URLSearchParams', 'queueMicrotask', 'Map', 'Set', 'WeakMap', 'Promise']) window[name] = undefined;
require('core-js-bundle');
window.neighbour = { acts: () => window.Promise !== window.ownPromise && /^3\./.test(window['__core-js_shared__'].versions[0].version) };
