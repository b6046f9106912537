/** The orders of a storage: preview, create, read, list, replace. */
import { json, Refusal, TEXTS } from '../answer.mjs';
import { statuses } from '../data/storages.mjs';
import { Versions } from '../versions.mjs';
import { demandId, localized, page } from './body.mjs';
import { demandFormData } from './form-data.mjs';
import { demandOrderBody, demandPreviewBody } from './order-body.mjs';
import { orderView } from './order-view.mjs';
import { priceOf } from './prices.mjs';
import { cancelWaiting, sessionsOf } from './sessions.mjs';

export function getStorages({ world, query }) {
  return json(200, page(world.storages, query).map((storage) => storageView(world, query, storage)));
}

export function getStorage({ world, query, params }) {
  return json(200, storageView(world, query, demandStorage(world, params.marker)));
}

export function getOrderStatuses({ world, query, params }) {
  demandStorage(world, params.marker);
  return json(200, page(statuses, query).map(({ title, ...status }) => ({
    ...status, localizeInfos: localized(world, query, { title }), axis: 'order', isFinalSuccess: status.identifier === 'done', isMapped: true,
  })));
}

export function preview({ world, body }) {
  demandPreviewBody(body);
  const price = priceOf(world, body);
  return json(200, {
    totalSum: price.totalSum,
    totalSumWithDiscount: price.totalSumWithDiscount,
    totalDue: price.totalDue,
    bonusApplied: price.bonusApplied,
    currency: world.settings.currency,
    orderPreview: price.lines.map(({ product, quantity, price: each, discountPrice }) => ({ id: product.id, price: each, quantity, discountPrice, isGift: false })),
    discountConfig: price.discountConfig,
    ...(price.message && { message: price.message }),
  });
}

export function createOrder({ world, caller, params, body }) {
  const { storage, price } = check(world, params.marker, body);
  const id = world.nextOrder++;
  const value = {
    id,
    storageId: storage.id,
    createdDate: world.nowIso(),
    statusIdentifier: 'new',
    isCompleted: null,
    ...kept(body, price),
  };
  if (caller.owner !== null) {
    world.orders.set(id, { id, owner: caller.owner, storage: storage.identifier, versions: new Versions(value, world.now()) });
    world.revision += 1;
  }
  return json(201, writtenView(world, value, body));
}

export function updateOrder({ world, caller, params, body }) {
  const order = demandOwn(world, caller, params);
  if (typeof body?.paymentAccountIdentifier !== 'string') throw new Refusal(400, 'Order must have a payment');
  const { price } = check(world, params.marker, body);
  const statusIdentifier = body.statusIdentifier ?? order.versions.latest.statusIdentifier;
  const status = statuses.find((candidate) => candidate.identifier === statusIdentifier);
  if (!status) throw new Refusal(400, 'Order status is wrong');
  if (status.isCancelFinal) cancel(world, order);
  order.versions.write({ ...kept(body, price), statusIdentifier }, world.now());
  world.revision += 1;
  return json(200, writtenView(world, order.versions.latest, body));
}

export function listOrders({ world, caller, params, query, asOf }) {
  demandStorage(world, params.marker);
  if (caller.kind !== 'user' && !world.settings.guestOrderList) throw new Refusal(403, TEXTS.methodNotGranted);
  const own = [...world.orders.values()]
    .filter((order) => order.owner === caller.owner && order.storage === params.marker)
    .map((order) => order.versions.asOf(asOf))
    .filter((value) => value !== undefined)
    .reverse();
  return json(200, { items: page(own, query).map((value) => orderView(world, query, value, asOf)), total: own.length });
}

export function getOrder({ world, caller, params, query, asOf }) {
  const value = demandOwn(world, caller, params).versions.asOf(asOf);
  if (!value) throw new Refusal(404, TEXTS.orderNotFound);
  return json(200, {
    ...orderView(world, query, value, asOf),
    discountConfig: value.discountConfig,
    totalSumRaw: value.totalSum.toFixed(2),
    isPartial: false,
    paymentStrategy: null,
    split: null,
  });
}

/** All checks of a new or replaced order, in the documented order. */
function check(world, marker, body) {
  demandOrderBody(body);
  const storage = demandStorage(world, marker);
  const form = world.forms.find((candidate) => candidate.identifier === body.formIdentifier);
  if (!form) throw new Refusal(404, 'Form not found');
  demandFormData(body.formData, form);
  if (form.type !== 'order') throw new Refusal(400, "wrong form's type");
  if (form.identifier !== storage.formIdentifier) throw new Refusal(400, 'Form identifier is wrong');
  const account = world.accounts.find((candidate) => candidate.identifier === body.paymentAccountIdentifier);
  if (!account?.isUsed || !storage.accounts.includes(account.identifier)) throw new Refusal(400, TEXTS.accountWrong);
  const price = priceOf(world, body);
  const gone = price.lines.find(({ product }) => product.stock === 0);
  if (gone) throw new Refusal(400, `Product ${gone.product.id} is out of stock`);
  return { storage, price };
}

function kept(body, price) {
  return {
    formIdentifier: body.formIdentifier,
    paymentAccountIdentifier: body.paymentAccountIdentifier,
    formData: structuredClone(body.formData),
    lines: price.lines.map(({ product, quantity, price: each }) => ({ productId: product.id, quantity, price: each })),
    totalSum: price.totalSum,
    totalDue: price.totalDue,
    discountConfig: price.discountConfig,
  };
}

/** The answer to create and replace: the fields of the request, with money as numbers. */
function writtenView(world, value, body) {
  const chosen = ['couponCode', 'additionalDiscountsMarkers', 'bonusAmount'].filter((name) => body[name] !== undefined);
  return {
    id: value.id,
    formIdentifier: value.formIdentifier,
    paymentAccountIdentifier: value.paymentAccountIdentifier,
    formData: value.formData,
    products: body.products,
    currency: world.settings.createCurrency,
    totalSum: value.totalSum,
    createdDate: value.createdDate,
    statusIdentifier: value.statusIdentifier,
    ...Object.fromEntries(chosen.map((name) => [name, body[name]])),
    ...(chosen.length > 0 && { bonusApplied: value.discountConfig.bonus?.bonusApplied ?? 0, totalDue: value.totalDue }),
  };
}

function cancel(world, order) {
  const stuck = sessionsOf(world, order.id).filter(({ versions }) => !['waiting', 'canceled'].includes(versions.latest.status));
  if (stuck.length > 0) {
    throw new Refusal(400, `Payment sessions ${stuck.map(({ id }) => id).join(', ')} could not be canceled — the order may have been paid.`);
  }
  cancelWaiting(world, order.id);
}

function demandStorage(world, marker) {
  const storage = world.storages.find((candidate) => candidate.identifier === marker);
  if (!storage) throw new Refusal(404, 'Orders storage not found');
  return storage;
}

function demandOwn(world, caller, params) {
  demandStorage(world, params.marker);
  const order = world.orders.get(demandId(params.id));
  if (!order || order.owner !== caller.owner || order.storage !== params.marker) throw new Refusal(404, TEXTS.orderNotFound);
  return order;
}

function storageView(world, query, storage) {
  return {
    id: storage.id,
    identifier: storage.identifier,
    localizeInfos: localized(world, query, { title: storage.title }),
    generalTypeId: storage.generalTypeId,
    formIdentifier: storage.formIdentifier,
    position: storage.position,
    paymentAccountIdentifiers: storage.accounts.map((identifier) => ({ identifier })),
  };
}
