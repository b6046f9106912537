/** The sample data of the documentation, a new copy at each call, and a small client for tests. */
import { SHARED_GUEST } from './settings.mjs';

export const GUEST_ID = '5f2c1d7e-8a4b-4c3d-9e6f-0a1b2c3d4e5f';
export const DEVICE = '{"fingerprint":"UQ_1x9k2f_mf3k9a1b2c3d","deviceInfo":{"os":"Linux_x86_64","browser":"Mozilla/5.0_(X11;_Linux_x86_64)","location":"en-US"}}';

export const authBody = () => ({ authData: SHARED_GUEST.authData.map((entry) => ({ ...entry })) });

export const formFields = () => [
  { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
  { marker: 'guest_phone', type: 'string', value: '+18005000500' },
  { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
];

/** The order of the guest-order scenario. @param {object} [changes] */
export const guestOrder = (changes) => ({
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'cash',
  formData: { en_US: formFields() },
  products: [{ productId: 10, quantity: 1 }],
  ...changes,
});

/** Ocular's documented example. @param {object} [changes] */
export const buyOrder = (changes) => ({
  external_id: 'ORDER-8454',
  items: [{
    external_id: 'SKU-845-G54',
    image: 'https://domain.com/images/products/product/product_image.jpg',
    name: 'Nombre del producto',
    description: 'Descripción del producto',
    quantity: 2,
    include_tax: true,
    unit_price: false,
    discount_type: 'amount',
    discount: 2990.0,
    currency: 'CLP',
    price: 10000.0,
    variants: [{ name: 'Color', value: 'Negro' }, { name: 'Talla', value: 'XL' }, { name: 'Medidas', value: '30cm x 30cm' }],
    categories: ['Atención Online', 'Bussines'],
  }],
  ...changes,
});

/**
 * Calls the stand-in as an anonymous guest, or with the given headers; null omits a header.
 * @param {{ fetch: (request: Request) => Promise<Response>, token: string }} standIn
 * @param {Record<string, string | null>} [standing]
 */
export function createCaller(standIn, standing = {}) {
  /** @param {string} method @param {string} path @param {unknown} [body] A string is sent as it is. @param {Record<string, string | null>} [own] */
  return async (method, path, body, own = {}) => {
    const wished = { 'content-type': 'application/json', 'x-app-token': standIn.token, 'x-device-metadata': DEVICE, 'x-guest-id': GUEST_ID, ...standing, ...own };
    const headers = Object.fromEntries(Object.entries(wished).filter(([, value]) => value !== null));
    const response = await standIn.fetch(new Request(new URL(path, 'https://shop.example'), {
      method, headers, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
