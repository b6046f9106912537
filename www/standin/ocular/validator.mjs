/**
 * Validates reports to Ocular, field by field in the documented order.
 * The result is the vendor's `detail`: messages by path, empty if everything is valid.
 * @typedef {Record<string, string[]>} Detail
 */
import { NumberText } from './json-text.mjs';
import { atMost, boolean, choice, decimal, integer, integerChoice, isBlank, REQUIRED, text, url, wrongType } from './rules.mjs';

const PREFIX = 'SessionOrderControllerValidator:';
export const MOST_BYTES = 1_048_576;
const MOST_ITEMS = 10_000;
const MOST_PARTS = 100;
const NAME = text(255);

/** @typedef {{ name: string, required?: boolean, rule: (value: any, item: any) => string[] }} Field */

/** @param {boolean} strings @returns {Field[]} The scalar fields of an item, in order. */
const itemFields = (strings) => [
  { name: 'external_id', rule: NAME },
  { name: 'image', rule: url(2048) },
  { name: 'name', required: true, rule: NAME },
  { name: 'description', rule: text(65_535) },
  { name: 'quantity', required: true, rule: integer(1, 2_147_483_647) },
  { name: 'price', required: true, rule: decimal({ least: '0', most: '999999999999.9999', places: 4, strings }) },
  { name: 'unit_price', rule: boolean },
  { name: 'currency', required: true, rule: choice(['CLP', 'USD', 'EUR']) },
  { name: 'include_tax', rule: boolean },
  { name: 'discount_type', rule: choice(['percent', 'amount']) },
  { name: 'discount', rule: (value, item) => decimal({ least: '0', most: item.discount_type === 'percent' ? '100' : undefined, strings })(value) },
];

/** @type {Field[]} */
const VARIANT_FIELDS = ['name', 'value'].map((name) => ({ name, required: true, rule: NAME }));

/** Field names in the order in which they must be sent. */
export const ITEM_KEYS = [...itemFields(false).map(({ name }) => name), 'variants', 'categories'];

/**
 * @param {unknown} params
 * @param {{ decimalStrings?: boolean }} [options]
 * @returns {Detail}
 */
export function validateBuyOrder(params, { decimalStrings = false } = {}) {
  const report = reporter();
  if (!demandObject(params, 'params', report)) return report.detail;
  checkFields([{ name: 'external_id', rule: NAME }], params, '', report);
  const fields = itemFields(decimalStrings);
  const { items } = params;
  if (isAbsent(items) || isBlank(items) || (Array.isArray(items) && items.length === 0)) report.add('items', [REQUIRED]);
  else checkList(items, 'items', MOST_ITEMS, report, (item, path) => checkItem(item, path, fields, report));
  return report.detail;
}

/** @param {unknown} params @returns {Detail} */
export function validateBuyOrderState(params) {
  const report = reporter();
  if (!demandObject(params, 'params', report)) return report.detail;
  checkFields([{ name: 'external_id', rule: NAME }, { name: 'payment_status', required: true, rule: integerChoice([0, 1]) }], params, '', report);
  return report.detail;
}

function checkItem(item, path, fields, report) {
  if (!demandObject(item, path, report)) return;
  checkFields(fields, item, `${path}.`, report);
  if (!isAbsent(item.variants)) {
    checkList(item.variants, `${path}.variants`, MOST_PARTS, report, (variant, at) => {
      if (demandObject(variant, at, report)) checkFields(VARIANT_FIELDS, variant, `${at}.`, report);
    });
  }
  if (!isAbsent(item.categories)) {
    checkList(item.categories, `${path}.categories`, MOST_PARTS, report, (category, at) => {
      report.add(at, isAbsent(category) || isBlank(category) ? [REQUIRED] : NAME(category));
    });
  }
}

function checkFields(fields, object, prefix, report) {
  for (const { name, required, rule } of fields) {
    const value = object[name];
    if (isAbsent(value) || (required && isBlank(value))) report.add(prefix + name, required ? [REQUIRED] : []);
    else report.add(prefix + name, rule(value, object));
  }
}

/** A list that is too long gives one error, and its elements are not checked. */
function checkList(list, path, most, report, checkElement) {
  if (!Array.isArray(list)) report.add(path, [wrongType('array')]);
  else if (list.length > most) report.add(path, [atMost(most)]);
  else for (let i = 0; i < list.length; i += 1) checkElement(list[i], `${path}.${i}`);
}

function demandObject(value, path, report) {
  if (isAbsent(value)) report.add(path, [REQUIRED]);
  else if (typeof value !== 'object' || Array.isArray(value) || value instanceof NumberText) report.add(path, [wrongType('object')]);
  else return true;
  return false;
}

function isAbsent(value) {
  return value === undefined || value === null;
}

function reporter() {
  /** @type {Detail} */
  const detail = {};
  return {
    detail,
    add(path, rules) {
      if (rules.length > 0) detail[path] = rules.map((rule) => `${PREFIX} ${path} ${rule}`);
    },
  };
}

/** The answer to a body that is too large. @returns {Detail} */
export function tooLarge() {
  const report = reporter();
  report.add('params', [atMost(MOST_BYTES)]);
  return report.detail;
}
