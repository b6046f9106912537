/** Exact decimals: an integer number of units, each worth 10 to the power of minus `scale`. */
import { NumberText } from './json-text.mjs';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const PLAIN = /^(\d+)(?:\.(\d*))?$|^\.(\d+)$/;
const MOST_EXPONENT = 400;

/** @typedef {{ units: bigint, scale: number }} Decimal */

/** The text of a number, or null for any other value. @param {unknown} value */
export function numberText(value) {
  if (value instanceof NumberText) return value.text;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** @param {string | null} text @returns {Decimal | null} */
export function readDecimal(text) {
  const [, sign, whole, fraction = '', exponent = '0'] = (text !== null && DECIMAL.exec(text)) || [];
  if (whole === undefined || Math.abs(Number(exponent)) > MOST_EXPONENT) return null;
  const units = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

/** Parses a string of digits with at most one dot. @param {string} text @returns {Decimal | null} */
export function readDecimalString(text) {
  if (!PLAIN.test(text)) return null;
  const [whole, fraction = ''] = text.split('.');
  return readDecimal(fraction === '' ? whole : `${whole || '0'}.${fraction}`);
}

/** Negative, 0 or positive if a is less than, equal to or greater than b. @param {Decimal} a @param {Decimal} b */
export function compare(a, b) {
  const scale = Math.max(a.scale, b.scale);
  const left = a.units * 10n ** BigInt(scale - a.scale);
  const right = b.units * 10n ** BigInt(scale - b.scale);
  return left < right ? -1 : Number(left > right);
}

/** The decimal as an integer, or null if it is not one. @param {Decimal | null} decimal @returns {bigint | null} */
export function wholeOf(decimal) {
  if (!decimal) return null;
  const one = 10n ** BigInt(decimal.scale);
  return decimal.units % one === 0n ? decimal.units / one : null;
}
