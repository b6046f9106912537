/** What reported lines come to, as Ocular counts. Exact: amounts are whole numbers of ten-thousandths, of which a price has four digits. */

/** @typedef {{ price: number | string, quantity: number, unit_price?: boolean, currency: string, discount?: number | string, discount_type?: string }} Line */

const PLACES = 4;
const UNIT = 10n ** BigInt(PLACES);
/** A rate may have more digits than an amount. */
const RATE_PLACES = 12;
const DECIMAL = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/** @param {Line} line */
export function sumsOf({ price, quantity, unit_price: isOfOne, currency, discount = 0, discount_type: kind }) {
  const gross = whole(price) * (isOfOne ? BigInt(quantity) : 1n);
  const off = kind === 'percent' ? share(gross, discount, currency) : whole(discount);
  return { gross, discount: off, total: gross > off ? gross - off : 0n };
}

/** By currency, in the order of the lines. @param {Line[]} lines @returns {Map<string, bigint>} */
export function totalsOf(lines) {
  const totals = new Map();
  for (const line of lines) totals.set(line.currency, (totals.get(line.currency) ?? 0n) + sumsOf(line).total);
  return totals;
}

/** As a decimal string. @param {bigint} amount */
export const amountText = (amount) => `${amount / UNIT}.${String(amount % UNIT).padStart(PLACES, '0')}`;

/** So many per cent, rounded half up to what can be paid. @param {bigint} gross @param {number | string} percent @param {string} currency */
function share(gross, percent, currency) {
  const coin = currency === 'CLP' ? UNIT : UNIT / 100n;
  const divisor = 100n * 10n ** BigInt(RATE_PLACES) * coin;
  return ((2n * gross * whole(percent, RATE_PLACES) + divisor) / (2n * divisor)) * coin;
}

/** The digits of a decimal up to so many places. @param {unknown} value */
function whole(value, places = PLACES) {
  const [, before = '0', after = '', power = '0'] = DECIMAL.exec(String(value ?? 0)) ?? [];
  const digits = BigInt(before + after);
  const shift = places - after.length + Number(power);
  return shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
}
