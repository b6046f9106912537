/** OneEntry's routes by method and path, each with the name that faults use and its access level. */
import * as cart from './cart.mjs';
import * as content from './content.mjs';
import * as orders from './orders.mjs';
import * as payments from './payments.mjs';
import * as refunds from './refunds.mjs';
import * as signIn from './sign-in.mjs';

const USERS = 'users-auth-providers/marker/:marker/users';
const STORAGE = 'orders-storage/marker/:marker';

/** @typedef {{ name: string, method: string, path: string, access: 'any' | 'open' | 'shop' | 'user' | 'account', handle: (call: any) => import('../answer.mjs').Answer }} Route */

/** @type {Route[]} `any` also accepts an expired Bearer token, because signing in must work with one. */
export const oneEntryRoutes = [
  { name: 'auth', method: 'POST', path: `${USERS}/auth`, access: 'any', handle: signIn.signIn },
  { name: 'refresh', method: 'POST', path: `${USERS}/refresh`, access: 'any', handle: signIn.refresh },
  { name: 'logout', method: 'POST', path: `${USERS}/logout`, access: 'any', handle: signIn.logout },
  { name: 'logoutAll', method: 'POST', path: `${USERS}/logout-all`, access: 'account', handle: signIn.logoutAll },
  { name: 'activeSessions', method: 'GET', path: `${USERS}/sessions`, access: 'account', handle: signIn.activeSessions },

  { name: 'getStorages', method: 'GET', path: 'orders-storage', access: 'shop', handle: orders.getStorages },
  { name: 'preview', method: 'POST', path: 'orders-storage/orders/preview', access: 'shop', handle: orders.preview },
  { name: 'getStorage', method: 'GET', path: STORAGE, access: 'shop', handle: orders.getStorage },
  { name: 'getOrderStatuses', method: 'GET', path: `${STORAGE}/order-statuses`, access: 'shop', handle: orders.getOrderStatuses },
  { name: 'createOrder', method: 'POST', path: `${STORAGE}/orders`, access: 'shop', handle: orders.createOrder },
  { name: 'listOrders', method: 'GET', path: `${STORAGE}/orders`, access: 'shop', handle: orders.listOrders },
  { name: 'getOrder', method: 'GET', path: `${STORAGE}/orders/:id`, access: 'shop', handle: orders.getOrder },
  { name: 'updateOrder', method: 'PUT', path: `${STORAGE}/orders/:id`, access: 'shop', handle: orders.updateOrder },

  { name: 'getRefunds', method: 'GET', path: 'orders/:id/refund', access: 'user', handle: refunds.getRefunds },
  { name: 'createRefund', method: 'POST', path: 'orders/:id/refund', access: 'user', handle: refunds.createRefund },
  { name: 'cancelRefund', method: 'DELETE', path: 'orders/:id/refund', access: 'user', handle: refunds.cancelRefund },

  { name: 'getAccounts', method: 'GET', path: 'payments/accounts', access: 'shop', handle: payments.getAccounts },
  { name: 'getAccount', method: 'GET', path: 'payments/accounts/:id', access: 'shop', handle: payments.getAccount },
  { name: 'createSession', method: 'POST', path: 'payments/sessions', access: 'shop', handle: payments.createSession },
  { name: 'listSessions', method: 'GET', path: 'payments/sessions', access: 'shop', handle: payments.listSessions },
  { name: 'getSessionByOrderId', method: 'GET', path: 'payments/sessions/order/:id', access: 'shop', handle: payments.getSessionByOrderId },
  { name: 'getSession', method: 'GET', path: 'payments/sessions/:id', access: 'shop', handle: payments.getSession },
  { name: 'updateSession', method: 'PUT', path: 'payments/sessions/:id', access: 'shop', handle: payments.updateSession },

  { name: 'listForms', method: 'GET', path: 'forms', access: 'open', handle: content.listForms },
  { name: 'getForm', method: 'GET', path: 'forms/marker/:marker', access: 'open', handle: content.getForm },
  { name: 'getProducts', method: 'GET', path: 'products/ids', access: 'open', handle: content.getProducts },
  { name: 'getProduct', method: 'GET', path: 'products/:id', access: 'open', handle: content.getProduct },
  { name: 'test404', method: 'GET', path: 'system/test404', access: 'open', handle: content.test404 },
  { name: 'test500', method: 'GET', path: 'system/test500', access: 'open', handle: content.test500 },

  { name: 'getCart', method: 'GET', path: 'users/me/cart', access: 'open', handle: cart.getCart },
  { name: 'putCart', method: 'PUT', path: 'users/me/cart', access: 'open', handle: cart.putCart },
  { name: 'addToCart', method: 'POST', path: 'users/me/cart/items', access: 'open', handle: cart.addToCart },
  { name: 'removeFromCart', method: 'DELETE', path: 'users/me/cart/items/:productId', access: 'open', handle: cart.removeFromCart },
];
