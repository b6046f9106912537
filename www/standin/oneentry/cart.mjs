/** The server-side cart of a user or a guest. */
import { json, Refusal } from '../answer.mjs';
import { isObject, isPositiveInteger } from './body.mjs';

const MOST_ITEMS = 500;

export function getCart({ world, headers, caller }) {
  demandIdentity(headers, caller);
  return json(200, cartView(itemsOf(world, caller)));
}

export function putCart({ world, headers, caller, body }) {
  demandIdentity(headers, caller);
  if (!Array.isArray(body?.items)) throw new Refusal(400, 'items must be an array');
  body.items.forEach(demandItem);
  if (body.items.length > MOST_ITEMS) throw new Refusal(400, `items must contain no more than ${MOST_ITEMS} elements`);
  return json(200, keep(world, caller, body.items.map(({ productId, qty }) => ({ productId, qty, addedAt: world.nowIso() }))));
}

/** Sets the quantity; does not add to it. */
export function addToCart({ world, headers, caller, body }) {
  demandIdentity(headers, caller);
  demandItem(body);
  const others = itemsOf(world, caller).filter(({ productId }) => productId !== body.productId);
  if (others.length >= MOST_ITEMS) throw new Refusal(400, `items must contain no more than ${MOST_ITEMS} elements`);
  return json(201, keep(world, caller, [...others, { productId: body.productId, qty: body.qty, addedAt: world.nowIso() }]));
}

export function removeFromCart({ world, headers, caller, params }) {
  demandIdentity(headers, caller);
  return json(200, keep(world, caller, itemsOf(world, caller).filter(({ productId }) => String(productId) !== params.productId)));
}

function demandIdentity(headers, caller) {
  if (caller.kind !== 'user' && !headers.get('x-guest-id')) throw new Refusal(400, 'x-guest-id header is required');
}

function demandItem(item) {
  if (!isObject(item) || !isPositiveInteger(item.productId)) throw new Refusal(400, 'productId must be a number conforming to the specified constraints');
  if (!isPositiveInteger(item.qty)) throw new Refusal(400, 'qty must be a positive number');
}

function itemsOf(world, caller) {
  return (caller.owner && world.carts.get(caller.owner)) || [];
}

function keep(world, caller, items) {
  if (caller.owner !== null) world.carts.set(caller.owner, items);
  return cartView(items);
}

function cartView(items) {
  return { items, total: items.length };
}
