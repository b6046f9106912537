import { checkout } from './checkout.js';

test('a guest order is placed', async () => {
  const result = await checkout({ services: process.env.SERVICES, token: process.env.TOKEN }).catch((error) => `${error.code}: ${error.message}`);
  console.log(`RESULT ${result}`);
  expect(result).toBe(process.env.EXPECTED ?? 'accepted, reported: Success');
});
