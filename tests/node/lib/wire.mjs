/** Makes the requests that a stand-in received comparable. */

/** Headers that the runtime adds to every request: no client chose them, and pages cannot. */
export const TRANSPORT_HEADERS = {
  host: 'the address of the server, here a free port',
  connection: 'HTTP/1.1 connection handling of the runtime',
  'user-agent': 'set by the runtime, a page cannot change it',
  accept: 'default of fetch, neither client sets it',
  'accept-language': 'default of fetch, neither client sets it',
  'accept-encoding': 'fetch handles decompression',
  'content-length': 'follows from the body, which is compared',
  'sec-fetch-mode': 'forbidden header name, set by fetch',
  'cache-control': "added by fetch for the mode no-store, which the bridge uses for reads so that no orders are cached",
  pragma: 'the same for HTTP/1.0 caches',
};

/** Headers that are compared after their random part, which differs in each process, is replaced. */
export const NORMALISED_HEADERS = {
  'x-device-metadata': 'outside a page the instance id is random in each process: it becomes <id>, its first ten characters <id10>; everything else is compared, order of keys included',
  authorization: "the token is the service's and random: it is checked against the newest sign-in of its own run, then becomes <token>",
};

/** @param {ReturnType<typeof import('../../../www/standin/index.mjs').createStandIn>} standIn */
export function wire(standIn) {
  let token;
  return standIn.state.requests.map((entry) => {
    const comparable = {
      method: entry.method,
      path: entry.path,
      query: entry.query,
      headers: comparableHeaders(entry.headers, token),
      body: entry.body === '' ? null : JSON.parse(entry.body),
    };
    if (['auth', 'refresh'].includes(entry.route) && entry.status === 201) token = JSON.parse(entry.answer).accessToken;
    return comparable;
  });
}

function comparableHeaders(headers, token) {
  const own = Object.entries(headers).filter(([name]) => !Object.hasOwn(TRANSPORT_HEADERS, name));
  return Object.fromEntries(own.sort().map(([name, value]) => [name, normalised(name, value, token)]));
}

function normalised(name, value, token) {
  if (name === 'authorization' && value === `Bearer ${token}`) return 'Bearer <token>';
  return name === 'x-device-metadata' ? withoutInstance(value) : value;
}

/** `{"fingerprint":"UQ_<id>","deviceInfo":{…"browser":"Node.js/<id10>"…}}` */
function withoutInstance(text) {
  const [, id] = /^\{"fingerprint":"UQ_([0-9a-z]{20,40})"/.exec(text) ?? [];
  if (id === undefined) return text;
  return text.replace(`UQ_${id}"`, 'UQ_<id>"').replace(`Node.js/${id.slice(0, 10)}"`, 'Node.js/<id10>"');
}

/** One text for each place where two requests differ, such as `POST /path: headers.x-guest-id`. */
export function differences(ours, theirs) {
  const found = [];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i += 1) {
    const name = `${(ours[i] ?? theirs[i]).method} ${(ours[i] ?? theirs[i]).path}`;
    if (!ours[i] || !theirs[i]) found.push(`${name}: ${ours[i] ? 'only ours' : 'only the SDK'}`);
    else found.push(...places(ours[i], theirs[i]).map((place) => `${name}: ${place}`));
  }
  return found;
}

function places(a, b, at = '') {
  if (Object.is(a, b)) return [];
  const isBranch = (value) => value !== null && typeof value === 'object';
  if (!isBranch(a) || !isBranch(b) || Array.isArray(a) !== Array.isArray(b)) return [at];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => {
    const path = at === '' ? key : `${at}.${key}`;
    return Object.hasOwn(a, key) && Object.hasOwn(b, key) ? places(a[key], b[key], path) : [path];
  });
}
