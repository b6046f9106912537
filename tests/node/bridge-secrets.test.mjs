/** What only the services may see never appears in a problem, a warning, an event or an error. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { loadOrderBridge } from '../../pkg/node.mjs';
import { FAULTS } from '../../www/standin/index.mjs';
import { guestOrder, setUp } from './lib/bridge.mjs';

const TOKEN = 'canary-app-token-7f3a';
const GUEST = '5f2c1d7e-8a4b-4c3d-9e6f-0a1b2c3d4e5f';
const SECRETS = {
  token: TOKEN,
  user: 'canary.user@shop.example',
  password: 'canary-password-91',
  name: 'canary-name of a guest',
  phone: '+5690canary1234',
  mail: 'canary.mail@home.example',
  coupon: 'canary-coupon',
  header: 'canary-ocular-key',
};
const authData = () => [{ marker: 'email_reg', value: SECRETS.user }, { marker: 'password_reg', value: SECRETS.password }];
const order = (changes) => guestOrder({
  couponCode: SECRETS.coupon,
  formData: [
    { marker: 'guest_name', type: 'string', value: SECRETS.name },
    { marker: 'guest_phone', type: 'string', value: SECRETS.phone },
    { marker: 'guest_email', type: 'string', value: SECRETS.mail },
  ],
  ...changes,
});

function free(value, label) {
  const text = `${inspect(value, { depth: Infinity, showHidden: true })} ${JSON.stringify(value)}`;
  for (const [name, secret] of Object.entries(SECRETS)) assert.ok(!text.includes(secret), `${label}: the ${name} is exposed`);
  assert.doesNotMatch(text, /eyJ[\w-]{10}/, `${label}: an access token is exposed`);
}

/** A bridge whose warnings and events are recorded. */
async function listening(guest) {
  const received = [];
  const parts = await setUp({
    timeoutMs: 50,
    guest,
    oneEntry: { token: TOKEN },
    ocular: { headers: { 'x-api-key': SECRETS.header } },
    standIn: { tokens: [TOKEN], sharedGuest: { id: 16, provider: 'email', userIdentifier: SECRETS.user, authData: authData() } },
    onWarning: (warning) => received.push(warning),
  });
  for (const type of ['step', 'tracked', 'warning']) parts.bridge.on(type, (event) => received.push(event));
  return { ...parts, received };
}

/** A service that leaks: it repeats everything that it was sent. */
const talkative = () => ({ statusCode: 400, message: `wrong: ${Object.values(SECRETS).join(' ')}`, ...SECRETS });

const FAULTS_OF_ALL = FAULTS.map((fault) => (fault === 'redirect' ? { fault, to: `https://elsewhere.example/?${TOKEN}` } : { fault }));

for (const route of ['auth', 'createOrder', 'createSession', 'updateSession']) {
  test(`whatever happens at ${route}, no secret is exposed`, async () => {
    const talking = [400, 401, 403, 404, 500].map((status) => ({ fault: 'status', status, body: talkative() }));
    await Promise.all([...FAULTS_OF_ALL, ...talking].map(async (fault) => {
      const { standIn, guestCheckout, received } = await listening({ authData: authData() });
      standIn.faults.add({ route, times: 5, retryAfter: 0, ...fault });
      const result = await guestCheckout.placeOrder(order({ extra: SECRETS.mail }), { sessionStatus: 'opened', onStep: (event) => received.push(event) });
      const label = `${route} ${JSON.stringify(fault.status ?? fault.fault)}`;
      free([result.problem, result.warnings, result.detail, result.reference, result.session], label);
      free(received, `${label}, events`);
      assert.ok(received.length > 0);
      standIn.close();
    }));
  });
}

test('the single steps expose no secret', async () => {
  const { standIn, guestCheckout, received } = await listening({ guestId: GUEST });
  standIn.faults.add({ route: '*', fault: 'status', status: 400, times: null, body: talkative() });
  const results = [
    await guestCheckout.createOrder(order()),
    await guestCheckout.createSession(90),
    await guestCheckout.updateSessionById(47, { status: SECRETS.name }),
    await guestCheckout.getSessionByOrderId(90),
  ];
  for (const result of results) free(result, 'single step');
  free(received, 'single steps, events');
});

test('a broken rule is named by its path, not by its value', async () => {
  const { bridge, guestCheckout, ocularOrderTrack, received } = await listening();
  const long = SECRETS.mail + 'x'.repeat(300);
  const wrong = order({ storage: long, products: SECRETS.phone, couponCode: long, bonusAmount: SECRETS.name, unknown: SECRETS.mail });
  free(await guestCheckout.placeOrder(wrong), 'placeOrder');
  free(bridge.validateGuestOrder(wrong), 'validateGuestOrder');
  const params = { external_id: long, items: [{ name: long, price: SECRETS.phone, currency: SECRETS.name, image: SECRETS.mail, secret: SECRETS.token }] };
  free(await ocularOrderTrack.setBuyOrder(params), 'setBuyOrder');
  free(bridge.validateBuyOrder(params), 'validateBuyOrder');
  free(await ocularOrderTrack.setBuyOrderState({ payment_status: SECRETS.name }), 'setBuyOrderState');
  free(received, 'events');
});

test('errors about options name the option, not its value', async () => {
  const project = { url: 'https://project.example', token: TOKEN };
  for (const options of [
    { oneEntry: { ...project, url: `https://${SECRETS.user.replace('@', '%40')}:${SECRETS.password}@project.example` } },
    { oneEntry: { ...project, url: `http://project.example/${TOKEN}` } },
    { oneEntry: { ...project, token: `${TOKEN} ${TOKEN}` } },
    { oneEntry: { ...project, langCode: SECRETS.name } },
    { oneEntry: { ...project, guest: { guestId: TOKEN } } },
    { oneEntry: { ...project, guest: { authData: [{ marker: SECRETS.user, value: 7 }] } } },
    { oneEntry: { ...project, guest: { provider: { name: SECRETS.user }, authData: authData() } } },
    { ocular: { headers: { 'x-api-key': `${SECRETS.header}\n` } } },
    { ocular: { headers: { [`${SECRETS.header} `]: 'x' } } },
    { ocular: { baseUrl: `http://ocular.example/${SECRETS.header}` } },
    { timeoutMs: SECRETS.phone },
    { paymentHosts: SECRETS.mail },
  ]) {
    const error = await loadOrderBridge(options).catch((caught) => caught);
    assert.equal(error.code, 'CONFIG', Object.keys(options)[0]);
    free([error, error.message, error.stack, error.cause], Object.keys(options)[0]);
  }
});

test('printing a bridge shows no secret', async () => {
  const { bridge, guestCheckout } = await listening({ authData: authData() });
  await guestCheckout.placeOrder(order());
  free(bridge, 'bridge');
  assert.deepEqual(Object.keys(bridge).filter((key) => /token|options|core/i.test(key)), []);
});
