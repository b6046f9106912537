/** The state as shown over HTTP: secrets are masked, everything else is unchanged. */

const MASK = '•••';
const SECRET_HEADERS = ['x-app-token', 'authorization', 'cookie', 'x-api-key'];
const SECRET_FIELDS = ['accessToken', 'refreshToken', 'clientSecret', 'signingSecretKey'];
const SECRET_ROUTES = ['auth', 'refresh', 'logout'];

/** @param {ReturnType<typeof import('./state.mjs').createState>} state */
export function maskedState(state) {
  return {
    revision: state.revision,
    orders: state.orders,
    paymentSessions: state.paymentSessions.map(maskFields),
    reports: state.reports.map((report) => ({ ...report, headers: maskHeaders(report.headers) })),
    ocularOrders: state.ocularOrders,
    requests: state.requests.map((entry) => ({
      ...entry,
      headers: maskHeaders(entry.headers),
      body: SECRET_ROUTES.includes(entry.route) ? maskText(entry.body) : entry.body,
      answer: maskText(entry.answer),
    })),
  };
}

function maskHeaders(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.includes(name) ? MASK : value]));
}

function maskFields(object) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, SECRET_FIELDS.includes(name) ? MASK : value]));
}

/** Masks secrets in a JSON text, including the values of a sign-in. */
function maskText(text) {
  if (typeof text !== 'string') return text;
  const fields = [...SECRET_FIELDS, 'value'].join('|');
  const secrets = text.includes('"authData"') ? fields : SECRET_FIELDS.join('|');
  return text.replace(new RegExp(`"(${secrets})":\\s*"(?:[^"\\\\]|\\\\.)*"`, 'g'), `"$1":"${MASK}"`);
}
