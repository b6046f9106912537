/** Helpers to check request bodies and queries. */
import { Refusal } from '../answer.mjs';

/** @param {unknown} value @returns {value is Record<string, any>} */
export function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @param {unknown} value */
export function isPositiveInteger(value) {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** Parses an id from the path. @param {string} text */
export function demandId(text) {
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, 'Validation failed (numeric string is expected)');
  return Number(text);
}

/** @template T @param {T[]} list @param {URLSearchParams} query @param {number} [most] */
export function page(list, query, most = Infinity) {
  const offset = whole(query.get('offset'), 0);
  return list.slice(offset, offset + Math.min(whole(query.get('limit'), 30), most));
}

function whole(text, standard) {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : standard;
}

/** The title in the requested language, if available. @param {URLSearchParams} query @param {{ title: string, titles?: Record<string, string> }} named */
export const titleOf = (query, { title, titles }) => titles?.[(query.get('langCode') ?? '').split(/[-_]/)[0]] ?? title;

/** Texts plain or keyed by locale, depending on the project's settings. */
export function localized(world, query, texts) {
  return world.settings.localizeInfos === 'keyed' ? { [query.get('langCode') ?? 'en_US']: texts } : texts;
}
