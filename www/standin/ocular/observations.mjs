/**
 * Checks what a careful client does beyond validity: it writes out every default, keeps the documented key
 * order, and sends nothing undocumented. The service accepts deviations; the report lists them.
 */
import { ITEM_KEYS } from './validator.mjs';

const WRITTEN_OUT = ['unit_price', 'include_tax', 'discount_type', 'discount', 'variants', 'categories'];

/** @param {any} order A valid buy order. @returns {string[]} */
export function observe(order) {
  const notes = observeKeys(order, '', ['external_id', 'items']);
  order.items.forEach((item, i) => {
    const path = `items.${i}`;
    notes.push(...observeKeys(item, `${path}.`, ITEM_KEYS));
    for (const key of WRITTEN_OUT) {
      if (item[key] === undefined || item[key] === null) notes.push(`${path}.${key} is not written out`);
    }
    (item.variants ?? []).forEach((variant, j) => notes.push(...observeKeys(variant, `${path}.variants.${j}.`, ['name', 'value'])));
  });
  return notes;
}

function observeKeys(object, prefix, order) {
  const keys = Object.keys(object);
  const foreign = keys.filter((key) => !order.includes(key)).map((key) => `${prefix}${key} is not documented`);
  const known = keys.filter((key) => order.includes(key));
  const sorted = order.filter((key) => known.includes(key));
  return known.join() === sorted.join() ? foreign : [...foreign, `${prefix || 'params.'}* keys are not in the documented order`];
}
