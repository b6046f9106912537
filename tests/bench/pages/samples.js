/** Sample orders, created anew at each call, since the SDK modifies its arguments. */

export const guestOrder = (quantity = 1) => ({
  storage: 'guest_orders',
  formIdentifier: 'guest_order',
  paymentAccountIdentifier: 'stripe',
  formData: [
    { marker: 'guest_name', type: 'string', value: 'Christina Thomas' },
    { marker: 'guest_phone', type: 'string', value: '+18005000500' },
    { marker: 'guest_email', type: 'string', value: 'guest@yourmail.com' },
  ],
  products: [{ productId: 10, quantity }],
});

const valid = (i) => ({
  external_id: `SKU-${i}-G54`,
  image: `https://shop.example/images/products/${i}.jpg`,
  name: `Crema facial ${i}`,
  description: 'Este es el detalle de la crema facial',
  quantity: 1 + (i % 9),
  price: 10000.25 + i,
  unit_price: true,
  currency: 'CLP',
  discount_type: 'amount',
  discount: 2990.5,
  variants: [{ name: 'Color', value: 'Negro' }, { name: 'Talla', value: 'XL' }],
  categories: ['Cosmética'],
});

/** An item with five invalid fields. */
const invalid = (i) => ({ ...valid(i), image: 'no address', name: undefined, quantity: '2', price: -1, currency: 'GBP' });

/** A report as JSON, which is parsed anew for each call, like data from a shop's state. @param {number} size @param {boolean} isValid */
export const buyOrderText = (size, isValid) => JSON.stringify({ items: Array.from({ length: size }, (_, i) => (isValid ? valid : invalid)(i)) });
