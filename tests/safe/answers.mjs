/** Undocumented answers to every request that the package makes: each call still has a result, and never a wrong one. */
import { CALLS, optionsOf, services } from './calls.mjs';
import { each } from './kit.mjs';

const DEEP = 10_000;
const HUGE = 5 * 1024 * 1024;

const text = (/** @type {string} */ body) => () => body;
const bytes = (/** @type {number[]} */ ...list) => () => new Uint8Array(list);
/** Routes for which the body is valid, because a list may be empty or all its properties are optional. */
const LISTS = ['getAccounts'];

/**
 * Name, body, routes for which it is a valid answer.
 * @type {[name: string, body: () => BodyInit | null, fits?: string[]][]}
 */
export const BODIES = [
  ['nothing', () => null],
  ['empty', text('')],
  ['a space', text(' ')],
  ['line breaks', text('\r\n\r\n')],
  ['null', text('null')],
  ['true', text('true')],
  ['false', text('false')],
  ['zero', text('0')],
  ['minus one', text('-1')],
  ['a number that overflows', text('1e999')],
  ['an empty string', text('""')],
  ['a string', text('"Success"')],
  ['an empty list', text('[]'), LISTS],
  ['a nested list', text('[[]]')],
  ['a list of null', text('[null]')],
  ['a list of an empty object', text('[{}]')],
  ['a list of numbers', text('[90]')],
  ['an empty object', text('{}')],
  ['id null', text('{"id":null}')],
  ['id a string', text('{"id":"90"}')],
  ['id zero', text('{"id":0,"statusCode":null}')],
  ['id minus one', text('{"id":-1,"statusCode":-1}')],
  ['id with a fraction', text('{"id":1.5,"statusCode":0.5}')],
  ['id that overflows', text('{"id":1e400,"statusCode":1e400}')],
  ['id too large to be exact', text('{"id":9007199254740993}')],
  ['id of 20 digits', text('{"id":99999999999999999999}')],
  ['id of 100,000 digits', () => `{"id":${'9'.repeat(100_000)}}`],
  ['id an object', text('{"id":{"id":90},"statusCode":{}}')],
  ['id a list', text('{"id":[90],"statusCode":[0]}')],
  ['id true', text('{"id":true,"statusCode":false}')],
  ['property names in capitals', text('{"ID":90,"STATUSCODE":0}')],
  ['cut off', text('{"id":90,"statusCode":0')],
  ['cut off in a string', text('{"id":90,"currency":"US')],
  ['cut off in an escape', text('{"id":90,"currency":"\\u00')],
  ['a trailing comma', text('{"id":90,"statusCode":0,}')],
  ['single quotes', text("{'id':90,'statusCode':0}")],
  ['no quotes', text('{id:90,statusCode:0}')],
  ['two documents', text('{"id":90,"statusCode":0}{"id":91}')],
  ['text after it', text('{"id":90,"statusCode":0} ok')],
  ['text before it', text(')]}\',\n{"id":90,"statusCode":0}')],
  ['NUL after it', text('{"id":90,"statusCode":0}\u0000')],
  ['NUL before it', text('\u0000{"id":90,"statusCode":0}')],
  ['a bad escape', text('{"id":90,"statusCode":0,"x":"\\x"}')],
  ['a line break in a string', text('{"id":90,"statusCode":0,"x":"a\nb"}')],
  ['a comment', text('{"id":90,"statusCode":0} // done')],
  ['a bracket', text('[')],
  ['a closing bracket', text(']')],
  ['a brace', text('{')],
  ['a comma', text(',')],
  ['a quote', text('"')],
  ['undefined', text('undefined')],
  ['NaN', text('NaN')],
  ['Infinity', text('{"id":Infinity,"statusCode":Infinity}')],
  ['a leading zero', text('{"id":090,"statusCode":00}')],
  ['a leading plus', text('{"id":+90,"statusCode":+0}')],
  ['a hexadecimal number', text('{"id":0x5a,"statusCode":0x0}')],
  ['a web page', text('<!doctype html><title>Sign in to the network</title>')],
  ['XML', text('<?xml version="1.0"?><id>90</id>')],
  ['a form', text('id=90&statusCode=0')],
  ['an event stream', text('data: {"id":90,"statusCode":0}\n\n')],
  ['the vendor\'s message as plain text', text('Success')],
  ['a prototype', text('{"__proto__":{"id":90,"statusCode":0,"accessToken":"a"}}')],
  ['a constructor', text('{"constructor":{"prototype":{"id":90,"statusCode":0}}}')],
  ['an error with status 200', text('{"statusCode":500,"message":"Internal server error"}')],
  ['bytes that are not UTF-8', bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d)],
  ['UTF-16', bytes(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00)],
  ['a gzip that was not decompressed', bytes(0x1f, 0x8b, 0x08, 0x00, 0x00)],
  [`${DEEP} lists deep`, () => '['.repeat(DEEP) + ']'.repeat(DEEP)],
  [`${DEEP} lists deep and cut off`, () => '['.repeat(DEEP)],
  [`${DEEP} objects deep`, () => '{"id":'.repeat(DEEP) + '90' + '}'.repeat(DEEP)],
  [`an id, and something ${DEEP} levels deep`, () => `{"id":90,"statusCode":0,"x":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`],
  ['an id, and more than 4 MiB', () => `{"id":90,"statusCode":0,"x":"${'x'.repeat(HUGE)}"}`],
  ['a list of more than 4 MiB', () => `[${'0,'.repeat(HUGE / 2)}0]`],
  ['more than 4 MiB of spaces', () => `${' '.repeat(HUGE)}{"id":90,"statusCode":0}`],
  ['a body that breaks off', () => new ReadableStream({ start: (to) => to.error(new TypeError('cut')) })],
];

