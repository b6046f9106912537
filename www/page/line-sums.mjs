/**
 * The sums of reported lines, computed as Ocular computes them. Exact: amounts are integers in units of 1/10,000, since a price has up
 * to four decimal places.
 */

/** @typedef {{ price: number | string, quantity: number, unit_price?: boolean, currency: string, discount?: number | string, discount_type?: string }} Line */

const PLACES = 4;
const UNIT = 10n ** BigInt(PLACES);
/** A percentage can have more decimal places than an amount. */
const RATE_PLACES = 12;
const DECIMAL = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/** @param {Line} line */
export function sumsOf({ price, quantity, unit_price: isOfOne, currency, discount = 0, discount_type: kind }) {
  const gross = whole(price) * (isOfOne ? BigInt(quantity) : 1n);
  const off = kind === 'percent' ? share(gross, discount, currency) : whole(discount);
  return { gross, discount: off, total: gross > off ? gross - off : 0n };
}

/** Totals by currency, in the order in which the currencies first appear. @param {Line[]} lines @returns {Map<string, bigint>} */
export function totalsOf(lines) {
  const totals = new Map();
  for (const line of lines) totals.set(line.currency, (totals.get(line.currency) ?? 0n) + sumsOf(line).total);
  return totals;
}

/** Formats an amount as a decimal string. @param {bigint} amount */
export const amountText = (amount) => `${amount / UNIT}.${String(amount % UNIT).padStart(PLACES, '0')}`;

/**
 * A percentage of an amount, rounded half up to the currency's smallest unit.
 * @param {bigint} gross @param {number | string} percent @param {string} currency
 */
function share(gross, percent, currency) {
  const coin = currency === 'CLP' ? UNIT : UNIT / 100n;
  const divisor = 100n * 10n ** BigInt(RATE_PLACES) * coin;
  return ((2n * gross * whole(percent, RATE_PLACES) + divisor) / (2n * divisor)) * coin;
}

/** Parses a decimal into an integer with the given number of places. Further digits are cut off. @param {unknown} value */
function whole(value, places = PLACES) {
  const [, before = '0', after = '', power = '0'] = DECIMAL.exec(String(value ?? 0)) ?? [];
  const digits = BigInt(before + after);
  const shift = places - after.length + Number(power);
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
}
