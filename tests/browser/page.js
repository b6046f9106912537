// Makes a bridge as src/js/bridge.mjs does, from the real shell and the functions of the wasm under test.
import { bridgeOptions, callOptions } from '../../src/js/shell/options.js';
import { pack } from '../../src/js/shell/pack.js';
import { facts, isPublic, languages } from '../../src/js/shell/page.js';
import { outcome, report } from '../../src/js/shell/results.js';
import { Shell } from '../../src/js/shell/shell.js';

const NO_OPTIONS = { types: 'undefined\nundefined', kept: {} };

export function openBridge(door, options) {
  const given = bridgeOptions(options, languages());
  const number = door.open(given.text, given.types, isPublic(), facts);
  const shell = new Shell(given.kept, { emit() {}, hasListeners: () => false, widget: () => undefined });

  const run = (method, values, own = NO_OPTIONS) => {
    const [first, second] = [...values.map(pack), pack(null)];
    const call = shell.call(door, own.kept);
    return call.run(door.begin(number, method, first, own.text ?? second, own.types, call));
  };
  return {
    report: async (method, params) => JSON.parse(await run(method, [params])),
    async place(method, order, options) {
      const own = callOptions(options);
      return outcome(await run(method, [order], own));
    },
    check: (what, value) => report(door.check(number, what, pack(value))),
    quote: (params) => JSON.parse(door.quote(pack(params))),
  };
}
