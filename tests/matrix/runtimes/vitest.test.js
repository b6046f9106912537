import { expect, test } from 'vitest';
import { checkout } from './checkout.js';

test('a guest order is placed', async () => {
  const result = await checkout({ services: process.env.SERVICES, token: process.env.TOKEN });
  console.log(`RESULT ${result}`);
  expect(result).toBe('accepted, reported: Success');
});
