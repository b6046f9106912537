/** Checks submitted values by attribute type and by the attribute's validators. */
import { isObject } from './body.mjs';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

/** Zero also counts as missing. @param {unknown} value */
export function isMissing(value) {
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return value === null || value === undefined || value === 0;
}

/** @type {Record<string, (value: any) => boolean>} */
const SHAPES = {
  string: (value) => typeof value === 'string',
  integer: (value) => isNumeric(value) && Number.isInteger(Number(value)),
  float: isNumeric,
  real: isNumeric,
  list: isTexts,
  radioButton: isTexts,
  entity: (value) => Array.isArray(value) && value.length > 0 && value.every((id) => Number.isInteger(id) || (typeof id === 'string' && id !== '')),
  timeInterval: (value) => Array.isArray(value) && value.length > 0 && value.every(isInterval),
  date: isDate,
  dateTime: isDate,
  time: isDate,
  text: isRichText,
  textWithHeader: isRichText,
  spam: (value) => typeof value?.event?.token === 'string' && typeof value.event.siteKey === 'string',
  file: (value) => (Array.isArray(value) ? value.length > 0 && value.every(isObject) : isObject(value)),
};
SHAPES.image = SHAPES.file;
SHAPES.groupOfImages = SHAPES.file;

/** @param {string} type @param {unknown} value */
export function hasShape(type, value) {
  return SHAPES[type]?.(value) ?? true;
}

/** Unknown validators are ignored. @param {Record<string, any>} validators @param {any} value */
export function breaksLimit(validators, value) {
  const { stringInspectionValidator: length, emailInspectionValidator: email, regExpValidator: pattern, checkForNumberValidator: number } = validators;
  if (typeof value === 'string' && value !== '') {
    if (length && breaksLength(length, [...value].length)) return true;
    if (email && !EMAIL.test(value)) return true;
    if (pattern && new RegExp(pattern.patternValue, pattern.flags ?? '').test(value) === Boolean(pattern.invert)) return true;
  }
  return Boolean(number) && isNumeric(value) && breaksNumber(number, Number(value));
}

function breaksLength({ stringMin, stringMax, stringLength }, length) {
  const limit = (text) => Number(text) || 0;
  return (limit(stringMin) > 0 && length < limit(stringMin))
    || (limit(stringMax) > 0 && length > limit(stringMax))
    || (limit(stringLength) > 0 && length !== limit(stringLength));
}

function breaksNumber({ integerOnly, minValue, maxValue }, number) {
  const given = (limit) => limit !== undefined && limit !== null && limit !== '';
  return (integerOnly === true && !Number.isInteger(number))
    || (given(minValue) && number < Number(minValue))
    || (given(maxValue) && number > Number(maxValue));
}

function isNumeric(value) {
  return Number.isFinite(value) || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

function isTexts(value) {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isInterval(pair) {
  return Array.isArray(pair) && pair.length === 2 && pair.every((moment) => typeof moment === 'string' && !Number.isNaN(Date.parse(moment)));
}

function isDate(value) {
  return isObject(value) && ['fullDate', 'formattedValue', 'formatString'].every((key) => typeof value[key] === 'string')
    && !Number.isNaN(Date.parse(value.fullDate));
}

function isRichText(value) {
  const kinds = ['plainValue', 'htmlValue', 'mdValue'];
  return Array.isArray(value) && value.length > 0
    && value.every((part) => isObject(part) && kinds.filter((kind) => typeof part[kind] === 'string').length === 1);
}
