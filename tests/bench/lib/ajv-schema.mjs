/** The same rules as JSON Schema. A URL is checked by its beginning only: the full check needs a separate package. */
const text = { type: 'string', minLength: 1, maxLength: 255, pattern: '\\S' };
const many = (items) => ({ type: 'array', items, maxItems: 100, default: [] });
const object = (required, properties, more) => ({ type: 'object', required, properties, ...more });

const item = object(['name', 'quantity', 'price', 'currency'], {
  external_id: { type: 'string', maxLength: 255 },
  image: { type: 'string', pattern: '^https?://[^\\s/?#]+', maxLength: 2048 },
  name: text,
  description: { type: 'string', maxLength: 65535 },
  quantity: { type: 'integer', minimum: 1, maximum: 2147483647 },
  price: { type: 'number', minimum: 0, maximum: 999999999999.9999, multipleOf: 0.0001 },
  unit_price: { type: 'boolean', default: false },
  currency: { enum: ['CLP', 'USD', 'EUR'] },
  include_tax: { type: 'boolean', default: true },
  discount_type: { enum: ['percent', 'amount'], default: 'amount' },
  discount: { type: 'number', minimum: 0, default: 0 },
  variants: many(object(['name', 'value'], { name: text, value: text })),
  categories: many(text),
}, { if: { required: ['discount_type'], properties: { discount_type: { const: 'percent' } } }, then: { properties: { discount: { type: 'number', maximum: 100 } } } });

export const schema = object(['items'], {
  external_id: { type: 'string', maxLength: 255 },
  items: { type: 'array', items: item, minItems: 1, maxItems: 10000 },
});
export const options = { allErrors: true, useDefaults: true, multipleOfPrecision: 6, strict: true, strictRequired: false, code: { source: true, esm: true } };
