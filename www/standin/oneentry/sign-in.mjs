/** Sign-in, refresh and sign-out of users. */
import { json, Refusal } from '../answer.mjs';
import { demandDevice } from './caller.mjs';
import { isObject } from './body.mjs';

export function signIn({ world, headers, params, body }) {
  const device = demandDevice(headers);
  demandAuthBody(body);
  const provider = demandProvider(world, params.marker);
  const markers = provider.users[0].authData.map((entry) => entry.marker);
  const foreign = body.authData.find((entry) => !markers.includes(entry.marker));
  if (foreign) throw new Refusal(400, `authData includes marker '${foreign.marker}' that is not presented in the form`);
  const missing = markers.find((marker) => !body.authData.some((entry) => entry.marker === marker));
  if (missing) throw new Refusal(400, `authData's marker '${missing}' is required`);
  const user = provider.users.find((candidate) => candidate.authData.every(
    ({ marker, value }) => body.authData.find((entry) => entry.marker === marker).value === value,
  ));
  if (!user) throw new Refusal(world.settings.wrongPasswordStatus, 'Wrong login or password');
  return json(201, grant(world, user, device));
}

export function refresh({ world, headers, params, body }) {
  const device = demandDevice(headers);
  if (typeof body?.refreshToken !== 'string' || body.refreshToken === '') throw new Refusal(400, '"refreshToken" is required');
  const kept = world.refreshTokens.get(body.refreshToken);
  if (!kept || kept.device !== device || kept.user.provider !== params.marker) throw new Refusal(400, 'Refresh token is invalid');
  world.refreshTokens.delete(body.refreshToken);
  return json(201, grant(world, kept.user, device));
}

export function logout({ world, body }) {
  if (typeof body?.refreshToken !== 'string') throw new Refusal(400, '"refreshToken" is required');
  const kept = world.refreshTokens.get(body.refreshToken);
  if (!kept) return json(201, false);
  world.refreshTokens.delete(body.refreshToken);
  world.accessTokens.delete(kept.accessToken);
  return json(201, true);
}

export function logoutAll({ world, caller }) {
  for (const kept of [world.refreshTokens, world.accessTokens]) {
    for (const [token, { user }] of kept) if (user.id === caller.user.id) kept.delete(token);
  }
  return json(201, true);
}

export function activeSessions({ world, caller }) {
  const own = [...world.refreshTokens.values()].filter(({ user }) => user.id === caller.user.id);
  return json(200, own.map(({ device }) => ({ deviceInfo: JSON.parse(device).deviceInfo })));
}

function demandProvider(world, marker) {
  const users = world.users.filter((user) => user.provider === marker);
  if (users.length === 0) throw new Refusal(404, 'Auth provider not found');
  return { users };
}

function demandAuthBody(body) {
  if (!isObject(body)) throw new Refusal(400, '"authData" is required');
  const extra = Object.keys(body).find((key) => key !== 'authData' && key !== 'code');
  if (extra) throw new Refusal(400, `"${extra}" is not allowed`);
  if (body.authData === undefined) throw new Refusal(400, '"authData" is required');
  if (!Array.isArray(body.authData)) throw new Refusal(400, '"authData" must be an array');
  body.authData.forEach((entry, i) => {
    const at = `authData[${i}]`;
    if (!isObject(entry)) throw new Refusal(400, `"${at}" must be of type object`);
    const foreign = Object.keys(entry).find((key) => key !== 'marker' && key !== 'value');
    if (foreign) throw new Refusal(400, `"${at}.${foreign}" is not allowed`);
    for (const key of ['marker', 'value']) {
      if (entry[key] === undefined) throw new Refusal(400, `"${at}.${key}" is required`);
      if (typeof entry[key] !== 'string') throw new Refusal(400, `"${at}.${key}" must be a string`);
      if (entry[key] === '') throw new Refusal(400, `"${at}.${key}" is not allowed to be empty`);
    }
  });
}

/** Issues a pair of tokens. The refresh token works once, and only with the same device string. */
function grant(world, user, device) {
  const now = world.now();
  const accessToken = jsonWebToken(world, {
    id: user.id,
    authProviderIdentifier: user.provider,
    userIdentifier: user.userIdentifier,
    userAgent: JSON.parse(device).deviceInfo.browser,
    iat: Math.floor(now / 1000),
    exp: Math.floor((now + world.settings.accessTokenMs) / 1000),
  });
  const refreshToken = `${now}-${world.uuid()}`;
  world.accessTokens.set(accessToken, { user, expiresAt: now + world.settings.accessTokenMs });
  world.refreshTokens.set(refreshToken, { user, device, accessToken });
  return { userIdentifier: user.userIdentifier, authProviderIdentifier: user.provider, accessToken, refreshToken };
}

function jsonWebToken(world, payload) {
  const signature = `${world.uuid()}${world.uuid()}`.replaceAll('-', '');
  return `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(JSON.stringify(payload))}.${signature}`;
}

function base64url(text) {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
