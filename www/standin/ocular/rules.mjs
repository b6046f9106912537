/**
 * The vendor's validation rules, one per kind of field. A rule gets a value that is present and returns
 * its errors, as messages without the prefix.
 */
import { compare, numberText, readDecimal, readDecimalString, wholeOf } from './decimal.mjs';

export const REQUIRED = 'is required.';
export const wrongType = (type) => `must be ${/^[aio]/.test(type) ? 'an' : 'a'} ${type}.`;
export const atLeast = (least) => `must be at least ${least}.`;
export const atMost = (most) => `must be at most ${most}.`;
const tooLong = (most) => `exceeds the maximum number of characters ${most}.`;
const oneOf = (choices) => `must be one of: ${choices.join(', ')}.`;
const NOT_A_URL = 'must be a valid URL.';

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const BLANK = /^\p{White_Space}*$/u;

/** @param {unknown} value */
export const isBlank = (value) => typeof value === 'string' && BLANK.test(value);

/** @param {number} most */
export const text = (most) => (value) => {
  if (typeof value !== 'string') return [wrongType('string')];
  return characters(value) > most ? [tooLong(most)] : [];
};

/** @param {number} most */
export const url = (most) => (value) => {
  const wrong = text(most)(value);
  return typeof value === 'string' && !isWebAddress(value) ? [...wrong, NOT_A_URL] : wrong;
};

/** @param {string[]} choices */
export const choice = (choices) => (value) => {
  if (typeof value !== 'string') return [wrongType('string')];
  return choices.includes(value) ? [] : [oneOf(choices)];
};

export const boolean = (value) => (typeof value === 'boolean' ? [] : [wrongType('boolean')]);

/** @param {number} least @param {number} most */
export const integer = (least, most) => (value) => {
  const whole = safeInteger(value);
  if (whole === null) return [wrongType('integer')];
  if (whole < BigInt(least)) return [atLeast(least)];
  return whole > BigInt(most) ? [atMost(most)] : [];
};

/** @param {number[]} choices */
export const integerChoice = (choices) => (value) => {
  const whole = safeInteger(value);
  if (whole === null) return [wrongType('integer')];
  return choices.includes(Number(whole)) ? [] : [oneOf(choices)];
};

/** @param {{ least: string, most?: string, places?: number, strings: boolean }} bounds */
export const decimal = ({ least, most, places = Infinity, strings }) => (value) => {
  const number = strings && typeof value === 'string' ? readDecimalString(value) : readDecimal(numberText(value));
  if (!number || number.scale > places) return [wrongType('decimal')];
  if (compare(number, readDecimal(least)) < 0) return [atLeast(least)];
  return most !== undefined && compare(number, readDecimal(most)) > 0 ? [atMost(most)] : [];
};

function safeInteger(value) {
  const whole = wholeOf(readDecimal(numberText(value)));
  return whole !== null && whole <= LARGEST_SAFE && whole >= -LARGEST_SAFE ? whole : null;
}

function characters(value) {
  let count = 0;
  for (const _ of value) count += 1;
  return count;
}

function isWebAddress(value) {
  if (!/^https?:\/\//i.test(value) || /[\s\u0000-\u001f]/.test(value)) return false;
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
