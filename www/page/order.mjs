/** The objects that the bridge takes, made of what the page shows. */

/** @typedef {import('./settings.mjs').Settings} Settings */
/** @typedef {import('./cart.mjs').Line} Line */

/** @param {Settings} settings @returns {Record<import('./guest-form.mjs').FieldId, string>} */
export const markersOf = ({ nameMarker, phoneMarker, mailMarker }) => ({ guest_name: nameMarker, guest_phone: phoneMarker, guest_email: mailMarker });

/**
 * @param {Settings} settings
 * @param {Line[]} lines
 * @param {string} paymentAccountIdentifier
 * @param {{ marker: string, type: string, value: string }[]} formData
 */
export const guestOrder = ({ storage, formIdentifier }, lines, paymentAccountIdentifier, formData) => ({
  storage,
  formIdentifier,
  paymentAccountIdentifier,
  formData,
  products: lines.map(({ product, quantity }) => ({ productId: product.id, quantity })),
});

/** The same lines for Ocular. @param {Line[]} lines @param {string} currency */
export const ocularItems = (lines, currency) => lines.map(({ product, quantity }) => ({
  external_id: String(product.id),
  name: product.title,
  quantity,
  price: product.price,
  unit_price: true,
  currency,
}));

/** What is written on the payment session: only cash is over with the order. @param {Settings} settings @param {import('./accounts.mjs').AccountKind} account */
export const statusOf = ({ cashStatus }, account) => (account === 'cash' && cashStatus !== '' ? cashStatus : undefined);
