// Queues Ocular calls until order-bridge is installed, for at most data-limit ms.
(function (w, key, script, limit, stub) {
  if (!w || w.ocularOrderTrack || w[key = Symbol.for('order-bridge.stub')]) return;
  script = w.document && document.currentScript;
  limit = script && +script.dataset.limit;
  stub = w[key] = { calls: [], track: w.ocularOrderTrack = {} };
  ['setBuyOrder', 'setBuyOrderState'].forEach(function (name) {
    stub.track[name] = function (params) {
      if (stub.to) return stub.to[name](params);
      try { params = structuredClone(params); } catch (_) {}
      return new Promise(function (done) {
        var call = { name: name, params: params, done: done };
        stub.calls.push(call);
        call.timer = setTimeout(function () {
          stub.calls.splice(stub.calls.indexOf(call), 1);
          done({ statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' });
        }, limit > 0 ? Math.min(limit, 2e9) : 3e4);
      });
    };
  });
})(typeof self == 'object' && self);
