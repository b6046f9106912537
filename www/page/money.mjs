/** Amounts as the shopper reads them, summed in whole minor units. */

const DIGITS = { CLP: 0, USD: 2, EUR: 2 };

/** @param {number} price @param {string} currency */
export const minorUnits = (price, currency) => Math.round(price * 10 ** digitsOf(currency));

/** @param {number} units @param {string} currency */
export const fromMinorUnits = (units, currency) => formatMoney(units / 10 ** digitsOf(currency), currency);

/** @param {number | string} amount @param {string} currency */
export function formatMoney(amount, currency) {
  const number = Number(amount);
  if (amount === '' || !Number.isFinite(number)) return String(amount);
  const digits = digitsOf(currency);
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 2) });
    return format.format(number);
  } catch {
    return `${amount} ${currency}`.trim();
  }
}

/** @param {string} currency */
const digitsOf = (currency) => DIGITS[/** @type {keyof typeof DIGITS} */ (currency)] ?? 2;