const CODES = ['BAD_RESPONSE', 'NETWORK', 'TIMEOUT', 'SERVER', 'REJECTED', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'RATE_LIMITED', 'UNKNOWN_OUTCOME'];
const isProblem = (problem) => CODES.includes(problem?.code) && typeof problem.message === 'string' && problem.message.length > 10 && typeof problem.retryable === 'boolean';

/** What is malformed in a result: '' for a documented one. */
function misshapen(route, result) {
  if (route.startsWith('setBuyOrder')) {
    const { statusCode, message, code } = result ?? {};
    return statusCode === 0 || (statusCode === 1 && typeof message === 'string' && (code === undefined || CODES.includes(code))) || statusCode === 2 ? '' : 'no documented answer';
  }
  if ('outcome' in result) {
    if (result.outcome === 'accepted') return Number.isInteger(result.order.id) && result.order.id > 0 ? '' : 'an order without a number';
    return isProblem(result.problem) && (result.outcome === 'unknown' || result.outcome === 'rejected') ? '' : 'no documented outcome';
  }
  return result.ok === true ? '' : isProblem(result.problem) ? '' : 'no documented result';
}

/** Summarises what the caller received. */
function seen(result) {
  if ('statusCode' in result) return result.statusCode === 0 ? 'ok' : (result.code ?? `statusCode ${result.statusCode}`);
  if (result.outcome === 'accepted' || result.ok === true) return 'ok';
  return `${result.outcome ? `${result.outcome} ` : ''}${result.problem.code}`;
}

/** Results of an unusable 2xx answer; all other routes give BAD_RESPONSE. */
const EXPECTED = { createOrder: 'unknown BAD_RESPONSE', listOrders: 'unknown UNKNOWN_OUTCOME' };
/** Ocular does not document its answers: every complete 2xx counts, unless it is a web page or a refusal. */
const NO_WORD_OF_OCULAR = /4 MiB|breaks off|a web page|XML|id minus one|an error with status 200/;

function expectedOf(route, name, fits) {
  if (fits.includes(route)) return 'ok';
  if (route.startsWith('setBuyOrder')) return NO_WORD_OF_OCULAR.test(name) ? 'BAD_RESPONSE' : 'ok';
  if (route === 'getSessionByOrderId' && name === 'an empty list') return 'NOT_FOUND';
  return EXPECTED[route] ?? 'BAD_RESPONSE';
}

/**
 * @param {(options: object) => Promise<any>} loadOrderBridge
 * @param {{ statuses?: number[], every?: number }} [how]  `every`: each route gets every n-th body, with a different offset per route.
 */
export async function answers(loadOrderBridge, { statuses = [200, 400], every = 1 } = {}) {
  const wrong = [];
  let cells = 0;
  await each(CALLS, CALLS.length, async (call) => {
    /** @type {() => Response} */
    let answer;
    const bridge = await loadOrderBridge(optionsOf(call, { fetch: services(call, () => answer()).fetch }));
    for (const status of statuses) {
      for (const [name, make, fits = []] of BODIES.filter((_, index) => (index + CALLS.indexOf(call)) % every === 0)) {
        cells += 1;
        const label = `${call.route}, ${status}, ${name}`;
        answer = () => new Response(make(), { status });
        const result = await call.run(bridge).catch((error) => ({ thrown: error }));
        const fault = result.thrown ? `rejects with ${result.thrown.stack}` : misshapen(call.route, result);
        const expected = status === 200 ? expectedOf(call.route, name, fits) : null;
        if (fault) wrong.push(`${label}: ${fault}: ${JSON.stringify(result).slice(0, 200)}`);
        else if (expected === null && (seen(result) === 'ok' || result.outcome === 'accepted')) wrong.push(`${label}: counts as a success`);
        else if (expected !== null && seen(result) !== expected) wrong.push(`${label}: ${seen(result)} instead of ${expected}`);
      }
    }
    bridge.dispose();
  });
  return { bodies: BODIES.length, routes: CALLS.length, statuses, cells, wrong };
}
