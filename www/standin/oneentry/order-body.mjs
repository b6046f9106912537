/** Checks the shape of request bodies, before any lookup. Unknown top-level keys of an order are accepted. */
import { Refusal } from '../answer.mjs';
import { isObject, isPositiveInteger } from './body.mjs';

/** @param {any} body */
export function demandOrderBody(body) {
  if (!isObject(body)) throw new Refusal(400, '"formData" is required');
  demandText(body, 'formIdentifier');
  demandText(body, 'paymentAccountIdentifier');
  if (body.formData === undefined) throw new Refusal(400, '"formData" is required');
  if (!isObject(body.formData)) throw new Refusal(400, '"formData" must be of type object');
  demandProducts(body.products);
  demandDiscounts(body);
}

/** @param {any} body */
export function demandPreviewBody(body) {
  if (!isObject(body)) throw new Refusal(400, 'products must be an array');
  const known = ['products', 'couponCode', 'additionalDiscountsMarkers', 'bonusAmount'];
  const foreign = Object.keys(body).find((key) => !known.includes(key));
  if (foreign) throw new Refusal(400, `property ${foreign} should not exist`);
  demandProducts(body.products);
  const signed = body.products.findIndex((product) => product.signedPrice !== undefined);
  if (signed >= 0) throw new Refusal(400, `products.${signed}.property signedPrice should not exist`);
  demandDiscounts(body);
}

function demandText(body, name) {
  if (typeof body[name] !== 'string') throw new Refusal(400, `${name} must be a string`);
  if (body[name] === '') throw new Refusal(400, `${name} should not be empty`);
}

function demandProducts(products) {
  if (!Array.isArray(products)) throw new Refusal(400, 'products must be an array');
  products.forEach((product, i) => {
    if (!isObject(product) || !Number.isFinite(product.productId)) {
      throw new Refusal(400, `products.${i}.productId must be a number conforming to the specified constraints`);
    }
    if (!Number.isInteger(product.quantity)) throw new Refusal(400, `products.${i}.quantity must be an integer number`);
    if (product.quantity < 1) throw new Refusal(400, `products.${i}.quantity must not be less than 1`);
    if (product.signedPrice !== undefined && typeof product.signedPrice !== 'string') {
      throw new Refusal(400, `products.${i}.signedPrice must be a string`);
    }
  });
}

function demandDiscounts({ couponCode, additionalDiscountsMarkers: markers, bonusAmount }) {
  if (couponCode !== undefined && typeof couponCode !== 'string') throw new Refusal(400, 'couponCode must be a string');
  if (markers !== undefined && !(Array.isArray(markers) && markers.every((marker) => typeof marker === 'string'))) {
    throw new Refusal(400, 'each value in additionalDiscountsMarkers must be a string');
  }
  if (bonusAmount !== undefined && !(Number.isFinite(bonusAmount) && bonusAmount >= 0)) {
    throw new Refusal(400, 'bonusAmount must be a number conforming to the specified constraints');
  }
}

/** @param {any} body */
export function demandSessionBody(body) {
  if (!isObject(body) || !isPositiveInteger(body.orderId)) {
    throw new Refusal(400, 'orderId must be a number conforming to the specified constraints');
  }
  if (!['session', 'intent'].includes(body.type)) {
    throw new Refusal(400, 'type must be one of the following values: session, intent');
  }
  if (body.automaticTaxEnabled !== undefined && typeof body.automaticTaxEnabled !== 'boolean') {
    throw new Refusal(400, 'automaticTaxEnabled must be a boolean value');
  }
}

/** @param {any} body */
export function demandSessionUpdate(body) {
  if (!isObject(body) || typeof body.status !== 'string') throw new Refusal(400, 'status must be a string');
  if (body.status === '') throw new Refusal(400, 'status should not be empty');
  const foreign = Object.keys(body).find((key) => key !== 'status' && key !== 'paymentUrl');
  if (foreign) throw new Refusal(400, `property ${foreign} should not exist`);
  if (body.paymentUrl !== undefined && body.paymentUrl !== null && typeof body.paymentUrl !== 'string') {
    throw new Refusal(400, 'paymentUrl must be a string');
  }
}
