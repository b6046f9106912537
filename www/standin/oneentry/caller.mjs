/**
 * The caller of OneEntry: a signed-in user, a guest, or a caller whose guest id is not a UUID
 * (answered like a guest, but nothing is stored).
 * @typedef {{ kind: 'user' | 'guest' | 'nobody', owner: string | null, user?: any, minted?: string }} Caller
 */
import { Refusal, TEXTS } from '../answer.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * @param {Headers} headers
 * @param {import('../world.mjs').World} world
 * @returns {Caller}
 */
export function callerOf(headers, world) {
  const authorization = headers.get('authorization');
  if (authorization !== null) return userOf(authorization, world);
  const id = headers.get('x-guest-id');
  if (id === null || id === '') {
    const minted = world.uuid();
    return { kind: 'guest', owner: `guest:${minted}`, minted };
  }
  return UUID.test(id) ? { kind: 'guest', owner: `guest:${id.toLowerCase()}` } : { kind: 'nobody', owner: null };
}

function userOf(authorization, world) {
  const token = /^Bearer (.+)$/.exec(authorization)?.[1];
  const grant = token === undefined ? undefined : world.accessTokens.get(token);
  if (!grant || grant.expiresAt <= world.now()) throw new Refusal(401, TEXTS.unauthorized);
  return { kind: 'user', owner: `user:${grant.user.id}`, user: grant.user };
}

/** @param {Headers} headers @param {import('../world.mjs').World} world */
export function demandAppToken(headers, world) {
  if (!world.tokens.includes(headers.get('x-app-token') ?? '')) throw new Refusal(403, TEXTS.closed);
}

/**
 * Checks access to a route: `open` is for everybody, `shop` for users and, if permitted, guests, `user` for users only;
 * `account` is the same as `user` but answers 401.
 * @param {'open' | 'shop' | 'user' | 'account'} access
 */
export function demandAccess(access, caller, settings) {
  if (caller.kind === 'user' || access === 'open') return;
  if (access === 'account') throw new Refusal(401, TEXTS.unauthorized);
  if (access === 'user' || !settings.anonymousGuests) throw new Refusal(403, TEXTS.notGranted);
}

/**
 * The device string that sign-in and refresh require.
 * @param {Headers} headers
 */
export function demandDevice(headers) {
  const text = headers.get('x-device-metadata');
  if (!text) throw new Refusal(400, 'x-device-metadata header is required');
  let device;
  try {
    device = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'x-device-metadata header must be valid JSON');
  }
  const info = device?.deviceInfo;
  const whole = typeof device?.fingerprint === 'string' && device.fingerprint !== ''
    && ['os', 'browser', 'location'].every((key) => typeof info?.[key] === 'string');
  if (!whole) throw new Refusal(400, 'x-device-metadata header must hold fingerprint and deviceInfo');
  return text;
}
