/** In place of the wasm's class: writes down what it is asked and answers what the test says. */
export function fakeCore({ answer = () => ({ statusCode: 0, message: 'Success' }) } = {}) {
  const calls = [];
  class Core {
    static version() {
      return 'fake';
    }

    constructor(options, emit, host) {
      Object.assign(this, { options, emit, host });
      Core.last = this;
    }

    start() { calls.push('start'); }
    dispose() { calls.push('dispose'); }
    free() { calls.push('free'); }
    setBuyOrder(params) { return this.called('setBuyOrder', params); }
    setBuyOrderState(params) { return this.called('setBuyOrderState', params); }
    async called(name, params) {
      calls.push([name, params]);
      return answer(name, params, this);
    }
    quoteBuyOrder(params) {
      if (!params?.items) throw { code: 'VALIDATION', message: 'not valid', detail: { items: ['is required.'] } };
      return { lines: [], totals: [] };
    }
  }
  return { Core, calls };
}

/** The answers to a bridge in transport "widget", as far as these tests need them: the vendor's own. */
export const askWidget = (name, params, core) => {
  const vendor = core.host.widget();
  return vendor ? vendor[name]({ ...params }) : { statusCode: 1, message: 'none', code: 'NO_WIDGET' };
};
