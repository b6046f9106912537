/** Order storages: the form and the payment accounts of their orders. */
export const storages = [
  { id: 1, identifier: 'guest_orders', title: 'Guest orders', formIdentifier: 'guest_order', generalTypeId: 21, position: 1, accounts: ['cash', 'stripe', 'paypal', 'bank', 'voucher'], priceExpirationMs: 600_000 },
  { id: 3, identifier: 'home_guest', title: 'Home delivery', formIdentifier: 'checkout_home_guest', generalTypeId: 21, position: 2, accounts: ['stripe', 'cash'], priceExpirationMs: 600_000 },
  { id: 4, identifier: 'protected_orders', title: 'Protected orders', formIdentifier: 'protected_order', generalTypeId: 21, position: null, accounts: ['cash'], priceExpirationMs: 600_000 },
  { id: 5, identifier: 'contacts', title: 'Contacts', formIdentifier: 'contact', generalTypeId: null, position: null, accounts: [], priceExpirationMs: 600_000 },
];

/** Order statuses, the same in every storage. */
export const statuses = [
  { id: 1, identifier: 'new', title: 'New', position: 1, isUsed: true, isDefault: true, isCancelFinal: false },
  { id: 2, identifier: 'inProgress', title: 'In progress', position: 2, isUsed: true, isDefault: false, isCancelFinal: false },
  { id: 3, identifier: 'done', title: 'Done', position: 3, isUsed: true, isDefault: false, isCancelFinal: false },
  { id: 4, identifier: 'canceled', title: 'Canceled', position: 4, isUsed: true, isDefault: false, isCancelFinal: true },
];

/** Coupons and discounts: a percentage of the sum; coupons apply from a minimum sum. */
export const coupons = [
  { code: 'SPRING', discountId: 4, identifier: 'spring', percent: 10, minSum: 0 },
  { code: 'BULK', discountId: 5, identifier: 'bulk', percent: 20, minSum: 1000 },
];
export const discounts = [{ id: 7, identifier: 'loyalty', percent: 5 }];
/** The most that can be paid with bonus points per order. */
export const MAX_BONUS = 50;
