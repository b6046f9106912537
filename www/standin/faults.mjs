/**
 * Faults by name and route: `add({ route: 'createOrder', fault: 'lost-after-commit', times: 2 })`.
 *
 * | fault | what happens | acts | own fields |
 * |---|---|---|---|
 * | refused | the connection is refused | no | |
 * | offline-like | the same until it is cleared, also for preflights | no | times (null) |
 * | reset-before | the connection drops before the service acts | no | |
 * | lost-after-commit | acts, then the connection drops | yes | |
 * | slow | waits, then acts and answers | yes | ms (1000); commit: true acts before waiting |
 * | hang | never answers | no | commit: true acts |
 * | late-commit | answers a status (504), or gives no answer with end "reset" or "hang", and acts later | later | ms (1000), end; those of status |
 * | truncated | acts, sends half of the JSON | yes | broken: true ends the body with a network error |
 * | bad-json | acts, answers text that is not JSON | yes | commit: false does not act |
 * | html-200 | answers with a web page | no | commit: true acts |
 * | empty-200 | acts, answers 200 with an empty body | yes | commit: false does not act |
 * | status | answers a status | no | status (500), body, message, retryAfter, headers; commit: true acts |
 * | status-after-commit | acts, then answers a status | yes | those of status |
 * | rejected | 400 with a documented refusal of the route; Ocular refuses by field | no | those of status, for example status: 422 |
 * | unauthorized | 401 | no | those of status |
 * | forbidden | 403 | no | those of status |
 * | not-found | 404 | no | those of status |
 * | conflict | 409 | no | those of status |
 * | busy | 429, Retry-After in seconds | no | those of status; retryAfter (1) |
 * | busy-date | 429, Retry-After as a date | no | the same, still in seconds |
 * | busy-garbage | 429, invalid Retry-After | no | the same, "soon" |
 * | server-error | 500 | no | those of status |
 * | server-error-after-commit | acts, then 500 | yes | those of status |
 * | bad-gateway | 502 | no | those of status |
 * | unavailable | 503 | no | those of status |
 * | gateway-timeout | 504 | no | those of status |
 * | redirect | answers with a redirect | no | to, status (307); commit: true acts |
 * | no-cors | acts, answers without CORS headers | yes | preflight: true fails the preflight instead |
 * | stale-list | answers reads with an earlier state | yes | ms (10000) |
 *
 * Every fault takes `times` (default 1, null for always), `after` (the number of calls to skip first)
 * and `cors: false` (an answer without CORS headers). A status is answered in the service's own error format.
 */
import { PRESET_NAMES, standardTimes } from './presets.mjs';

export const FAULTS = Object.freeze([
  'slow', 'hang', 'refused', 'reset-before', 'lost-after-commit', 'truncated', 'bad-json', 'html-200', 'empty-200',
  'status', 'status-after-commit', 'late-commit', 'redirect', 'no-cors', 'stale-list', ...PRESET_NAMES,
]);

const FIELDS = [
  'route', 'fault', 'times', 'after', 'cors', 'ms', 'commit', 'broken', 'status', 'body', 'message', 'retryAfter', 'headers', 'end', 'to', 'preflight',
];
/** Faults that also fail preflights, but only with `times: null`: the call itself is then never sent, so it could not be counted. */
const UNREACHABLE = ['refused', 'offline-like'];

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

  const meets = (route) => (fault) => fault.route === '*' || fault.route === route;
  const failsPreflightOnly = (fault) => fault.fault === 'no-cors' && fault.preflight === true;
  const ofCall = (route) => waiting.filter(meets(route)).find((fault) => !failsPreflightOnly(fault));
  const ofPreflight = (route) => {
    const coming = ofCall(route);
    return waiting.filter(meets(route)).find(failsPreflightOnly) ?? (coming?.left === Infinity && UNREACHABLE.includes(coming.fault) ? coming : undefined);
  };

  return {
    names: FAULTS,
    routes: routeNames,

    /** @param {Fault} fault */
    add(fault) {
      if (fault === null || typeof fault !== 'object') throw new RangeError('a fault must be an object');
      if (fault.route !== '*' && !routeNames.includes(fault.route)) throw new RangeError(`unknown route ${fault.route}`);
      if (!FAULTS.includes(fault.fault)) throw new RangeError(`unknown fault ${fault.fault}`);
      const foreign = Object.keys(fault).find((name) => !FIELDS.includes(name));
      if (foreign !== undefined) throw new RangeError(`a fault has no field ${foreign}`);
      if (fault.fault === 'redirect' && typeof fault.to !== 'string') throw new RangeError('a redirect needs its address in "to"');
      const given = Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined));
      const times = given.times === undefined ? standardTimes(fault.fault) : given.times;
      if (times !== null && !(times > 0)) throw new RangeError('times must be a positive number, or null for always');
      waiting.push({ ...given, left: times ?? Infinity, skip: given.after ?? 0 });
    },

    clear() {
      waiting = [];
    },

    /** Pending faults. */
    list() {
      return waiting.map(({ left, skip, ...fault }) => ({ ...fault, times: left === Infinity ? null : left, after: skip }));
    },

    /**
     * The fault for this call, which uses it up.
     * @param {string} route
     * @param {boolean} isPreflight
     * @returns {Fault | null}
     */
    take(route, isPreflight = false) {
      const found = isPreflight ? ofPreflight(route) : ofCall(route);
      if (!found) return null;
      if (found.skip > 0) {
        // A fault that matches both the preflight and the call is counted once, at the call.
        if (!isPreflight || failsPreflightOnly(found)) found.skip -= 1;
        return null;
      }
      found.left -= 1;
      if (found.left === 0) waiting = waiting.filter((fault) => fault !== found);
      return found;
    },
  };
}
