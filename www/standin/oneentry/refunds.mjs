/** Refund requests for a paid order. */
import { json, Refusal, TEXTS } from '../answer.mjs';
import { demandId, isObject } from './body.mjs';

export function getRefunds({ world, caller, params }) {
  const order = demandOwn(world, caller, params);
  return json(200, world.refunds.filter((refund) => refund.orderId === order.id));
}

export function createRefund({ world, caller, params, body }) {
  const order = demandOwn(world, caller, params);
  if (order.versions.latest.isCompleted !== true) throw new Refusal(404, 'You cannot refund uncompleted order');
  if (!isObject(body?.products)) throw new Refusal(400, 'products must be an object');
  world.refunds.push({
    id: world.refunds.length + 1,
    createdDate: world.nowIso(),
    status: 'requested',
    amount: order.versions.latest.totalDue,
    note: body.note ?? '',
    products: body.products,
    orderId: order.id,
    orderStorageId: order.versions.latest.storageId,
    userId: caller.user.id,
  });
  return json(201, true);
}

export function cancelRefund({ world, caller, params }) {
  const order = demandOwn(world, caller, params);
  const at = world.refunds.findIndex((refund) => refund.orderId === order.id && refund.status === 'requested');
  if (at < 0) return json(200, false);
  world.refunds.splice(at, 1);
  return json(200, true);
}

function demandOwn(world, caller, params) {
  const order = world.orders.get(demandId(params.id));
  if (!order || order.owner !== caller.owner) throw new Refusal(404, TEXTS.orderNotFound);
  return order;
}
