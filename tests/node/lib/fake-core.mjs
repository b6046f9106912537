/** A fake of the wasm: records the calls it receives and answers what the test says. */
const METHODS = ['SetBuyOrder', 'SetCopiedBuyOrder', 'SetBuyOrderState', 'Deliver'];
const NAMES = { SetBuyOrder: 'setBuyOrder', SetBuyOrderState: 'setBuyOrderState' };

/** Reverses src/js/shell/pack.js. */
function unpack(text) {
  const [keys, value] = JSON.parse(text);
  const plain = (one) => {
    if (!Array.isArray(one)) return one;
    const [kind, ...rest] = one;
    if (kind === -1) return rest.map(plain);
    if (kind === -2) return Number(rest[0]);
    return kind < 0 ? undefined : Object.fromEntries(keys[kind].map((key, i) => [key, plain(rest[i])]));
  };
  return plain(value);
}

export function fakeCore({ answer = () => ({ statusCode: 0, message: 'Success' }) } = {}) {
  const calls = [];
  const results = new Map();
  const core = { host: { widget: () => core.shell.widget() } };
  const door = {
    Method: Object.fromEntries(METHODS.map((name, i) => [name, i])),
    Check: {},
    isAlive: () => true,
    onFailure: () => () => {},
    version: () => 'fake',
    open: () => 0,
    close: () => calls.push('free'),
    begin(bridge, method, first, second, types, call) {
      const name = METHODS[method];
      const running = results.size;
      results.set(running, undefined);
      if (name === 'Deliver') {
        core.shell = call.shell;
        calls.push('start');
        return running;
      }
      const params = unpack(first);
      calls.push([NAMES[name], params]);
      void Promise.resolve(answer(NAMES[name], params, core)).then((value) => {
        results.set(running, JSON.stringify(value));
        call.go();
      });
      return running;
    },
    resume: (running) => results.get(running),
    cancel: () => calls.push('dispose'),
    quoteBuyOrder(text) {
      if (!unpack(text)?.items) throw JSON.stringify({ code: 'VALIDATION', message: 'not valid', detail: { items: ['is required.'] } });
      return JSON.stringify({ lines: [], totals: [] });
    },
  };
  return { instances: { door: () => door, failed: () => 0, ready: () => undefined, readyNow() {} }, calls, core };
}

/** Answers like a bridge with transport "widget", as far as these tests need it: with the vendor's own answer. */
export const askWidget = (name, params, core) => {
  const vendor = core.host.widget();
  return vendor ? vendor[name]({ ...params }) : { statusCode: 1, message: 'none', code: 'NO_WIDGET' };
};
