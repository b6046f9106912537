// Fakes of the vendor's object: `ocularVendors.make(behaviour)`. Each records its arguments as JSON in `calls`.
(function (root) {
  var SUCCESS = { statusCode: 0, message: 'Success' };
  var getters = function (names) {
    return names.reduce(function (object, name) {
      return Object.defineProperty(object, name, { enumerable: true, get: function () { throw new Error('getter ' + name); } });
    }, {});
  };

  /** What a call returns or does, by behaviour. */
  var ANSWERS = {
    value: function () { return { statusCode: 0, message: 'Success' }; },
    promise: function () { return Promise.resolve({ statusCode: 0, message: 'Success' }); },
    slow: function () { return new Promise(function (done) { setTimeout(done, 150, SUCCESS); }); },
    thenable: function () { return { then: function (done) { done(SUCCESS); } }; },
    nothing: function () {},
    nothingLater: function () { return Promise.resolve(); },
    text: function () { return 'Success'; },
    failure: function () { return { statusCode: 1, message: 'Error 500 - Internal server error' }; },
    invalid: function () {
      return { statusCode: 2, message: 'Field validation error', detail: { field_one: ['SessionOrderControllerValidator: field_one is required.', 7], field_two: 'alone' } };
    },
    unknownCode: function () { return { statusCode: 9, message: 'Odd' }; },
    textCode: function () { return { statusCode: '0', message: 'Success' }; },
    frozen: function () { return Object.freeze({ statusCode: 0, message: 'Success' }); },
    getters: function () { return getters(['statusCode', 'message', 'detail']); },
    throwing: function () { throw new Error('vendor failed'); },
    throwingNull: function () { throw null; },
    rejecting: function () { return Promise.reject(new Error('vendor failed')); },
    rejectingNothing: function () { return Promise.reject(); },
    silent: function () { return new Promise(function () {}); },
    throwingThen: function () { return Object.defineProperty({}, 'then', { get: function () { throw new Error('then'); } }); },
    changesParams: function (params) {
      params.items.length = 0;
      params.external_id = 'changed';
      return SUCCESS;
    },
  };

  /** Objects with an unusual shape. */
  var OBJECTS = {
    throwingGetter: function () { return getters(['setBuyOrder', 'setBuyOrderState']); },
    noMethods: function () { return {}; },
    methodsNoFunctions: function () { return { setBuyOrder: 1, setBuyOrderState: 'no' }; },
    failsOnce: function (calls) {
      var failed = false;
      return vendor(calls, function () {
        if (failed) return SUCCESS;
        failed = true;
        throw new Error('not yet');
      });
    },
    /** Works only when called as a method of its object, like a class instance. */
    needsThis: function (calls) {
      var object = vendor(calls, function () { return this === object ? SUCCESS : { statusCode: 1, message: 'lost this' }; });
      return object;
    },
  };

  function vendor(calls, answer) {
    var method = function (name) {
      return function (params) {
        calls.push(JSON.stringify([name, params]));
        return answer.call(this, params);
      };
    };
    return { setBuyOrder: method('setBuyOrder'), setBuyOrderState: method('setBuyOrderState') };
  }

  root.ocularVendors = {
    answers: Object.keys(ANSWERS),
    objects: Object.keys(OBJECTS),
    make: function (behaviour) {
      var calls = [];
      var object = OBJECTS[behaviour] ? OBJECTS[behaviour](calls) : vendor(calls, ANSWERS[behaviour]);
      return Object.defineProperty(object, 'calls', { value: calls });
    },
  };
})(self);
