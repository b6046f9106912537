/** Controls for the fields of a form: the input, what the browser may fill in, and the value in the shape of the field's type. */
import { make } from './dom.mjs';

/** Markers and titles are the project's own. These are words that they commonly contain; the first match counts. */
const PURPOSES = [
  ['email', /e-?mail|correo/],
  ['tel', /phone|mobile|celular|m[oó]vil|telefon|tel[eé]fono|\btel\b|_tel/],
  ['given-name', /first.?name|given/],
  ['family-name', /last.?name|family.?name|surname|apellido|sobrenome/],
  ['address-line2', /(address|line).?2|apartment|\bfloor/],
  ['street-address', /address|street|direcci|endere[cç]o|calle/],
  ['address-level2', /city|town|ciudad|cidade|comuna/],
  ['address-level1', /region|province|provincia|estado/],
  ['postal-code', /post.?code|postal|\bzip|\bcep\b/],
  ['country-name', /country|\bpa[ií]s/],
  ['organization', /company|empresa|organi[sz]ation/],
  ['name', /name|nombre|nome/],
];

/**
 * The `autocomplete` token of a field, or undefined.
 * @param {any} field @param {Record<string, string>} [given]  The page's own tokens, by marker.
 */
export function purposeOf({ marker, title, type, validators }, given = {}) {
  if (Object.prototype.hasOwnProperty.call(given, marker)) return given[marker];
  if (type !== 'string') return undefined;
  if (validators?.emailInspectionValidator) return 'email';
  const found = (/** @type {string} */ text) => PURPOSES.find(([, words]) => /** @type {RegExp} */ (words).test(text.toLowerCase()))?.[0];
  return /** @type {string | undefined} */ (found(marker) ?? found(title));
}

const NUMBERS = ['integer', 'float', 'real'];
const LISTS = ['list', 'radioButton'];
const KNOWN = ['string', 'text', 'date', ...NUMBERS, ...LISTS];

/** Whether the element can draw the field. @param {any} field */
export const canDraw = (field) => KNOWN.includes(field.type) && !(LISTS.includes(field.type) && field.options.length === 0);

/** @param {any} field @param {string} id @param {string | undefined} purpose @param {string} choose  Text of a list's empty choice. */
export function controlOf(field, id, purpose, choose) {
  const last = purpose?.split(' ').pop();
  const shared = { id, name: field.marker, part: 'input', autocomplete: purpose, required: field.required };
  if (field.type === 'text') return make('textarea', { ...shared, rows: 3 });
  if (LISTS.includes(field.type)) {
    return make('select', shared, make('option', { value: '' }, choose), ...field.options.map((/** @type {any} */ { value, title }) => make('option', { value }, title)));
  }
  if (field.type === 'date') return make('input', { ...shared, type: 'date' });
  if (NUMBERS.includes(field.type)) return make('input', { ...shared, type: 'text', inputmode: field.type === 'integer' ? 'numeric' : 'decimal' });
  const type = last === 'email' || last === 'tel' ? last : 'text';
  return make('input', { ...shared, type, ...(last === 'email' && { spellcheck: 'false', autocapitalize: 'none' }), ...(last === 'postal-code' && { autocapitalize: 'characters' }) });
}

/** The field's default value in the project. @param {any} field @returns {string} */
export function defaultOf({ validators }) {
  const value = validators?.defaultValueValidator?.fieldDefaultValue;
  return value == null || typeof value === 'object' ? '' : String(value);
}

/** Invisible marks that pasted text may contain: text direction, possible line breaks, byte order marks. */
const MARKS = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const SPACES = /[\u00a0\u2007\u202f]/g;
/** These join letters and signs. Alone they count as empty. */
const JOINERS = /[\u200c\u200d]/g;

/** The submitted field; null if there is nothing to submit. @param {any} field @param {string} typed */
export function submitted({ marker, type }, typed) {
  const text = typed.replace(MARKS, '').replace(SPACES, ' ').trim();
  if (text.replace(JOINERS, '').trim() === '') return null;
  return { marker, type, value: shaped(type, text) };
}

/** @param {string} type @param {string} text */
function shaped(type, text) {
  if (LISTS.includes(type)) return [text];
  // Some keyboards for numbers have a comma but no point.
  if (NUMBERS.includes(type) && /^[+-]?\d+,\d+$/.test(text)) return text.replace(',', '.');
  if (type === 'text') return [{ plainValue: text }];
  if (type !== 'date') return text;
  const [year, month, day] = text.split('-');
  return { fullDate: `${text}T00:00:00.000Z`, formattedValue: `${day}-${month}-${year}`, formatString: 'DD-MM-YYYY' };
}
