/** Formats sums for the shopper. The bridge adds them up; this module gets decimal strings and adds nothing. */

/** @param {string | number} amount @param {string} currency @param {string} language */
export function formatMoney(amount, currency, language) {
  if (amount === '' || !Number.isFinite(Number(amount))) return `${amount} ${currency}`.trim();
  try {
    const digits = exact(amount).split('.')[1]?.length ?? 0;
    const format = (/** @type {Intl.NumberFormatOptions} */ more = {}) => new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...more });
    const standard = format().resolvedOptions().maximumFractionDigits ?? 2;
    // As a string: engines that accept strings lose no digit.
    return format({ maximumFractionDigits: Math.max(standard, Math.min(digits, 4)) }).format(/** @type {any} */ (exact(amount)));
  } catch {
    return `${amount} ${currency}`.trim();
  }
}

/** A sum that a service has computed may have a rounding error: 74.69999999999999 is 74.7. @param {string | number} amount */
function exact(amount) {
  const [, places = ''] = String(amount).split('.');
  const near = Number(Number(amount).toFixed(4));
  return places.length > 4 && Math.abs(near - Number(amount)) < 1e-9 ? String(near) : String(amount);
}

/** The total of the lines, or an empty string if it is unknown. @param {any} bridge @param {any[]} items @param {string} language */
export function totalOf(bridge, items, language) {
  try {
    if (!bridge || items.length === 0 || !bridge.validateBuyOrder({ items }).valid) return '';
    return bridge.quoteBuyOrder({ items }).totals.map((/** @type {any} */ { total, currency }) => formatMoney(total, currency, language)).join(' + ');
  } catch {
    // The bridge was disposed of.
    return '';
  }
}
