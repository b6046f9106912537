/**
 * Validates an order's form data against its form. Only the first error is reported, in this order:
 * shape, locale and markers; required values; types, lists and validators, captcha.
 */
import { Refusal } from '../answer.mjs';
import { breaksLimit, hasShape, isMissing } from './form-values.mjs';

const TYPES = [
  'string', 'text', 'textWithHeader', 'integer', 'real', 'float', 'date', 'dateTime', 'time', 'file', 'image',
  'groupOfImages', 'radioButton', 'list', 'button', 'spam', 'entity', 'timeInterval', 'json',
];
const LOCALE = /^[a-z]{2}_[A-Z]{2}$/;

/**
 * @param {Record<string, any>} formData
 * @param {{ set: string, attributes: import('../data/forms.mjs').Attribute[] }} form
 */
export function demandFormData(formData, form) {
  const locales = Object.keys(formData);
  if (locales.length === 0) throw new Refusal(400, 'empty form data section');
  for (const locale of locales) demandSection(locale, formData[locale], form);
  for (const locale of locales) demandRequired(formData[locale], form);
  for (const locale of locales) demandValues(formData[locale], form);
}

function demandSection(locale, section, form) {
  if (!LOCALE.test(locale)) throw new Refusal(400, `"formData.${locale}" is not allowed`);
  if (!Array.isArray(section)) throw new Refusal(400, `"formData.${locale}" must be an array`);
  if (section.length === 0) throw new Refusal(400, 'empty form data section');
  for (const entry of section) {
    const marker = entry?.marker;
    if (typeof marker !== 'string' || marker === '') throw new Refusal(400, `formData's marker '${marker}' marker is required`);
    if (!TYPES.includes(entry.type)) throw new Refusal(400, `formData's marker '${marker}' type must be one of [${TYPES.join(', ')}]`);
    if (entry.value === undefined || entry.value === null) throw new Refusal(400, `formData's marker '${marker}' value is missing or incorrect`);
    if (!form.attributes.some((attribute) => attribute.marker === marker)) {
      throw new Refusal(400, `form includes an attribute's marker '${marker}' that is not presented in '${form.set}' attributes sets`);
    }
  }
}

function demandRequired(section, form) {
  for (const { marker, validators } of form.attributes) {
    if (!validators?.requiredValidator) continue;
    const entry = section.find((candidate) => candidate.marker === marker);
    if (!entry || isMissing(entry.value)) throw new Refusal(400, requiredText(marker));
  }
}

function demandValues(section, form) {
  for (const { marker, type, value } of section) {
    const attribute = form.attributes.find((candidate) => candidate.marker === marker);
    if (attribute.type !== type) throw new Refusal(400, `wrong form's attribute type: ${marker}`);
    if (type === 'list' || type === 'radioButton') demandListed(attribute, value);
    if (!hasShape(type, value)) throw new Refusal(400, `formData's marker '${marker}' value is missing or incorrect`);
    if (breaksLimit(attribute.validators ?? {}, value)) throw new Refusal(400, requiredText(marker));
  }
  const captcha = form.attributes.find((attribute) => attribute.type === 'spam');
  if (captcha && !section.some((entry) => entry.marker === captcha.marker)) {
    throw new Refusal(400, "formData doesn't have spam attribute");
  }
}

function demandListed({ marker, type, listTitles = [] }, value) {
  if (listTitles.length === 0) throw new Refusal(400, `there aren't list values for type ${type}`);
  const known = (chosen) => listTitles.some((title) => title.value === chosen);
  if (!Array.isArray(value) || value.length === 0 || !value.every(known)) {
    throw new Refusal(400, `formData's marker '${marker}' value is missing or incorrect`);
  }
}

function requiredText(marker) {
  return `required values are missing or incorrect: ${marker}`;
}
