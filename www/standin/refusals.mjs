/**
 * Every documented refusal of OneEntry, with a name and its route (contract 2.1, 4.2, 4.4, 5.2, 8). Most can also be
 * provoked by a matching invalid request; `standIn.refuse(name)` triggers any of them on demand.
 *
 * | field | meaning |
 * |---|---|
 * | route | the route that answers it |
 * | status, message | the body `{ statusCode, message }` in the shape of the setting `errorShape` |
 * | names | the field in the message, as a form's marker or a part of the order |
 */

/** @typedef {{ name: string, route: string, status: number, message: string, names?: string }} Row */

/** @type {readonly Row[]} */
export const REFUSALS = Object.freeze([
  // Order, 4.4
  { name: 'foreign-marker', route: 'createOrder', status: 400, message: "form includes an attribute's marker 'nick' that is not presented in 'guest_order_set' attributes sets", names: 'nick' },
  { name: 'required', route: 'createOrder', status: 400, message: 'required values are missing or incorrect: guest_phone', names: 'guest_phone' },
  { name: 'value', route: 'createOrder', status: 400, message: "formData's marker 'guest_email' value is missing or incorrect", names: 'guest_email' },
  { name: 'marker-required', route: 'createOrder', status: 400, message: "formData's marker 'undefined' marker is required", names: 'formData' },
  { name: 'type', route: 'createOrder', status: 400, message: "formData's marker 'guest_email' type must be one of [string, text, integer]", names: 'guest_email' },
  { name: 'form-data-shape', route: 'createOrder', status: 400, message: '"formData" must be of type object', names: 'formData' },
  { name: 'no-list-values', route: 'createOrder', status: 400, message: "there aren't list values for type list" },
  { name: 'empty-section', route: 'createOrder', status: 400, message: 'empty form data section', names: 'formData' },
  { name: 'captcha', route: 'createOrder', status: 400, message: "formData doesn't have spam attribute" },
  { name: 'attribute-type', route: 'createOrder', status: 400, message: "wrong form's attribute type" },
  { name: 'authorize', route: 'createOrder', status: 400, message: 'You must authorize to send data' },
  { name: 'account-wrong', route: 'createOrder', status: 400, message: 'Payment account identifier is wrong or payment accounts are not defined', names: 'paymentAccountIdentifier' },
  { name: 'not-connected-at-order', route: 'createOrder', status: 400, message: 'Your payment account is not connected' },
  { name: 'product-id', route: 'createOrder', status: 400, message: 'products.0.productId must be a number conforming to the specified constraints', names: 'products.0.productId' },
  { name: 'no-payment', route: 'createOrder', status: 400, message: 'Order must have a payment' },
  { name: 'may-be-paid', route: 'createOrder', status: 400, message: 'Payment sessions 3 could not be canceled — the order may have been paid.' },
  { name: 'out-of-stock', route: 'createOrder', status: 400, message: 'Product 10 is out of stock', names: 'products' },
  { name: 'unknown-product', route: 'createOrder', status: 404, message: 'Product 9171 not found', names: 'products' },
  { name: 'coupon', route: 'createOrder', status: 400, message: 'Coupon NOPE is not valid', names: 'couponCode' },
  // Preview, 4.2
  { name: 'coupon-at-preview', route: 'preview', status: 400, message: 'Coupon NOPE is not valid', names: 'couponCode' },
  { name: 'unknown-product-at-preview', route: 'preview', status: 404, message: 'Product 9171 not found', names: 'products' },
  // Payment session, 5.2
  { name: 'not-connected', route: 'createSession', status: 400, message: 'Your payment account is not connected' },
  { name: 'not-connected-403', route: 'createSession', status: 403, message: 'Your payment account is not connected' },
  { name: 'order-not-found', route: 'createSession', status: 404, message: 'Order not found' },
  // Sign-in, 2.1
  { name: 'wrong-password', route: 'auth', status: 401, message: 'Wrong login or password' },
  { name: 'auth-body', route: 'auth', status: 400, message: '"langCode" is not allowed' },
  { name: 'provider', route: 'auth', status: 404, message: 'Auth provider not found' },
  // Any route, 8
  { name: 'unauthorized', route: 'createOrder', status: 401, message: 'Unauthorized' },
  { name: 'closed', route: 'createOrder', status: 403, message: 'Resource is closed' },
  { name: 'not-granted', route: 'createOrder', status: 403, message: 'Permission data not found. Provide the permission for requested url' },
  { name: 'method-not-granted', route: 'createOrder', status: 403, message: "User doesn't have permissions to access the requested url or API method" },
  { name: 'wrong-path', route: 'createOrder', status: 404, message: 'Cannot POST /api/content/orders-storage/marker/guest_orders/orders' },
  { name: 'form-not-found', route: 'getForm', status: 404, message: 'Form not found', names: 'formIdentifier' },
  { name: 'internal', route: 'createOrder', status: 500, message: 'Internal server error' },
]);

/** The fault that makes the stand-in answer with this refusal. @param {string} name @param {object} [more] */
export function refusal(name, more = {}) {
  const row = REFUSALS.find((candidate) => candidate.name === name);
  if (!row) throw new RangeError(`unknown refusal ${name}`);
  const { route, status, message } = row;
  return { route, fault: 'status', status, message, times: null, ...more };
}
