/** Requests to Ocular: retries, headers, the session in the path, the configurable state request. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guestOrder, limitFor, line, OCULAR, sent, setUp } from './lib/bridge.mjs';

const SUCCESS = { statusCode: 0, message: 'Success' };
const numbered = { external_id: 'ORDER-8454', items: [line()] };
const nameless = { items: [line()] };

/** fault, resulting answer */
const PASSING = [
  [{ fault: 'status', status: 500 }, { statusCode: 1, message: 'Error 500 - Internal server error' }],
  [{ fault: 'status', status: 200, body: { statusCode: 1, message: 'Error 500 - Internal server error' } }, { statusCode: 1, message: 'Error 500 - Internal server error' }],
  [{ fault: 'status', status: 502, body: '<html>Bad gateway</html>' }, { statusCode: 1, message: 'Error 502 - Bad gateway', code: 'SERVER' }],
  [{ fault: 'status', status: 503, body: 'busy' }, { statusCode: 1, message: 'Error 503 - busy', code: 'SERVER' }],
  [{ fault: 'reset-before' }, { statusCode: 1, message: 'Error 0 - Network error', code: 'NETWORK' }],
  [{ fault: 'lost-after-commit' }, { statusCode: 1, message: 'Error 0 - Network error', code: 'NETWORK' }],
  [{ fault: 'hang' }, { statusCode: 1, message: 'Error 0 - Time-out', code: 'TIMEOUT' }],
];

const CALLS = [
  ['setBuyOrder', numbered, 3],
  ['setBuyOrderState', { external_id: 'ORDER-8454', payment_status: 1 }, 3],
  ['setBuyOrder', nameless, 1],
  ['setBuyOrderState', { payment_status: 1 }, 1],
];

for (const [fault, answer] of PASSING) {
  test(`${JSON.stringify(fault)}: three attempts with external_id, one without`, async () => {
    await Promise.all(CALLS.map(async ([name, params, tries]) => {
      const { standIn, bridge, ocularOrderTrack } = await setUp({ timeoutMs: limitFor(fault) });
      standIn.faults.add({ route: name, times: null, ...('status' in fault && { retryAfter: 0 }), ...fault });
      assert.deepStrictEqual(await ocularOrderTrack[name](params), answer);
      assert.equal(sent(standIn, name), tries, `${name} ${JSON.stringify(params)}`);
      bridge.dispose();
    }));
  });
}

test('the first good answer ends the retries', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 503, retryAfter: 0 });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(numbered), SUCCESS);
  assert.deepEqual([sent(standIn, 'setBuyOrder'), standIn.state.ocularOrders.length], [2, 1]);
});

test('Retry-After is respected', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status: 503, retryAfter: 1 });
  const started = performance.now();
  await ocularOrderTrack.setBuyOrder(numbered);
  assert.ok(performance.now() - started >= 990);
});

test('a plain refusal is not retried', async () => {
  for (const [status, body, answer] of [
    [401, 'Unauthorized', { statusCode: 1, message: 'Error 401 - Unauthorized', code: 'UNAUTHORIZED' }],
    [403, { error: 'x' }, { statusCode: 1, message: 'Error 403 - Forbidden', code: 'FORBIDDEN' }],
    [404, '<html>', { statusCode: 1, message: 'Error 404 - Not found', code: 'NOT_FOUND' }],
    [400, { message: 'Wrong session' }, { statusCode: 1, message: 'Error 400 - Wrong session', code: 'REJECTED' }],
    [422, { detail: { name: ['is required.', 7, null], price: 'wrong', none: {} } }, { statusCode: 2, message: 'Field validation error', detail: { name: ['is required.'], price: ['wrong'] } }],
  ]) {
    const { standIn, ocularOrderTrack } = await setUp();
    standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status, body });
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(numbered), answer);
    assert.equal(sent(standIn, 'setBuyOrder'), 1);
  }
});

test("an HTML page did not come from Ocular, so the report is sent again", async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  standIn.faults.add({ route: 'setBuyOrder', fault: 'html-200' });
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(numbered), SUCCESS);
  assert.deepEqual([sent(standIn, 'setBuyOrder'), standIn.state.reports.length], [2, 1]);
  standIn.faults.add({ route: 'setBuyOrder', fault: 'html-200' });
  const { external_id: _, ...once } = numbered;
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(once), { statusCode: 1, message: 'Error 200 - Unexpected answer', code: 'BAD_RESPONSE' });
});

test('any other 2xx is a success', async () => {
  for (const [status, body] of [[201, '{}'], [204, ''], [200, 'OK'], [202, { statusCode: 9 }]]) {
    const { standIn, ocularOrderTrack } = await setUp();
    standIn.faults.add({ route: 'setBuyOrder', fault: 'status', status, body });
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(numbered), SUCCESS);
  }
});

test('only the configured headers and the content type are sent, and OneEntry gets none of them', async () => {
  const { standIn, ocularOrderTrack, guestCheckout } = await setUp({ ocular: { headers: { 'X-Api-Key': 'k3y', authorization: 'Bearer b' } } });
  await ocularOrderTrack.setBuyOrder(numbered);
  await ocularOrderTrack.setBuyOrderState({ payment_status: 0 });
  await guestCheckout.placeOrder(guestOrder());
  const [order, state, ...others] = standIn.state.requests;
  for (const { headers } of [order, state]) {
    assert.deepStrictEqual(headers, { authorization: 'Bearer b', 'content-type': 'application/json', 'x-api-key': 'k3y' });
  }
  for (const { headers } of others) assert.deepEqual([headers['x-api-key'], headers.authorization], [undefined, undefined]);
});

