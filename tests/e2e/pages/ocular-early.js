// A shop's classic script: installs the vendor's object that the test asks for, and makes calls before any module has loaded.
(function () {
  const settings = JSON.parse(new URLSearchParams(location.search).get('settings') ?? '{}');
  window.settings = settings;
  window.order = (external_id, more) => ({ external_id, items: [{ name: 'Crema facial', quantity: 1, price: 2990, currency: 'CLP' }], ...more });
  window.answers = [];
  /** Calls the page's object and records the answer. */
  window.track = (label, method, params, object = window.ocularOrderTrack) => {
    const entry = { label, answer: null };
    window.answers.push(entry);
    const promise = object[method](params);
    entry.isPromise = promise instanceof Promise;
    return promise.then((answer) => { entry.answer = answer; return answer; }, (error) => { entry.rejected = String(error); });
  };

  const arrive = () => {
    window.vendor = window.ocularVendors.make(settings.vendor);
    window.ocularOrderTrack = window.vendor;
  };
  if (settings.vendor && settings.late === undefined) arrive();
  if (settings.late !== undefined) setTimeout(arrive, settings.late);
  for (const [label, method, params] of settings.early ?? []) window.track(label, method, params);
})();
