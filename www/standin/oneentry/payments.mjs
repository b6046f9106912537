/** Payment accounts, and the routes of payment sessions. */
import { json, Refusal, TEXTS } from '../answer.mjs';
import { demandId, localized, page, titleOf } from './body.mjs';
import { demandSessionBody, demandSessionUpdate } from './order-body.mjs';
import { openSession, sessionsOf, write } from './sessions.mjs';

const SESSION_NOT_FOUND = 'Payment session not found';

export function getAccounts({ world, query }) {
  return json(200, world.accounts.map((account) => accountView(world, query, account)));
}

export function getAccount({ world, query, params }) {
  const account = world.accounts.find(({ id }) => id === demandId(params.id));
  if (!account) throw new Refusal(404, 'Payment account not found');
  return json(200, accountView(world, query, account));
}

export function createSession({ world, caller, body, origin }) {
  demandSessionBody(body);
  const order = world.orders.get(body.orderId);
  if (!order || order.owner !== caller.owner) throw new Refusal(404, TEXTS.orderNotFound);
  const account = world.accounts.find(({ identifier }) => identifier === order.versions.latest.paymentAccountIdentifier);
  if (account.status !== 'connected') throw new Refusal(world.settings.notConnectedStatus, TEXTS.accountNotConnected);
  return json(201, openSession(world, order, account, origin, body.type).versions.latest);
}

export function listSessions({ world, caller, query, asOf }) {
  const own = [...world.sessions.values()]
    .filter((session) => session.owner === caller.owner)
    .map((session) => session.versions.asOf(asOf))
    .filter(Boolean);
  return json(200, { items: page(own, query), total: own.length });
}

export function getSession({ world, caller, params, asOf }) {
  const value = demandOwnSession(world, caller, params).versions.asOf(asOf);
  if (!value) throw new Refusal(404, SESSION_NOT_FOUND);
  return json(200, value);
}

export function getSessionByOrderId({ world, caller, params, asOf }) {
  const { sessionByOrder, sessionOrder } = world.settings;
  const own = sessionsOf(world, demandId(params.id))
    .filter((session) => session.owner === caller.owner)
    .map((session) => session.versions.asOf(asOf))
    .filter(Boolean);
  if (sessionByOrder === 'array') return json(200, sessionOrder === 'newest-first' ? own.reverse() : own);
  if (own.length === 0) throw new Refusal(404, SESSION_NOT_FOUND);
  return json(200, own.at(-1));
}

/** A route that only the older scenario uses. */
export function updateSession({ world, caller, params, body }) {
  demandSessionUpdate(body);
  const session = demandOwnSession(world, caller, params);
  write(world, session, { status: body.status, ...('paymentUrl' in body && { paymentUrl: body.paymentUrl }) }, world.now());
  return json(200, session.versions.latest);
}

function demandOwnSession(world, caller, params) {
  const session = world.sessions.get(demandId(params.id));
  if (!session || session.owner !== caller.owner) throw new Refusal(404, SESSION_NOT_FOUND);
  return session;
}

/** Like the real service, this exposes merchant settings to everybody. */
function accountView(world, query, account) {
  const { successUrl, cancelUrl, sessionTimeoutMinutes } = world.settings;
  return {
    id: account.id,
    identifier: account.identifier,
    type: account.type,
    isVisible: account.isVisible,
    isUsed: account.isUsed,
    testMode: account.testMode,
    localizeInfos: localized(world, query, { title: titleOf(query, account) }),
    settings: { status: account.status },
    ...(account.testMode && {
      testSettings: {
        status: 'connected',
        sessionTimeout: sessionTimeoutMinutes,
        ...(successUrl && { successUrl }),
        ...(cancelUrl && { cancelUrl }),
        signingSecretKey: 'whsec_standin_never_log_this',
      },
    }),
    updatedDate: '2025-04-01T09:00:00.000Z',
  };
}
