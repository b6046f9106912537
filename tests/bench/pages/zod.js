import { z } from 'zod';

const text = z.string().min(1).max(255).regex(/\S/);
const places = (/** @type {number} */ value) => /^\d+(\.\d{1,4})?$/.test(String(value));
const order = z.object({
  external_id: z.string().max(255).optional(),
  items: z.array(z.object({
    external_id: z.string().max(255).optional(),
    image: z.url({ protocol: /^https?$/ }).max(2048).optional(),
    name: text,
    description: z.string().max(65535).optional(),
    quantity: z.int().min(1).max(2147483647),
    price: z.number().min(0).max(999999999999.9999).refine(places),
    unit_price: z.boolean().default(false),
    currency: z.enum(['CLP', 'USD', 'EUR']),
    include_tax: z.boolean().default(true),
    discount_type: z.enum(['percent', 'amount']).default('amount'),
    discount: z.number().min(0).default(0),
    variants: z.array(z.object({ name: text, value: text })).max(100).default([]),
    categories: z.array(text).max(100).default([]),
  }).refine((item) => item.discount_type !== 'percent' || item.discount <= 100, { path: ['discount'] })).min(1).max(10000),
});

/** The wire body, or the messages by field. */
export function check(value) {
  const { success, data, error } = order.safeParse(value);
  if (success) return { body: JSON.stringify(data) };
  const detail = {};
  for (const { path, message } of error.issues) (detail[path.join('.')] ??= []).push(message);
  return { detail };
}
