/**
 * Payment sessions of orders: creation, payment URL, expiry and end.
 * A session's record: { id, orderId, owner, account, expiresAt, late, versions }.
 */
import { Versions } from '../versions.mjs';

/** All sessions of an order, oldest first. */
export function sessionsOf(world, orderId) {
  return [...world.sessions.values()].filter((session) => session.orderId === orderId);
}

/** @param {import('../world.mjs').World} world @param {any} order @param {any} account @param {string} origin @param {'session' | 'intent'} type */
export function openSession(world, order, account, origin, type) {
  cancelWaiting(world, order.id);
  const now = world.now();
  const id = world.nextSession++;
  const page = type === 'session' && account.pays !== 'in-shop' ? (world.settings.paymentUrl ?? `${origin}/standin/pay/${id}`) : null;
  const date = world.nowIso();
  const value = {
    id,
    createdDate: date,
    updatedDate: date,
    type,
    status: 'waiting',
    paymentAccountId: account.id,
    orderId: order.id,
    ...(account.type !== 'custom' && { amount: order.versions.latest.totalDue }),
    paymentUrl: account.pays === 'at-once' ? page : null,
    ...(type === 'intent' && account.type !== 'custom' && { clientSecret: `pi_standin_${id}_secret_${world.uuid()}` }),
  };
  const session = { id, orderId: order.id, owner: order.owner, account: account.identifier, expiresAt: expiry(world, account, now), late: null, versions: new Versions(value, now) };
  if (account.pays === 'after-a-while' && page) session.late = { at: now + world.settings.paymentUrlDelayMs, url: page };
  world.sessions.set(id, session);
  world.revision += 1;
  return session;
}

function expiry(world, account, now) {
  const minutes = world.settings.sessionTimeoutMinutes;
  return account.pays === 'in-shop' || minutes <= 0 ? Infinity : now + minutes * 60_000;
}

/** Applies changes that are due: late payment URLs and the expiry of waiting sessions. */
export function passTime(world) {
  const now = world.now();
  for (const session of world.sessions.values()) {
    if (session.late && session.late.at <= now) {
      const { at, url } = session.late;
      session.late = null;
      if (session.versions.latest.status === 'waiting') write(world, session, { paymentUrl: url }, at);
    }
    if (session.expiresAt <= now && session.versions.latest.status === 'waiting') {
      write(world, session, { status: 'expired' }, session.expiresAt);
    }
  }
}

export function cancelWaiting(world, orderId) {
  for (const session of sessionsOf(world, orderId)) {
    if (session.versions.latest.status === 'waiting') write(world, session, { status: 'canceled' }, world.now());
  }
}

/** Ends a payment with the status from the payment page or the provider. */
export function settleSession(world, session, status) {
  write(world, session, { status }, world.now());
  const order = world.orders.get(session.orderId);
  if (status === 'completed') order?.versions.write({ isCompleted: true }, world.now());
}

export function write(world, session, changes, at) {
  session.versions.write({ ...changes, updatedDate: new Date(at).toISOString() }, at);
  world.revision += 1;
}

/** The last session of an order at a given time. */
export function currentSession(world, orderId, asOf) {
  return sessionsOf(world, orderId).map((session) => session.versions.asOf(asOf)).filter(Boolean).at(-1);
}
