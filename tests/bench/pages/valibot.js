import * as v from 'valibot';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(255), v.regex(/\S/));
const places = (/** @type {number} */ value) => /^\d+(\.\d{1,4})?$/.test(String(value));
const isPercent = (item) => item.discount_type !== 'percent' || item.discount <= 100;
const order = v.object({
  external_id: v.optional(v.pipe(v.string(), v.maxLength(255))),
  items: v.pipe(v.array(v.pipe(
    v.object({
      external_id: v.optional(v.pipe(v.string(), v.maxLength(255))),
      image: v.optional(v.pipe(v.string(), v.url(), v.regex(/^https?:/i), v.maxLength(2048))),
      name: text,
      description: v.optional(v.pipe(v.string(), v.maxLength(65535))),
      quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2147483647)),
      price: v.pipe(v.number(), v.minValue(0), v.maxValue(999999999999.9999), v.check(places)),
      unit_price: v.optional(v.boolean(), false),
      currency: v.picklist(['CLP', 'USD', 'EUR']),
      include_tax: v.optional(v.boolean(), true),
      discount_type: v.optional(v.picklist(['percent', 'amount']), 'amount'),
      discount: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
      variants: v.optional(v.pipe(v.array(v.object({ name: text, value: text })), v.maxLength(100)), () => []),
      categories: v.optional(v.pipe(v.array(text), v.maxLength(100)), () => []),
    }),
    v.forward(v.check(isPercent), ['discount']),
  )), v.minLength(1), v.maxLength(10000)),
});

export function check(value) {
  const { success, output, issues } = v.safeParse(order, value);
  if (success) return { body: JSON.stringify(output) };
  const detail = {};
  for (const issue of issues) (detail[v.getDotPath(issue)] ??= []).push(issue.message);
  return { detail };
}