test('the session is a string, a number, or a function that is called for each report', async () => {
  let current = 'first';
  for (const [sessionId, expected] of [['1536', '1536'], [1536, '1536'], ['a-B_9', 'a-B_9'], ['x'.repeat(64), 'x'.repeat(64)], [() => 7, '7'], [() => current, 'first']]) {
    const { standIn, ocularOrderTrack } = await setUp({ ocular: { sessionId } });
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder(nameless), SUCCESS);
    assert.equal(standIn.state.reports[0].session, expected);
    if (expected !== 'first') continue;
    current = 'second';
    await ocularOrderTrack.setBuyOrderState({ payment_status: 0 });
    assert.equal(standIn.state.reports[1].session, 'second');
  }
});

test('any other session is refused, and nothing is sent', async () => {
  const invalid = ['', ' ', '15 36', '../1536', '15/36', '1536?', '15%2F36', 'ñ', 'x'.repeat(65), '1\n', 1.5, 1e21];
  const asked = [...invalid, null, undefined, true, {}, [], ['1536'], Promise.resolve('1536'), Symbol('s'), 5n].map((value) => () => value);
  for (const sessionId of [...invalid, undefined, null, ...asked, () => { throw new Error('no'); }]) {
    const { standIn, ocularOrderTrack } = await setUp({ ocular: { sessionId } });
    const label = `${typeof sessionId} ${String(sessionId)}`;
    for (const answer of [await ocularOrderTrack.setBuyOrder(numbered), await ocularOrderTrack.setBuyOrderState({ external_id: 'A', payment_status: 0 })]) {
      assert.deepEqual([answer.statusCode, answer.code, typeof answer.message], [1, 'NO_OCULAR_SESSION', 'string'], label);
    }
    assert.equal(standIn.state.requests.length, 0, label);
  }
});

test('wrong fields are reported even without a session', async () => {
  const { ocularOrderTrack } = await setUp({ ocular: { sessionId: undefined } });
  assert.equal((await ocularOrderTrack.setBuyOrder({ items: [] })).statusCode, 2);
});

test('the state request is configurable', async () => {
  for (const stateRequest of [
    { method: 'PATCH', path: '/sessions/{ocular_session_id}/order/state' },
    { method: 'POST', path: '/sessions/{ocular_session_id}/order' },
    { method: 'PUT', path: '/states/{ocular_session_id}' },
  ]) {
    const { standIn, ocularOrderTrack } = await setUp({ ocular: { stateRequest }, standIn: { ocularState: stateRequest } });
    await ocularOrderTrack.setBuyOrder(numbered);
    assert.deepStrictEqual(await ocularOrderTrack.setBuyOrderState({ external_id: 'ORDER-8454', payment_status: 1 }), SUCCESS);
    const { method, url } = standIn.state.requests[1];
    assert.deepEqual([method, url], [stateRequest.method, `${OCULAR}${stateRequest.path.replace('{ocular_session_id}', '1536')}`]);
    assert.equal(standIn.state.ocularOrders[0].payment_status, 1);
  }
});

test('the documented service is the default', async () => {
  const asked = [];
  const { ocularOrderTrack } = await setUp({ ocular: { baseUrl: undefined }, fetch: async (url, { method }) => { asked.push(`${method} ${url}`); return new Response('{"statusCode":0}'); } });
  await ocularOrderTrack.setBuyOrder(nameless);
  await ocularOrderTrack.setBuyOrderState({ payment_status: 0 });
  const url = 'https://api.ocularsolution.com/api/product-management/v1/sessions/1536/order';
  assert.deepEqual(asked, [`POST ${url}`, `PUT ${url}`]);
});

test('unknown properties are not sent, and each gives one warning with its path', async () => {
  const { standIn, bridge, ocularOrderTrack } = await setUp();
  const warnings = [];
  bridge.on('warning', (warning) => warnings.push(warning));
  const answer = await ocularOrderTrack.setBuyOrder({ ...numbered, total: 1, items: [line({ sku: 'S', variants: [{ name: 'a', value: 'b', id: 1 }] })] });
  assert.deepStrictEqual(answer, SUCCESS);
  assert.deepEqual(warnings.map(({ code }) => code), Array(3).fill('UNKNOWN_PROPERTY'));
  for (const path of ['total', 'items.0.sku', 'items.0.variants.0.id']) assert.equal(warnings.filter(({ message }) => message.split(/\s/).includes(path)).length, 1, path);
  assert.deepEqual(standIn.state.reports[0].observations, []);
});

test('a body larger than 1 MiB is not sent', async () => {
  const { standIn, ocularOrderTrack } = await setUp();
  const items = Array.from({ length: 20 }, () => line({ description: 'x'.repeat(60_000) }));
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder({ items }), {
    statusCode: 2, message: 'Field validation error', detail: { params: ['SessionOrderControllerValidator: params must be at most 1048576.'] },
  });
  assert.equal(standIn.state.requests.length, 0);
  assert.deepStrictEqual(await ocularOrderTrack.setBuyOrder({ items: items.slice(0, 16) }), SUCCESS);
});
