/** Formats decimal strings for the shopper. The bridge computes the sums. */
import { language } from './appearance.mjs';

/** @param {string} amount @param {string} currency */
export function formatMoney(amount, currency) {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' };
  return new Intl.NumberFormat(language(), /** @type {any} */ (options)).format(/** @type {any} */ (amount));
}
