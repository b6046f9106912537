/**
 * Payment accounts. `pays` says when a session of the account gets its payment URL:
 * never (the shop takes the money), immediately, or after a delay.
 */
export const accounts = [
  { id: 1, identifier: 'cash', type: 'custom', title: 'Cash', titles: { es: 'Efectivo', pt: 'Dinheiro' }, isVisible: true, isUsed: true, testMode: false, status: 'connected', pays: 'in-shop' },
  { id: 2, identifier: 'stripe', type: 'stripe', title: 'Card', titles: { es: 'Tarjeta', pt: 'Cartão' }, isVisible: true, isUsed: true, testMode: true, status: 'connected', pays: 'at-once' },
  { id: 3, identifier: 'paypal', type: 'custom', title: 'PayPal', isVisible: true, isUsed: true, testMode: false, status: 'connected', pays: 'after-a-while' },
  { id: 4, identifier: 'bank', type: 'custom', title: 'Bank transfer', isVisible: true, isUsed: true, testMode: true, status: 'not connected', pays: 'in-shop' },
  { id: 5, identifier: 'voucher', type: 'custom', title: 'Voucher', isVisible: false, isUsed: false, testMode: false, status: 'connected', pays: 'in-shop' },
];
