/**
 * What goes wrong, told per route and by name: `add({ route: 'createOrder', fault: 'lost-after-commit', times: 2 })`.
 *
 * | fault | what happens | acts | own fields |
 * |---|---|---|---|
 * | slow | waits, then acts and answers | yes | ms (1000); commit: true acts first and waits then |
 * | hang | never answers | no | commit: true acts |
 * | reset-before | the connection dies before the service acts | no | |
 * | lost-after-commit | acts, then the connection dies | yes | |
 * | truncated | acts, half of the JSON comes | yes | broken: true ends the body with a network error |
 * | bad-json | acts, answers text that is no JSON | yes | commit: false does not act |
 * | html-200 | answers a web page | no | commit: true acts |
 * | empty-200 | acts, answers 200 with nothing in it | yes | commit: false does not act |
 * | status | answers a status | no | status (500), body, message, retryAfter, headers |
 * | status-after-commit | acts, then answers a status | yes | the same |
 * | late-commit | answers a status (504), or with end "reset" or "hang" not at all, and acts later | later | ms (1000), status, end |
 * | redirect | answers a redirect | no | to, status (307); commit: true acts |
 * | no-cors | acts, answers without CORS headers | yes | preflight: true fails the preflight instead |
 * | stale-list | answers reads as they were a while ago | yes | ms (10000) |
 *
 * Every fault takes `times` (default 1, null: always), `after` (leaves that many calls alone first)
 * and `cors: false` (its answer carries no CORS headers).
 */

export const FAULTS = Object.freeze([
  'slow', 'hang', 'reset-before', 'lost-after-commit', 'truncated', 'bad-json', 'html-200', 'empty-200',
  'status', 'status-after-commit', 'late-commit', 'redirect', 'no-cors', 'stale-list',
]);

/**
 * @typedef {object} Fault
 * @property {string} route  A route's name, or "*".
 * @property {string} fault
 * @property {number | null} [times]
 * @property {number} [after]
 * @property {number} [ms]
 * @property {boolean} [commit]
 * @property {boolean} [broken]
 * @property {number} [status]
 * @property {unknown} [body]  A string is sent as it is, anything else as JSON.
 * @property {string} [message]
 * @property {number | string} [retryAfter]
 * @property {Record<string, string>} [headers]
 * @property {'status' | 'reset' | 'hang'} [end]
 * @property {string} [to]
 * @property {boolean} [preflight]
 * @property {boolean} [cors]
 */

/** @param {readonly string[]} routeNames */
export function createFaults(routeNames) {
  /** @type {(Fault & { left: number, skip: number })[]} */
  let waiting = [];

  return {
    names: FAULTS,
    routes: routeNames,

    /** @param {Fault} fault */
    add(fault) {
      if (fault === null || typeof fault !== 'object') throw new RangeError('a fault is an object');
      if (fault.route !== '*' && !routeNames.includes(fault.route)) throw new RangeError(`unknown route ${fault.route}`);
      if (!FAULTS.includes(fault.fault)) throw new RangeError(`unknown fault ${fault.fault}`);
      if (fault.fault === 'redirect' && typeof fault.to !== 'string') throw new RangeError('a redirect needs its address in "to"');
      const times = fault.times === undefined ? 1 : fault.times;
      if (times !== null && !(times > 0)) throw new RangeError('times is a positive number, or null for always');
      waiting.push({ ...fault, left: times ?? Infinity, skip: fault.after ?? 0 });
    },

    clear() {
      waiting = [];
    },

    /** Faults that are still to come. */
    list() {
      return waiting.map(({ left, skip, ...fault }) => ({ ...fault, times: left === Infinity ? null : left, after: skip }));
    },

    /**
     * The fault of this call, used up by it.
     * @param {string} route
     * @param {boolean} isPreflight
     * @returns {Fault | null}
     */
    take(route, isPreflight = false) {
      const found = waiting.find((fault) => (fault.route === '*' || fault.route === route)
        && isPreflight === (fault.fault === 'no-cors' && fault.preflight === true));
      if (!found) return null;
      if (found.skip > 0) {
        found.skip -= 1;
        return null;
      }
      found.left -= 1;
      if (found.left === 0) waiting = waiting.filter((fault) => fault !== found);
      return found;
    },
  };
}
